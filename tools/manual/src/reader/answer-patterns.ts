import type { AnswerRole } from "./manual-model.ts";

/** Answers that are known whole. */
const wholeAnswers: readonly (readonly [AnswerRole, RegExp])[] = [
  ["final", /^(?:O[Kk]|[A-Z]+ OK)$/],
  [
    "error",
    /^(?:ERROR|[A-Z]+ (?:FAIL|ERROR)|\+CM[ES] ERROR: ?<[\w ]+>|NO CARRIER|NO ANSWER|BUSY)$/,
  ],
  ["connect", /^CONNECT(?: ?<[\w ]+>)?$/],
  ["prompt", /^>$/],
  ["or", /^Or:?$/i],
  ["data", /^(?:<[A-Za-z]\w* [^<>]*>|CTRL ?\+ ?Z)$/i],
];

const information = /^\[?(?:<CR><LF>)?\+[A-Z]+[:=]/;
const listed = /^List of \(\+[A-Z]+:/;
const ellipsis = /^\[?(?:\.{2,}|…)\]*$/;

/** Role of a line that is an answer by itself; nothing for one that may go on or is a sentence. */
export function wholeAnswer(text: string): AnswerRole | undefined {
  return wholeAnswers.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Whether a line of the module begins here: `+X: <a>`, also in brackets or in a list. */
export function startsInformation(text: string): boolean {
  return information.test(text) || listed.test(text);
}

/** `...` and `[...]`: the line before comes again. */
export function isEllipsis(text: string): boolean {
  return ellipsis.test(text);
}

export function isWholeAnswer(text: string): boolean {
  return startsInformation(text) || isEllipsis(text) || wholeAnswer(text) !== undefined;
}
