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

/** The first question that was not asked and is not what was abandoned. */
export function nextQuestion(
  asked: readonly Question[],
  abandoned: Command | undefined,
): Question | undefined {
  return questions.find((one) => {
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
