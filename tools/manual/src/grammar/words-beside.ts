import { boundaries, fillers } from "./clause-edges.ts";
import { hitsIn } from "./clause-hits.ts";
import { conditionOf } from "./condition.ts";
import { readSentence, rowSentences } from "./read-row.ts";
import type { RowContext } from "./row-rule.ts";
import type { Statement } from "./statements.ts";
import { isText, printed, type Token } from "./tokens.ts";

/**
 * The words of a row without the clauses that were understood: what these state is known by itself,
 * however it is worded.
 * @param own placeholder of the row, without angle brackets
 */
export function wordsBeside(text: string, own: string): string {
  const sentences = rowSentences(text, own).map(({ tokens, row }) =>
    beside(tokens, row).map(printed).join(" "),
  );
  return sentences.filter((words) => words !== "").join(". ");
}

function beside(sentence: readonly Token[], row: RowContext): readonly Token[] {
  const isOpen = readSentence(sentence, row).some(({ statement }) => statement.about === "left");
  const hits = hitsIn(sentence, row);
  const { end } = conditionOf(sentence, hits);
  const understood = hits.filter(({ from, hit }) => from >= end && isWhole(hit.statement));
  if (isOpen || understood.length === 0) return sentence;
  const isTaken = (index: number): boolean =>
    understood.some(({ from, to }) => index >= from && index < to);
  const rest = sentence.filter((_, index) => !isTaken(index));
  return rest.every((token) => isText(token, ...fillers, ...boundaries, ")")) ? [] : rest;
}

/** Whether a statement says all that its words do. */
function isWhole(statement: Statement | undefined): boolean {
  const partial = ["left", "explained", "defaultInWords", "chapter"];
  return statement !== undefined && !partial.includes(statement.about);
}
