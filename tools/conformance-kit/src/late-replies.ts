import type { Echo } from "./far-end.ts";
import { fileList } from "./questions.ts";
import { graceMs, OpeningFailedError, withSubject } from "./run-scenario.ts";
import type { Answer, Subject } from "./subjects/subject.ts";
import { usualAnswer } from "./usual-answers.ts";

export const commandCount = 600;
export const lateOneIn = 20;
export const lateAfterMs = 36;
export const timeoutMs = 25;
const seed = 20_240_607;

/** What became of many commands of which some are answered late. */
export interface Tally {
  /** Success with the reply of the command that asked. */
  right: number;
  /** Success with anything else. */
  wrong: number;
  /** A failure that the caller is told of. */
  failed: number;
  /** Calls that had not ended when their time was over, and were left alone. */
  left: number;
}

/**
 * Asks one command after the other, each with a reply of its own, and counts whose they get.
 * @returns `undefined` when the subject does not open on a module with this echo
 */
export async function countLateReplies(subject: Subject, echo: Echo): Promise<Tally | undefined> {
  try {
    return await ask(subject, echo);
  } catch (error) {
    if (error instanceof OpeningFailedError) return undefined;
    throw error;
  }
}

function ask(subject: Subject, echo: Echo): Promise<Tally> {
  return withSubject(subject, echo, async ({ subject: client, farEnd, time }) => {
    const tally: Tally = { right: 0, wrong: 0, failed: 0, left: 0 };
    for (const [index, late] of chooseLate().entries()) {
      const question = fileList(`RAM:${index}.txt`);
      if (late) farEnd.arm([{ to: question.text, afterMs: lateAfterMs }]);
      const asked = client.execute(question, timeoutMs);
      const settled = await time.until(asked, timeoutMs + graceMs);
      tally[kindOf(settled?.value, usualAnswer(question.text, farEnd))] += 1;
    }
    return tally;
  });
}

function kindOf(answer: Answer | undefined, reply: string): keyof Tally {
  if (answer === undefined) return "left";
  if (answer.kind !== "reply") return "failed";
  return reply.startsWith(`\r\n${answer.lines.join("\r\n")}\r\n`) ? "right" : "wrong";
}

/** One of each twenty, at a place that is the same in every run, and never two in a row. */
function chooseLate(): boolean[] {
  let state = seed;
  let place = 0;
  return Array.from({ length: commandCount }, (_, index) => {
    if (index % lateOneIn === 0) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      place = Math.floor((state / 2 ** 32) * (lateOneIn - 1));
    }
    return index % lateOneIn === place;
  });
}
