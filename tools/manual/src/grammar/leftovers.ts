import type { Hit } from "./clause-hits.ts";
import type { Condition } from "./condition.ts";
import type { PlacedStatement } from "./statements.ts";
import { isText, printed, type Token } from "./tokens.ts";

/** Numbers and exceptions that no rule has taken. */
export function leftovers(
  tokens: readonly Token[],
  hits: readonly Hit[],
  condition: Condition,
  own: string,
): PlacedStatement[] {
  const isTaken = (index: number): boolean =>
    index < condition.end || hits.some(({ from, to }) => index >= from && index < to);
  const isAdjacent = (index: number): boolean =>
    hits.some(({ hit, to }) => hit.statement !== undefined && !hit.isClosed && index >= to);
  const isExplanation = condition.when !== undefined && explainsValue(condition.when, own);
  for (const [index, token] of tokens.entries()) {
    if (isTaken(index) || isAdjacent(index) || isReference(tokens, index)) continue;
    const isCounted = token.kind === "number" && !isExplanation;
    if (!isCounted && !isText(token, ...exclusions)) continue;
    const isDefault = mentionsDefault(tokens) || saysOmitted(condition.when ?? "");
    const member = isDefault ? "default" : mentionsLength(tokens) ? "size" : "ranges";
    const text = tokens.map(printed).join(" ");
    const reason = isCounted
      ? `the number ${printed(token)} in this sentence is not understood`
      : `"${printed(token)}" takes something out that is not understood`;
    return [
      { statement: { about: "left", member, text, reason }, offset: token.offset, when: undefined },
    ];
  }
  return [];
}

const exclusions = ["except", "excluding", "exception", "reserved", "odd", "multiple", "multiples"];

function isReference(tokens: readonly Token[], index: number): boolean {
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  return isText(before, "[") && isText(after, "]");
}

/** `If the value is 4`: what follows explains a value and limits none. */
function explainsValue(when: string, own: string): boolean {
  const subject = `(?:it|the value|this parameter|the parameter|<${own}>)`;
  return new RegExp(
    `^(?:if|when) ${subject} (?:is|=|equals)(?: set to)?(?: not)? [-"\\d]`,
    "i",
  ).test(when);
}

function mentionsDefault(tokens: readonly Token[]): boolean {
  return tokens.some((token) => isText(token, "default", "defaults"));
}

/** `If it is omitted, 5 is used`. */
function saysOmitted(when: string): boolean {
  return /\b(?:omitted|left out|not (?:specified|given|set|present|configured))\b/i.test(when);
}

function mentionsLength(tokens: readonly Token[]): boolean {
  return tokens.some((token) =>
    isText(token, "length", "size", "bytes", "byte", "characters", "long", "longer"),
  );
}
