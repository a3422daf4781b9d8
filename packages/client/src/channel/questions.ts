import { type Command, decodeReply, isDecodeError } from "@qsmtp/protocol";
import {
  getErrorReporting,
  getSignalQuality,
  getSslCipherSuite,
  getSslIgnoreLocalTime,
  getSslNegotiateTime,
  getSslSecurityLevel,
  getSslVersion,
} from "@qsmtp/protocol/commands";

/** A query whose answer carries the question, so that it cannot be the answer to another one. */
export interface Question {
  readonly command: Command;
  /** The parameter that the answer repeats; `undefined` where the prefix alone tells. */
  readonly sslContextId: number | undefined;
}

const sslContextIds = [0, 1, 2, 3, 4, 5];

const sslQuestions: readonly Question[] = [
  getSslVersion,
  getSslSecurityLevel,
  getSslIgnoreLocalTime,
  getSslNegotiateTime,
  getSslCipherSuite,
].flatMap((ask) =>
  sslContextIds.map((sslContextId) => ({ command: ask({ sslContextId }), sslContextId })),
);

const [firstSslQuestion, ...otherSslQuestions] = sslQuestions;

/** In the order in which they are asked: the cheapest first, and one that every module answers. */
const questions: readonly Question[] = [
  { command: getErrorReporting(), sslContextId: undefined },
  ...(firstSslQuestion === undefined ? [] : [firstSslQuestion]),
  { command: getSignalQuality(), sslContextId: undefined },
  ...otherSslQuestions,
];

/**
 * Where a channel begins. What an earlier process asked the module may still have to answer, and it
 * must not be what this one asks: so no two begin at the same place, as far as the clock tells them
 * apart.
 */
export function firstQuestionAt(nowMs: number): number {
  return Math.floor(nowMs * 1000) % questions.length;
}

/** The first question, from a place on, that was not asked and is not what was abandoned. */
export function nextQuestion(
  asked: readonly Question[],
  abandoned: Command | undefined,
  first: number,
): Question | undefined {
  return [...questions.slice(first), ...questions.slice(0, first)].find((one) => {
    return !asked.includes(one) && abandoned?.isSameAs(one.command) !== true;
  });
}

/** Whether a line is the answer to this question and to no other. */
export function answers({ command, sslContextId }: Question, text: string): boolean {
  try {
    const output = decodeReply(command.operation, [text]) as { readonly sslContextId?: number };
    return output.sslContextId === sslContextId;
  } catch (error) {
    if (isDecodeError(error)) return false;
    throw error;
  }
}
