import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { globalClock } from "../../clock/clock.ts";
import { Timers } from "../../clock/timers.ts";
import { ModuleClock } from "./module-clock.ts";

let clock: ModuleClock;

beforeEach(() => {
  vi.useFakeTimers();
  clock = new ModuleClock(new Timers(globalClock));
});

afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ["26/03/29,12:00:00+00", "2026-03-29T12:00:00.000Z"],
  ["26/03/29,12:00:00+08", "2026-03-29T10:00:00.000Z"],
  ["26/03/29,22:30:00-14", "2026-03-30T02:00:00.000Z"],
  ["26/03/29,12:00:00", "2026-03-29T12:00:00.000Z"],
  ["79/12/31,23:59:59+00", "2079-12-31T23:59:59.000Z"],
  ["80/01/06,00:00:00+00", "1980-01-06T00:00:00.000Z"],
])("shows %s and means %s", (text, time) => {
  expect(clock.set(text)).toBe(true);
  expect(new Date(clock.timeMs).toISOString()).toBe(time);
  expect(clock.toString()).toBe(text.length === 17 ? `${text}+00` : text);
});

it("goes on, from 1980 if nobody sets it", () => {
  vi.advanceTimersByTime(90_000);
  expect(new Date(clock.timeMs).toISOString()).toBe("1980-01-06T00:01:30.000Z");
  expect(clock.toString()).toBe("80/01/06,00:01:30+00");
});
