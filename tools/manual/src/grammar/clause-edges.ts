import { isSameName } from "./clause-parts.ts";
import type { RowContext, RuleHit } from "./row-rule.ts";
import { isText, printed, type Token } from "./tokens.ts";

/** Words that may stand before any statement without changing it. */
export const fillers = [
  "the",
  "its",
  "a",
  "an",
  "and",
  "with",
  "whose",
  "which",
  "has",
  "valid",
  "supported",
  "allowed",
  "available",
  "possible",
  "value",
  "values",
  "it",
  "is",
  "are",
  "must",
  "should",
  "shall",
  "can",
  "may",
  "be",
  "this",
  "parameter",
  "of",
  "set",
  "to",
  "length",
  "size",
  "setting",
  "also",
  "number",
];

export const boundaries = [",", ";", ":", "(", "and", "which", "whose", "with", "but", "or"];

/** Whether what stands before a statement in its clause changes what it says. */
export function judgeHead(
  between: readonly Token[],
  { head, statement }: RuleHit,
  row: RowContext,
): string | undefined {
  let index = between.length;
  while (index > 0 && isText(between[index - 1], ...fillers) && !isBoundary(between, index - 1)) {
    index -= 1;
  }
  const last = between[index - 1];
  if (last === undefined || isText(last, ...boundaries)) return undefined;
  const words = between.slice(0, index).map(printed).join(" ");
  if (head !== "any") return `it is not clear what "${words}" limits`;
  const isLimit = ["spans", "bound", "default", "step"].includes(statement?.about ?? "");
  const clause = between.slice(clauseStart(between, index), index);
  return !isLimit || clause.every((token) => isAboutRow(token, row))
    ? undefined
    : `"${words}" stands before it`;
}

function clauseStart(tokens: readonly Token[], end: number): number {
  let start = end;
  while (start > 0 && !isText(tokens[start - 1], ...boundaries)) start -= 1;
  return start;
}

/** `The context ID range`: words that the row says of its parameter anyway, in one number or the other. */
function isAboutRow(token: Token, { own, subject }: RowContext): boolean {
  if (token.kind === "name") return isSameName(token.text, own);
  if (isText(token, ...fillers, ...plainWords)) return true;
  if (token.kind !== "word") return false;
  const { text } = token;
  return [text, `${text}s`, text.replace(/s$/, "")].some((word) => subject.has(word));
}

/** Words that say of a default that it is one. */
const plainWords = ["factory", "initial", "system", "by", "its"];

function isBoundary(tokens: readonly Token[], index: number): boolean {
  return isText(tokens[index], ",", ";", ":", "(");
}

const restricting = [
  "except",
  "exception",
  "excluding",
  "only",
  "reserved",
  "odd",
  "multiple",
  "multiples",
  "unless",
  "if",
  "when",
  "where",
];

/** Whether what follows a statement, up to the next one, changes what it says. */
export function judgeTail(following: readonly Token[]): string | undefined {
  const [first] = following;
  if (first === undefined) return undefined;
  const words = following.map(printed).join(" ");
  if (isText(first, "(")) return judgeParenthesis(following);
  if (isText(first, ")", "inclusive", "included")) return judgeTail(following.slice(1));
  if (!isText(first, ",", ";", "and", "with", "but", "which", ".")) {
    return `"${words}" follows and is not understood`;
  }
  const rest = following.slice(1);
  const isChange = rest.some((token) => token.kind === "number" || isText(token, ...restricting));
  return isChange ? `"${words}" follows and is not understood` : undefined;
}

function judgeParenthesis(following: readonly Token[]): string | undefined {
  const close = following.findIndex((token) => isText(token, ")"));
  const inner = following.slice(1, close < 0 ? undefined : close);
  // What the parenthesis states is a hit of its own and not among these tokens.
  if (close < 0 && inner.length === 0) return undefined;
  const isHarmless = inner.every((token) => isText(token, "inclusive", "included", "including"));
  if (close >= 0 && isHarmless) return judgeTail(following.slice(close + 1));
  return `"${following.map(printed).join(" ")}" follows and is not understood`;
}
