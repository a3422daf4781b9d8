import { formLabel, isLabel } from "./labels.ts";
import { type Cell, collapseBlanks, firstPiece } from "./line.ts";

/** A title and the places of its pieces, which need not stand together. */
export interface FoundTitle {
  readonly title: string;
  readonly places: readonly number[];
}

/** Lines among which a title is looked for below its number: a column of the page before it. */
const window = 16;

/** The same for a title that is known to the letter: most of a page. */
const knownWindow = 60;

/** Place behind the lines that may hold a title from `from` on: another heading ends them. */
function windowEnd(cells: readonly Cell[], from: number, heading: RegExp): number {
  const to = Math.min(cells.length, from + knownWindow);
  const next = cells.slice(from, to).findIndex(({ text }) => heading.test(text));
  return next < 0 ? to : from + next;
}

/**
 * Finds a title that is known from the contents in the lines from `from` on, in one piece or in two
 * that a column has torn, in either order.
 * @param heading what begins another heading
 */
export function findKnownTitle(
  cells: readonly Cell[],
  from: number,
  title: string,
  heading = /^\d+\.\d+/,
): FoundTitle | undefined {
  const wanted = letters(title);
  const end = windowEnd(cells, from, heading);
  for (let first = from; first < end; first++) {
    const text = letters(cells[first]?.text ?? "");
    if (text === wanted) return { title, places: [first] };
    const rest = restOf(wanted, text);
    if (rest === undefined) continue;
    const second = findPieces(cells, first + 1, end, rest);
    if (second !== undefined) return { title, places: [first, ...second] };
  }
  return undefined;
}

/** What is missing to the whole, before or behind a piece. */
function restOf(whole: string, piece: string): string | undefined {
  if (piece.length < 3) return undefined;
  if (whole.startsWith(piece)) return whole.slice(piece.length);
  return whole.endsWith(piece) ? whole.slice(0, -piece.length) : undefined;
}

function findPieces(
  cells: readonly Cell[],
  from: number,
  to: number,
  wanted: string,
): number[] | undefined {
  for (let place = from; place < Math.min(cells.length, to); place++) {
    const text = letters(cells[place]?.text ?? "");
    if (text === wanted) return [place];
    if (text.length > 2 && wanted.startsWith(text)) {
      const next = letters(cells[place + 1]?.text ?? "");
      if (text + next === wanted) return [place, place + 1];
    }
  }
  return undefined;
}

/** Finds the first line that may be a title, and its second half where the first is a command alone. */
export function findLikelyTitle(cells: readonly Cell[], from: number): FoundTitle | undefined {
  const to = Math.min(cells.length, from + window);
  for (let first = from; first < to; first++) {
    const text = collapseBlanks(cells[first]?.text ?? "");
    if (!mayBeTitle(text)) continue;
    const rest = isCommandAlone(text) ? findRest(cells, first + 1, to) : undefined;
    if (rest === undefined) return { title: text, places: [first] };
    return { title: `${text} ${collapseBlanks(cells[rest]?.text ?? "")}`, places: [first, rest] };
  }
  return undefined;
}

/** The other half of a title that begins with a command: words, between gaps. */
export function findRest(cells: readonly Cell[], from: number, to: number): number | undefined {
  for (let place = from; place < Math.min(cells.length, to); place++) {
    const cell = cells[place];
    const next = cells[place + 1];
    if (cell === undefined) return undefined;
    const text = collapseBlanks(cell.text);
    if (/^(?:AT\b|\d+(?:\.\d+)+)/.test(text) || isLabel(text)) return undefined;
    const alone = cell.gap !== "none" && (next === undefined || next.gap !== "none");
    if (alone && looksLikeTitle(text)) return place;
  }
  return undefined;
}

/** `AT+X`, `+X: "key"`. */
export function isCommandAlone(text: string): boolean {
  return /^(?:AT[^\s<]+|\+[A-Z]+:(?: ?"[^"]*")?)$/.test(text);
}

/** Lines between a heading and the command table below it. */
const introduction = 100;

/** The title that a command table repeats above its first row, in one piece or in two. */
export function titleOfTable(cells: readonly Cell[], from: number): string | undefined {
  const next = cells.slice(from, from + introduction);
  const table = next.findIndex(({ text }) => formLabel(firstPiece(text)) !== undefined);
  const heading = next.findIndex(({ text }) => /^\d+(?:\.\d+)+\.?(?: |$)/.test(text));
  if (table < 1 || (heading >= 0 && heading < table)) return undefined;
  const [head = "", tail = ""] = next.slice(Math.max(0, table - 2), table).map(textOf);
  if (/^\.?AT\S+ \S/.test(tail)) return tail.replace(/^\./, "");
  const isTorn = isCommandAlone(head.replace(/^\./, "")) && looksLikeTitle(tail);
  return isTorn ? `${head.replace(/^\./, "")} ${tail}` : undefined;
}

function textOf(cell: Cell): string {
  return collapseBlanks(cell.text);
}

function mayBeTitle(text: string): boolean {
  if (isLabel(text) || /\btype\b/.test(text)) return false;
  return isCommandAlone(text) || /^(?:AT\S+|\+[A-Z]+:.*?) [A-Z]/.test(text) || looksLikeTitle(text);
}

/** Words of a title: `Summary of Error Codes`. */
export function looksLikeTitle(text: string): boolean {
  return /^[A-Z(][^.:;<]*[^.:;,<]$/.test(text) && text.length <= 80 && !/^\(?\d/.test(text);
}

/** Every word but the small ones begins with a capital letter. */
export function isTitleCase(text: string): boolean {
  const words = text.match(/[A-Za-z]{4,}/g) ?? [];
  const small = words.filter(
    (word) => /^[a-z]/.test(word) && !/^(?:with|from|into|about)$/.test(word),
  );
  return words.length > 0 && small.length === 0;
}

/** To compare what is printed in two places: blanks, quotes and dots do not count. */
export function letters(text: string): string {
  return text.replace(/[^A-Za-z0-9+&/=?<>]/g, "").toLowerCase();
}
