import { type Command, isDecodeError, ReplyDecoder } from "@qsmtp/protocol";
import {
  getErrorReporting,
  getSignalQuality,
  getSslCipherSuite,
  getSslIgnoreLocalTime,
  getSslNegotiateTime,
  getSslSecurityLevel,
  getSslVersion,
} from "@qsmtp/protocol/commands";
import { paramOf } from "@qsmtp/protocol/facts";
import { numbersIn } from "../limits/ranges.ts";

/** A query whose answer carries the question, so that it cannot be the answer to another one. */
export interface Question {
  readonly command: Command;
  /** The parameter that the answer repeats; `undefined` where the prefix alone tells. */
  readonly sslContextId: number | undefined;
}

/** More would not be asked for in one silence. */
const longestList = 16;
const sslContextIds = numbersIn(paramOf(getSslVersion, "sslContextId").ranges, longestList);

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
 * The order in which a channel asks. What an earlier process asked the module may still have to answer,
 * and it must not read as the answers to what this one asks: so each channel has an order of its own,
 * as far as the clock tells them apart.
 */
export function questionOrderAt(nowMs: number): number {
  return Math.floor(nowMs * 1000) % 2 ** 32;
}

/** The first question, in an order, that was not asked and is not what was abandoned. */
export function nextQuestion(
  asked: readonly Question[],
  abandoned: Command | undefined,
  order: number,
): Question | undefined {
  return inOrder(order).find((one) => {
    return !asked.includes(one) && abandoned?.isSameAs(one.command) !== true;
  });
}

/** Order 0 is the cheapest. In the others the one that every module answers comes second at the latest. */
function inOrder(order: number): readonly Question[] {
  if (order === 0) return questions;
  const places = questions.map((question, at) => ({ question, place: mixed(order + at) }));
  const ordered = places.sort((one, other) => one.place - other.place);
  const [first, ...others] = ordered.map(({ question }) => question);
  const [sure] = questions;
  if (first === undefined || sure === undefined || first === sure) return questions;
  return [first, sure, ...others.filter((question) => question !== sure)];
}

/** Numbers that lie near each other get places that do not (the finalizer of MurmurHash3). */
function mixed(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

/** Whether a line is the answer to this question and to no other. */
export function answers({ command, sslContextId }: Question, text: string): boolean {
  const decoder = new ReplyDecoder(command.operation);
  if (!decoder.take(text).taken) return false;
  try {
    const output = decoder.finish() as { readonly sslContextId?: number };
    return output.sslContextId === sslContextId;
  } catch (error) {
    if (isDecodeError(error)) return false;
    throw error;
  }
}
