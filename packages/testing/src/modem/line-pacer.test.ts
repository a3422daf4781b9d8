import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Clock, globalClock } from "../clock/clock.ts";
import { Timers } from "../clock/timers.ts";
import { LinePacer } from "./line-pacer.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

let sent: string;

function createPacer(baudRate: number | undefined, onSent: () => void = () => {}): LinePacer {
  return new LinePacer(new Timers(globalClock), baudRate, (bytes) => {
    sent += new TextDecoder().decode(bytes);
    onSent();
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  sent = "";
});

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("line pacer", () => {
  it("sends at once without a baud rate", () => {
    const pacer = createPacer(undefined);
    pacer.push(text("abc"));
    pacer.whenThrough(() => {
      sent += "!";
    });
    expect(sent).toBe("abc!");
  });

  it("sends ten bits a byte, and calls in between", () => {
    const pacer = createPacer(1000);
    pacer.push(text("abc"));
    pacer.whenThrough(() => {
      sent += "!";
    });
    pacer.push(text("d"));
    for (const [ms, expected] of [
      [9, ""],
      [1, "a"],
      [10, "ab"],
      [10, "abc!"],
      [10, "abc!d"],
    ] as const) {
      vi.advanceTimersByTime(ms);
      expect(sent).toBe(expected);
    }
  });

  it("asks for no time that has passed, where the sending itself takes longer than the line", () => {
    let nowMs = 0;
    const asked: number[] = [];
    let tick: () => void = () => {};
    const clock: Clock = {
      now: () => nowMs,
      setTimeout: (run, delayMs) => {
        asked.push(delayMs);
        tick = run;
        return undefined;
      },
      clearTimeout: () => {},
    };
    const pacer = new LinePacer(new Timers(clock), 1000, () => {
      nowMs += 100;
    });
    pacer.push(text("abc"));
    for (const _ of text("abc")) {
      nowMs += 10;
      tick();
    }
    expect(asked.length).toBeGreaterThan(1);
    expect(Math.min(...asked)).toBe(0);
  });

  it("starts anew when it is cleared and used from within the sending", () => {
    let once = true;
    const pacer = createPacer(100_000, () => {
      if (!once) return;
      once = false;
      pacer.clear();
      pacer.push(text("wxyz".repeat(10)));
    });
    pacer.push(text("abc"));
    pacer.push(text("never sent"));
    vi.advanceTimersByTime(1);
    expect(sent).toBe("abc");
    vi.advanceTimersByTime(1);
    expect(sent).toBe("abcwxyzwxyzwx");
    vi.advanceTimersByTime(3);
    expect(sent).toBe(`abc${"wxyz".repeat(10)}`);
  });
});
