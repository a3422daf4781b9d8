import { cases } from "@qsmtp/cases";
import { isQsmtpError } from "@qsmtp/client";
import type { Settled } from "@qsmtp/fake-module";
import { deleteFile, findFiles } from "@qsmtp/protocol/commands";
import { expect, test } from "vitest";
import { open, quiet, type Session } from "./scenario.ts";

const commands = cases(100_000, 3000);
/** One answer in so many is late. */
const lateOneIn = 20;

type Verdict = "right" | "failed" | "wrong";

interface Question {
  readonly ask: (session: Session) => Promise<unknown>;
  readonly verdict: (result: Settled<unknown>) => Verdict;
}

/** The question stands in the answer: the size is a number of the name's, or the name exists or not. */
function questionOf(at: number): Question {
  const name = `RAM:N${at}`;
  const size = (at % 997) + 1;
  const options = { timeoutMs: 300 };
  if (at % 3 === 0) {
    return {
      ask: ({ fake, host }) => {
        fake.files.stored.set(name, "x".repeat(size));
        return host.execute(findFiles({ pattern: name }), options);
      },
      verdict: (result) => {
        if (result.how !== "resolved") return failure(result);
        const { files } = result.value as { files: { name: string; sizeBytes: number }[] };
        return files[0]?.name === name && files[0].sizeBytes === size ? "right" : "wrong";
      },
    };
  }
  const exists = at % 3 === 1;
  return {
    ask: ({ fake, host }) => {
      if (exists) fake.files.stored.set(name, "x");
      return host.execute(deleteFile({ fileName: name }), options);
    },
    verdict: (result) => {
      if (result.how === "resolved") return exists ? "right" : "wrong";
      const code = (result as { error?: { moduleError?: { code: number } } }).error?.moduleError
        ?.code;
      if (code === undefined) return failure(result);
      return !exists && code === 418 ? "right" : "wrong";
    },
  };
}

/** A typed error without an answer is honest; the answer of another command is not. */
function failure(result: Settled<unknown>): Verdict {
  if (result.how !== "rejected" || !isQsmtpError(result.error)) return "wrong";
  return ["COMMAND_FAILED", "UNEXPECTED_REPLY"].includes(result.error.code) ? "wrong" : "failed";
}

/** A row of numbers that look random and are the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test.each([
  { whileBusy: "queue", echoes: false },
  { whileBusy: "queue", echoes: true },
  { whileBusy: "drop", echoes: false },
  { whileBusy: "drop", echoes: true },
] as const)(
  `of ${commands} commands none gets the answer of another, input $whileBusy, echo on: $echoes`,
  async ({ whileBusy, echoes }) => {
    const session = await open({}, { whileBusy });
    const { fake, clock } = session;
    fake.alwaysEchoes = echoes;
    fake.echo = echoes;
    const random = numbers(7);
    fake.on(/^/, {
      times: Number.POSITIVE_INFINITY,
      lateMs: () => (random() < 1 / lateOneIn ? 300 + random() * 4700 : 0),
    });
    const count = { right: 0, failed: 0, wrong: 0 };
    for (let at = 0; at < commands; at++) {
      const { ask, verdict } = questionOf(at);
      const result = await clock.runUntil(quiet(ask(session)));
      count[verdict(result)] += 1;
      fake.files.stored.delete(`RAM:N${at - 50}`);
      fake.executed.length = 0;
    }
    console.log(
      `soak, input ${whileBusy}, echo ${echoes ? "on" : "off"}: ${commands} commands, ` +
        `${count.right} right, ${count.failed} ended with a typed error, ${count.wrong} wrong`,
    );
    expect(count.wrong).toBe(0);
    expect(count.right).toBeGreaterThan(commands / 4);
  },
);
