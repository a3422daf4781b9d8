import { describe, expect, it } from "vitest";
import { judge, type Observation } from "../src/judge.ts";
import type { Expectation } from "../src/scenarios.ts";

const quiet: Observation = {
  answer: undefined,
  tookMs: 3,
  early: false,
  lines: ["AT+CSQ"],
  written: 7,
  foreign: [],
};
const reply = (...lines: string[]): Observation => ({ ...quiet, answer: { kind: "reply", lines } });

const own: Expectation = { what: "reply", lines: ["+CSQ: 17,2"] };
const failure: Expectation = { what: "failure", number: 58 };
const keptBack: Expectation = { what: "kept back", line: 'AT+CFUN=0"' };
const lost: Expectation = { what: "lost", withinMs: 50 };

describe("judge", () => {
  it.each<[Expectation, Observation, string]>([
    [own, reply("+CSQ: 17,2"), "ok"],
    [own, quiet, "never returns"],
    [own, reply(), "success without data"],
    [own, { ...reply(), early: true }, "ends early"],
    [
      own,
      { ...reply(), early: true, foreign: ["+CGMI: x"] },
      "success on another's `OK`, without data",
    ],
    [own, { ...reply("+X: 1"), foreign: ["+X: 1"] }, "success with another's data"],
    [own, reply("+URC: 1", "+CSQ: 17,2"), "mixed into reply"],
    [own, reply("+CSQ: 17,\uFFFD"), "garbled"],
    [own, reply("+CSQ: 1,2"), "other data"],
    [own, { ...quiet, answer: { kind: "timeout" } }, "times out"],
    [own, { ...quiet, answer: { kind: "failed", says: "ERROR" } }, "reported as failure"],
    [failure, { ...quiet, answer: { kind: "failed", says: "+CME ERROR: 58" } }, "ok"],
    [failure, { ...quiet, answer: { kind: "failed", says: "158" } }, "fails without the number"],
    [failure, reply(), "reported as success"],
    [failure, quiet, "never returns"],
    [keptBack, { ...quiet, answer: { kind: "refused" }, lines: [], written: 0 }, "ok"],
    [keptBack, { ...quiet, answer: { kind: "refused" } }, "goes out in part"],
    [keptBack, { ...reply(), lines: ["AT", 'AT+CFUN=0"'] }, "goes out: 2nd command runs"],
    [lost, { ...quiet, answer: { kind: "lost" } }, "ok"],
    [lost, { ...quiet, answer: { kind: "lost" }, tookMs: 51 }, "told late"],
    [lost, { ...quiet, answer: { kind: "timeout" } }, "fails at once, as timeout"],
    [lost, { ...quiet, answer: { kind: "timeout" }, tookMs: 1000 }, "waits out the timeout"],
    [lost, quiet, "never returns"],
  ])("%j of %j is %s", (expected, seen, verdict) => {
    expect(judge(expected, seen)).toBe(verdict);
  });
});
