import type { Hit } from "./clause-hits.ts";
import { TokenReader } from "./token-reader.ts";
import { isText, printed, type Token } from "./tokens.ts";

export interface Condition {
  /** Tokens that the condition takes. */
  readonly end: number;
  readonly when: string | undefined;
}

const conditionWords = [
  "if",
  "when",
  "unless",
  "otherwise",
  "for",
  "in",
  "on",
  "after",
  "before",
  "under",
  "while",
  "once",
  "where",
  "during",
  "with",
];

/** `If <charset> is 0,`: what stands before the comma says when the rest of a sentence holds. */
export function conditionOf(tokens: readonly Token[], hits: readonly Hit[]): Condition {
  const start = skipPoliteness(tokens);
  const colon = tokens.findIndex((token) => isText(token, ":"));
  if (
    colon > start &&
    colon <= start + 4 &&
    !hits.some(({ to }) => to > start && to <= colon + 1)
  ) {
    const isNumber = tokens.slice(start, colon).some(({ kind }) => kind === "number");
    const isLabel = !isNumber && !hits.some(({ from, to }) => from <= colon && to > colon);
    if (isLabel) return { end: colon + 1, when: tokens.slice(start, colon).map(printed).join(" ") };
  }
  if (!isText(tokens[start], ...conditionWords)) return { end: 0, when: undefined };
  // `In the range of 1-5`, `In seconds`: a statement, and no condition of one.
  const isStatement = hits.some(({ from, hit }) => from === start && hit.statement !== undefined);
  if (isStatement) return { end: 0, when: undefined };
  const statement = hits.find(({ from, hit }) => from > start && hit.statement !== undefined);
  const first = statement?.from ?? tokens.length;
  const comma = tokens.findIndex(
    (token, index) => index > start && index < first && isText(token, ",", ":"),
  );
  const end = comma < 0 ? first : comma + 1;
  const words = tokens.slice(start, comma < 0 ? end : comma);
  return { end, when: words.map(printed).join(" ") };
}

function skipPoliteness(tokens: readonly Token[]): number {
  const reader = new TokenReader(tokens);
  reader.acceptPhrase("please note that", "note that", "please note", "note :", "note");
  return reader.index;
}
