import type { Cell } from "./line.ts";
import type { RowPiece } from "./parameter-row.ts";
import { isFull, textWidth } from "./text-width.ts";
import {
  endsSentence,
  mayFollow,
  type ValueToken,
  valueNumber,
  valueToken,
} from "./value-token.ts";

/** What a text line is, judged by the lines before it. */
export interface LineRole {
  readonly kind: RowPiece["kind"];
  readonly token: ValueToken | undefined;
  /** It may go on with the line before: that one is full, or its sentence is open. */
  readonly goesOn: boolean;
  /** It stands right behind or below its name. */
  readonly isOwn: boolean;
}

/** @param own lines that stand right behind or below their name */
export function tellRoles(texts: readonly Cell[], own: ReadonlySet<Cell>): LineRole[] {
  const column = texts.reduce((widest, { text }) => Math.max(widest, textWidth(text)), 0);
  const roles: LineRole[] = [];
  let last: ValueToken | undefined;
  texts.forEach((cell, index) => {
    const before = texts[index - 1];
    const role = roles[index - 1];
    const goesOn =
      before !== undefined &&
      !own.has(cell) &&
      role?.token?.meaning !== "" &&
      (/^[a-z,;)\]]/.test(cell.text) ||
        isAwaited(before.text, cell.text) ||
        (!endsSentence(before.text) && isFull(before.text, cell.text, column)));
    const alone =
      before !== undefined && !asksForNumber(before.text) ? valueAlone(cell) : undefined;
    const next = isValueLine(role) ? nextOfList(cell, last) : undefined;
    const token = goesOn ? (alone ?? next) : valueToken(cell.text);
    const follows =
      token !== undefined &&
      (before === undefined ||
        isValueLine(role) ||
        alone !== undefined ||
        mayFollow(before.text, token, false));
    const isValue = follows && !isQuotedSentence(cell.text) && !isQuotedMeaning(token, role);
    const awaitsMeaning = role?.kind === "value" && role.token?.meaning === "";
    const isMeaning = !isValue && !own.has(cell) && awaitsMeaning;
    const kind = isValue
      ? "value"
      : isMeaning || (goesOn && isValueLine(role))
        ? "meaning"
        : "text";
    if (isValue) last = token;
    roles.push({ kind, token: isValue ? token : undefined, goesOn, isOwn: own.has(cell) });
  });
  return roles;
}

/** `Range:` and `1-10. Default value: 4.` */
function isAwaited(before: string, text: string): boolean {
  const asks = /:$/.test(before) || asksForNumber(before);
  return asks && /^[-\d]/.test(text) && valueToken(text) === undefined;
}

/** A number alone on its line is hardly the rest of a sentence, unless that asks for one. */
function valueAlone(cell: Cell): ValueToken | undefined {
  const token = valueToken(cell.text);
  return token?.meaning === "" ? token : undefined;
}

/** A value right below the one it follows: in quotes like it, counting upwards, or the rest of all. */
function nextOfList(cell: Cell, last: ValueToken | undefined): ValueToken | undefined {
  const token = valueToken(cell.text);
  if (last === undefined || token === undefined || /^[a-z]/.test(token.meaning)) return undefined;
  const [before, after] = [valueNumber(last.value), valueNumber(token.value)];
  const isRest = token.value.startsWith("Other");
  const follows = isRest || (before !== undefined && after === before + 1);
  return follows || (last.value.startsWith('"') && token.value.startsWith('"')) ? token : undefined;
}

function asksForNumber(text: string): boolean {
  return /(?:[-,=<(]|\b(?:is|are|of|to|than|from|and|or|by|in|for|range|value))$/i.test(text);
}

export function isValueLine(role: LineRole | undefined): boolean {
  return role?.kind === "value" || role?.kind === "meaning";
}

/** Words in quotes below a number alone are what it means. */
function isQuotedMeaning(token: ValueToken | undefined, before: LineRole | undefined): boolean {
  const isNumber = before?.token?.meaning === "" && valueNumber(before.token.value) !== undefined;
  return isNumber && token?.value.startsWith('"') === true;
}

/** `"UDP" or "TCP" ...`: words that begin with a quote and are no value. */
function isQuotedSentence(text: string): boolean {
  return /^"[^"]*" (?:or|and|is|are|means|should|will) /.test(text);
}
