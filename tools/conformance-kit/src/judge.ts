import type { Expectation } from "./scenarios.ts";
import type { Answer } from "./subjects/subject.ts";

/** What is known of a question when it is over. */
export interface Observation {
  /** `undefined`: it had not ended long after its limit. */
  readonly answer: Answer | undefined;
  /** From the question to its end. */
  readonly tookMs: number;
  /** Whether it ended before the module had sent the last byte of its reply. */
  readonly early: boolean;
  /** The command lines that the module took up. */
  readonly lines: readonly string[];
  /** Bytes written to the port since the question was asked. */
  readonly written: number;
  /** Lines of the answer to another question. */
  readonly foreign: readonly string[];
}

/** `ok`, or in a few words what went wrong; the same for every subject. */
export function judge(expected: Expectation, seen: Observation): string {
  switch (expected.what) {
    case "reply":
      return judgeReply(expected.lines, seen);
    case "failure":
      return judgeFailure(expected.number, seen);
    case "kept back":
      return judgeKeptBack(expected.line, seen);
    case "lost":
      return judgeLost(expected.withinMs, seen);
  }
}

function judgeReply(expected: readonly string[], { answer, early, foreign }: Observation): string {
  if (answer === undefined) return "never returns";
  switch (answer.kind) {
    case "reply":
      break;
    case "failed":
      return "reported as failure";
    case "connect":
      return "ends at `CONNECT`, takes no data";
    case "timeout":
      return "times out";
    case "lost":
      return "reported as connection lost";
    case "refused":
      return "refused";
  }
  const { lines } = answer;
  if (same(lines, expected)) return "ok";
  if (lines.some((line) => foreign.includes(line))) return "success with another's data";
  // It had nothing to end on but the other answer's result.
  if (early && foreign.length > 0) return "success on another's `OK`, without data";
  if (early) return "ends early";
  if (lines.length === 0) return "success without data";
  if (lines.some((line) => line.includes("\uFFFD"))) return "garbled";
  return expected.every((line) => lines.includes(line)) ? "mixed into reply" : "other data";
}

function judgeFailure(number: number, { answer }: Observation): string {
  if (answer === undefined) return "never returns";
  switch (answer.kind) {
    case "failed":
      return new RegExp(`\\b${number}\\b`).test(answer.says) ? "ok" : "fails without the number";
    case "timeout":
      return "times out";
    case "reply":
    case "connect":
      return "reported as success";
    case "lost":
      return "reported as connection lost";
    case "refused":
      return "refused";
  }
}

function judgeKeptBack(line: string, { answer, lines, written }: Observation): string {
  if (lines.includes(line)) return "goes out: 2nd command runs";
  if (written > 0) return "goes out in part";
  return answer?.kind === "refused" ? "ok" : "kept back, not refused";
}

function judgeLost(withinMs: number, { answer, tookMs }: Observation): string {
  if (answer === undefined) return "never returns";
  const soon = tookMs <= withinMs;
  if (answer.kind === "lost") return soon ? "ok" : "told late";
  if (answer.kind === "timeout")
    return soon ? "fails at once, as timeout" : "waits out the timeout";
  return answer.kind === "failed" ? "reported as failure of the command" : "reported as success";
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, at) => line === other[at]);
}
