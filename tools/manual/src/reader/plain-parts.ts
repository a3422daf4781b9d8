import { isWholeAnswer, wholeAnswer } from "./answer-patterns.ts";
import { bracketsClose, isOpenQuote } from "./brackets.ts";
import { formLabel, isRowLabel, responseLabel } from "./labels.ts";
import { type Cell, startsPage } from "./line.ts";
import type { TablePart } from "./table-part.ts";
import { startsSyntax } from "./typed-command.ts";

interface OpenPart {
  readonly label: Cell;
  readonly left: Cell[];
  readonly right: Cell[];
}

/**
 * Cuts a command table into its rows where the text prints one column after the other: what stands
 * before `Response` is the left one. A page that ends within a row tears both columns, and what is
 * left of the left one heads the next page.
 */
export function plainParts(cells: readonly Cell[]): TablePart[] {
  const parts: OpenPart[] = [];
  let form: OpenPart | undefined;
  let atTop = false;
  cells.forEach((cell, index) => {
    const part = parts.at(-1);
    if (part !== undefined && startsPage(cell, cells[index - 1])) atTop = true;
    if (formLabel(cell.text) !== undefined || isRowLabel(cell.text)) {
      const begun = { label: cell, left: [], right: [] };
      parts.push(begun);
      if (!isRowLabel(cell.text)) form = begun;
      atTop = false;
    } else if (part !== undefined) {
      const isLeft = belongsLeft(part, cell, cells.slice(index + 1, index + 5), atTop);
      if (!isLeft && part.right.length > 0) atTop &&= isAside(cell);
      const owner = isLeft ? part : ownerOf(form, part, cell, cells[index + 1]);
      (isLeft ? owner.left : owner.right).push(cell);
    }
  });
  return parts;
}

function isAside(cell: Cell): boolean {
  return responseLabel.test(cell.text);
}

function belongsLeft(part: OpenPart, cell: Cell, next: readonly Cell[], atTop: boolean): boolean {
  if (formLabel(part.label.text) === undefined) return false;
  const hasResponse = part.right.length > 0;
  if (!hasResponse) return !responseLabel.test(cell.text);
  const start = part.left.findIndex(({ text }) => startsSyntax(text));
  if (start < 0) {
    if (startsSyntax(cell.text)) return true;
    const syntax = next.findIndex(({ text }) => startsSyntax(text));
    const before = [cell, ...next.slice(0, Math.max(0, syntax))];
    return atTop && syntax >= 0 && !before.some(({ text }) => isAnswerLike(text));
  }
  const isBelow = cell.gap === "none" && part.left.at(-1)?.page === cell.page;
  if (atTop && isBelow && /^[,[\]>]/.test(cell.text) && !isWholeAnswer(cell.text)) return true;
  const syntax = part.left
    .slice(start)
    .map(({ text }) => text)
    .join("");
  return atTop && isTorn(syntax) && /^[^\s(]*[>\]]/.test(cell.text) && !isAnswerLike(cell.text);
}

function isAnswerLike(text: string): boolean {
  return isWholeAnswer(text) || /^(?:If|When|Return)\b.*:$/.test(text) || responseLabel.test(text);
}

/** Whether a syntax goes on: a bracket or a quote is open, or a value is to come. */
export function isTorn(syntax: string): boolean {
  return !bracketsClose(syntax) || isOpenQuote(syntax) || /[,=]$/.test(syntax);
}

/** Answers that stand below a time or a characteristic are the rest of the form above. */
function ownerOf(
  form: OpenPart | undefined,
  part: OpenPart,
  cell: Cell,
  next: Cell | undefined,
): OpenPart {
  if (formLabel(part.label.text) !== undefined || part.right.length === 0) return part;
  const announces = /:$/.test(cell.text) && next !== undefined && wholeAnswer(next.text);
  const isAnswer = wholeAnswer(cell.text) !== undefined && cell.text !== "/";
  return form !== undefined && (announces || isAnswer) ? form : part;
}
