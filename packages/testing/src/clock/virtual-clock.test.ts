import { afterEach, describe, expect, it, vi } from "vitest";
import { SimulationClockError } from "./clock-error.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";

const minuteMs = 60_000;

/** A promise for the moment a timer of the clock runs. */
function wakeAfter(clock: VirtualClock, delayMs: number): Promise<number> {
  return new Promise((resolve) => clock.setTimeout(() => resolve(clock.now()), delayMs));
}

/** Errors that nobody caught, instead of an end of the run. */
function collectUncaught(): unknown[] {
  const seen: unknown[] = [];
  const theirs = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => seen.push(error));
  giveBack = () => {
    process.removeAllListeners("uncaughtException");
    for (const listener of theirs) process.on("uncaughtException", listener);
  };
  return seen;
}

let giveBack: () => void = () => {};

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

afterEach(() => {
  vi.useRealTimers();
  giveBack();
  giveBack = () => {};
});

describe("virtual clock", () => {
  it("passes an hour as soon as nothing else is ready", async () => {
    const clock = createVirtualClock();
    expect(clock.now()).toBe(0);
    expect(await wakeAfter(clock, 60 * minuteMs)).toBe(60 * minuteMs);
    expect(clock.now()).toBe(60 * minuteMs);
  });

  it("runs timers by time, and those of one moment in the order of setting", async () => {
    const clock = createVirtualClock();
    const order: string[] = [];
    const note = (text: string) => () => order.push(`${text} at ${clock.now()}`);
    clock.setTimeout(note("late"), 30);
    clock.setTimeout(note("first of 20"), 20);
    clock.setTimeout(() => {
      note("early")();
      clock.setTimeout(note("third of 20, set later"), 10);
    }, 10);
    clock.setTimeout(note("second of 20"), 20);
    clock.setTimeout(note("at once"), 0);
    clock.setTimeout(note("at once as well"), -5);
    await wakeAfter(clock, 40);
    expect(order).toEqual([
      "at once at 0",
      "at once as well at 0",
      "early at 10",
      "first of 20 at 20",
      "second of 20 at 20",
      "third of 20, set later at 20",
      "late at 30",
    ]);
  });

  it("lets all promises go on between two timers of one moment", async () => {
    const clock = createVirtualClock();
    const order: string[] = [];
    clock.setTimeout(async () => {
      for (let step = 0; step < 100; step++) await undefined;
      order.push("promises of the first");
    }, 5);
    clock.setTimeout(() => order.push("second"), 5);
    await wakeAfter(clock, 5);
    expect(order).toEqual(["promises of the first", "second"]);
  });

  it("waits for what the event loop had ready before", async () => {
    const clock = createVirtualClock();
    const order: string[] = [];
    setImmediate(() => order.push("immediate"));
    clock.setTimeout(() => order.push("timer"), 0);
    await wakeAfter(clock, 0);
    expect(order).toEqual(["immediate", "timer"]);
  });

  it("does not run a timer that was taken back, however many there were", async () => {
    const clock = createVirtualClock();
    const ran: number[] = [];
    const timers = Array.from({ length: 1000 }, (_, at) =>
      clock.setTimeout(() => ran.push(at), (at * 7919) % 1000),
    );
    expect(clock.pending).toBe(1000);
    for (const [at, timer] of timers.entries()) if (at % 10 !== 0) clock.clearTimeout(timer);
    expect(clock.pending).toBe(100);
    clock.clearTimeout(undefined);
    await wakeAfter(clock, 1000);
    const expected = Array.from({ length: 100 }, (_, at) => 10 * at);
    expect(ran).toEqual(expected.sort((a, b) => ((a * 7919) % 1000) - ((b * 7919) % 1000)));
    expect(clock.pending).toBe(0);
  });

  it("passes over a timer that has run, or is taken back twice", async () => {
    const clock = createVirtualClock();
    const timer = clock.setTimeout(() => {}, 1);
    await wakeAfter(clock, 2);
    clock.clearTimeout(timer);
    const waiting = clock.setTimeout(() => {}, 5);
    clock.clearTimeout(waiting);
    clock.clearTimeout(waiting);
    expect(clock.pending).toBe(0);
  });

  it.each([undefined, null, 0, 17, "17", {}, setTimeout(() => {}, 0)])(
    "passes over %o, which is no timer of its own, as the global one does",
    (timer) => {
      const clock = createVirtualClock({ manual: true });
      const other = createVirtualClock({ manual: true });
      clock.setTimeout(() => {}, 5);
      clock.clearTimeout(timer);
      clock.clearTimeout(other.setTimeout(() => {}, 5));
      expect(clock.pending).toBe(1);
      expect(other.pending).toBe(1);
    },
  );

  it.each([
    [[], 0],
    [[undefined], 0],
    [[null], 0],
    [[Number.NaN], 0],
    [["later"], 0],
    [["20"], 20],
  ])("takes the delay %o of a caller without types as the global one does", async (args, atMs) => {
    const clock = createVirtualClock();
    const setTimeout = clock.setTimeout.bind(clock) as (...args: unknown[]) => unknown;
    const ran = new Promise<number>((resolve) => setTimeout(() => resolve(clock.now()), ...args));
    expect(await clock.runUntil(ran)).toBe(atMs);
    expect(await wakeAfter(clock, 5)).toBe(atMs + 5);
  });

  it("never comes to a timer at no time", async () => {
    const clock = createVirtualClock({ manual: true });
    const never = vi.fn();
    clock.setTimeout(never, Number.POSITIVE_INFINITY);
    await clock.advance(365 * 24 * 60 * minuteMs);
    expect(never).not.toHaveBeenCalled();
    expect(clock.pending).toBe(1);
  });

  it("works where everything is faked", async () => {
    vi.useFakeTimers({
      toFake: [
        "setTimeout",
        "setInterval",
        "setImmediate",
        "Date",
        "performance",
        "queueMicrotask",
      ],
    });
    const clock = createVirtualClock();
    expect(await wakeAfter(clock, 5 * minuteMs)).toBe(5 * minuteMs);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("tells an error thrown in a timer as uncaught, and goes on", async () => {
    const uncaught = collectUncaught();
    const clock = createVirtualClock();
    clock.setTimeout(() => {
      throw new Error("thrown in a timer");
    }, 1);
    await wakeAfter(clock, 2);
    expect(uncaught).toEqual([new Error("thrown in a timer")]);
  });
});

describe("virtual clock in manual mode", () => {
  it("stands still until told to go on", async () => {
    const clock = createVirtualClock({ manual: true });
    const ran = vi.fn();
    clock.setTimeout(ran, 100);
    await turns(20);
    expect(ran).not.toHaveBeenCalled();
    await clock.advance(99.5);
    expect(ran).not.toHaveBeenCalled();
    expect(clock.now()).toBe(99.5);
    await clock.advance(0.5);
    expect(ran).toHaveBeenCalledOnce();
    await turns(20);
    expect(clock.now()).toBe(100);
  });

  it("lets everything of the last moment happen, also what is set at it", async () => {
    const clock = createVirtualClock({ manual: true });
    const order: string[] = [];
    clock.setTimeout(() => {
      order.push("at the moment");
      void Promise.resolve().then(() => clock.setTimeout(() => order.push("set at it"), 0));
    }, 100);
    await clock.advance(100);
    expect(order).toEqual(["at the moment", "set at it"]);
  });

  it("goes on exactly until a promise settles", async () => {
    const clock = createVirtualClock({ manual: true });
    const later = vi.fn();
    clock.setTimeout(later, 3001);
    expect(await clock.runUntil(wakeAfter(clock, 3000))).toBe(3000);
    expect(clock.now()).toBe(3000);
    expect(later).not.toHaveBeenCalled();
    expect(clock.pending).toBe(1);
  });

  it("gives the failure of what it waits for", async () => {
    const clock = createVirtualClock({ manual: true });
    const failing = wakeAfter(clock, 10).then(() => {
      throw new Error("late failure");
    });
    await expect(clock.runUntil(failing)).rejects.toThrow("late failure");
    expect(clock.now()).toBe(10);
  });

  it("rejects with an error that is thrown in a timer, and stands at that moment", async () => {
    const clock = createVirtualClock({ manual: true });
    clock.setTimeout(() => {
      throw new Error("thrown in a timer");
    }, 10);
    clock.setTimeout(() => {}, 20);
    await expect(clock.advance(100)).rejects.toThrow("thrown in a timer");
    expect(clock.now()).toBe(10);
    expect(clock.pending).toBe(1);
    await clock.advance(100);
    expect(clock.now()).toBe(110);
  });

  it("says so when nothing is left that could settle the promise", async () => {
    const clock = createVirtualClock({ manual: true });
    clock.setTimeout(() => {}, 250);
    const error = await clock.runUntil(new Promise(() => {})).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SimulationClockError);
    expect(error).toMatchObject({ code: "NOTHING_LEFT" });
    expect(String(error)).toContain("250 ms");
  });

  it("can be asked by two at once", async () => {
    const clock = createVirtualClock({ manual: true });
    const seen: string[] = [];
    await Promise.all([
      clock.advance(20).then(() => seen.push(`advance ${clock.now()}`)),
      clock.runUntil(wakeAfter(clock, 10)).then(() => seen.push(`until ${clock.now()}`)),
      clock.advance(30).then(() => seen.push(`advance ${clock.now()}`)),
    ]);
    expect(seen).toEqual(["until 10", "advance 20", "advance 30"]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("lets no %s ms pass", async (durationMs) => {
    const clock = createVirtualClock({ manual: true });
    await expect(clock.advance(durationMs)).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });
});

describe("timers without end", () => {
  it("are told after a week in which there was always another one, as uncaught", async () => {
    const uncaught = collectUncaught();
    const clock = createVirtualClock();
    let polls = 0;
    const poll = (): void => {
      polls += 1;
      clock.setTimeout(poll, 5 * minuteMs);
    };
    poll();
    while (uncaught.length === 0) await turns(10);
    expect(uncaught).toEqual([expect.objectContaining({ code: "ENDLESS" })]);
    expect(String(uncaught[0])).toContain("createVirtualClock({ manual: true })");
    expect(clock.now()).toBeGreaterThan(6 * 24 * 60 * minuteMs);
    const before = polls;
    await turns(20);
    expect(polls).toBe(before);
  });

  it("at one moment are told by their number", async () => {
    const uncaught = collectUncaught();
    const clock = createVirtualClock({ maxTimers: 500 });
    let polls = 0;
    const poll = (): void => {
      polls += 1;
      clock.setTimeout(poll, 0);
    };
    poll();
    while (uncaught.length === 0) await turns(10);
    expect(uncaught).toEqual([expect.objectContaining({ code: "ENDLESS" })]);
    expect(polls).toBe(501);
  });

  it("reject what waits for them", async () => {
    const clock = createVirtualClock({ manual: true, maxRunMs: 1000 });
    const poll = (): void => {
      clock.setTimeout(poll, 1);
    };
    poll();
    await expect(clock.runUntil(new Promise(() => {}))).rejects.toMatchObject({ code: "ENDLESS" });
    await clock.advance(5000);
    expect(clock.now()).toBeGreaterThan(5000);
  });

  it("are not meant by a few that lie far away", async () => {
    const clock = createVirtualClock();
    const yearMs = 365 * 24 * 60 * minuteMs;
    clock.setTimeout(() => {}, 2 * yearMs);
    expect(await wakeAfter(clock, yearMs)).toBe(yearMs);
  });
});

describe("work in real time", () => {
  it("keeps virtual time from running away", async () => {
    const clock = createVirtualClock();
    const late = vi.fn();
    clock.setTimeout(late, 60 * minuteMs);
    let end: (value: string) => void = () => {};
    const work = new Promise<string>((resolve) => {
      end = resolve;
    });
    const working = clock.inRealTime(work);
    // A timer may come early by what the loop of events lags behind.
    const beganMs = performance.now();
    while (performance.now() < beganMs + 20) await turns(1);
    end("read");
    expect(await working).toBe("read");
    expect(late).not.toHaveBeenCalled();
    expect(clock.now()).toBeGreaterThanOrEqual(18);
    expect(clock.now()).toBeLessThan(60 * minuteMs);
    await wakeAfter(clock, 60 * minuteMs);
    expect(late).toHaveBeenCalledOnce();
  });

  it("lets a timer run when its time has really come", async () => {
    const clock = createVirtualClock();
    let end: () => void = () => {};
    const work = new Promise<void>((resolve) => {
      end = resolve;
    });
    clock.setTimeout(() => end(), 15);
    await clock.inRealTime(work);
    expect(clock.now()).toBeGreaterThanOrEqual(15);
  });

  it("is left behind by advance", async () => {
    const clock = createVirtualClock();
    void clock.inRealTime(new Promise(() => {}));
    const timeout = vi.fn();
    clock.setTimeout(timeout, 60 * minuteMs);
    await clock.advance(60 * minuteMs);
    expect(timeout).toHaveBeenCalledOnce();
  });

  it("is nothing that is left over for runUntil to tell of", async () => {
    const clock = createVirtualClock({ manual: true });
    const work = new Promise<string>((resolve) => setTimeout(() => resolve("done"), 20));
    expect(await clock.runUntil(clock.inRealTime(work))).toBe("done");
  });

  it("gives the failure of the work, and time passes on", async () => {
    const clock = createVirtualClock();
    await expect(clock.inRealTime(Promise.reject(new Error("no file")))).rejects.toThrow("no file");
    expect(await wakeAfter(clock, 5)).toBeGreaterThanOrEqual(5);
  });
});
