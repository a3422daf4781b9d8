import { type Echo, FarEnd } from "./far-end.ts";
import { judge } from "./judge.ts";
import { type Scenario, usualTimeoutMs } from "./scenarios.ts";
import type { OpenSubject, Subject } from "./subjects/subject.ts";
import { usualAnswer } from "./usual-answers.ts";
import { VirtualTime } from "./virtual-time.ts";

const openLimitMs = 60_000;
const closeLimitMs = 10_000;
/** A call that has not ended so long after its limit never will. */
const patience = 5;
/** A caller leaves a call alone that has not ended so long after its limit. */
export const graceMs = 5;

/** A subject on a module, on virtual time. */
export interface Bench {
  readonly subject: OpenSubject;
  readonly farEnd: FarEnd;
  readonly time: VirtualTime;
}

/** A subject could not be opened, or hangs in it. */
export class OpeningFailedError extends Error {
  override readonly name = "OpeningFailedError";

  constructor({ name }: Subject, cause: unknown) {
    super(`${name} does not open`, { cause });
  }
}

/** Opens a subject to a module of its own, runs the task and closes it. */
export function withSubject<T>(
  subject: Subject,
  echo: Echo,
  task: (bench: Bench) => Promise<T>,
): Promise<T> {
  return VirtualTime.during(async (time) => {
    const farEnd = new FarEnd(echo);
    const opening = subject.open(farEnd, time).catch((error: unknown) => {
      throw new OpeningFailedError(subject, error);
    });
    const opened = await time.until(opening, openLimitMs);
    if (opened === undefined) throw new OpeningFailedError(subject, undefined);
    // Some go on setting the module up behind that.
    await time.pass(100);
    try {
      return await task({ subject: opened.value, farEnd, time });
    } finally {
      // A port that is gone may refuse to be closed.
      await time.until(
        opened.value.close().catch(() => undefined),
        closeLimitMs,
      );
    }
  });
}

/** Runs one scenario. @returns the verdict of {@link judge} */
export function runScenario(subject: Subject, scenario: Scenario): Promise<string> {
  const { reactions, before, question, expected } = scenario;
  return withSubject(
    subject,
    scenario.echo ?? "taken up",
    async ({ subject: client, farEnd, time }) => {
      farEnd.arm(reactions);
      const foreign: string[] = [];
      if (before !== undefined) {
        const asked = client.execute(before.question, before.timeoutMs);
        await time.until(asked, before.timeoutMs + graceMs);
        foreign.push(...usualAnswer(before.question.text, farEnd).split("\r\n"));
      }
      const seenLines = farEnd.lines.length;
      const receivedBefore = farEnd.received;
      const askedAtMs = time.now();
      const asked = client.execute(question, usualTimeoutMs);
      const settled = await time.until(asked, patience * usualTimeoutMs);
      const tookMs = time.now() - askedAtMs;
      const written = farEnd.received - receivedBefore;
      const early = farEnd.isBusy;
      // What was written may still be waiting for its turn at the module.
      await time.pass(usualTimeoutMs);
      const lines = farEnd.lines.slice(seenLines);
      return judge(expected, {
        answer: settled?.value,
        tookMs,
        early,
        lines,
        written,
        foreign: foreign.filter((line) => line !== "" && line !== "OK"),
      });
    },
  );
}
