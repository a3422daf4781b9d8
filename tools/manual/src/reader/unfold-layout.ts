import {
  appendixHeading,
  characteristicsLabel,
  exampleLabel,
  formLabel,
  looksLikeTitle,
  noteLabel,
  parameterLabel,
  sectionHeading,
  tableTitle,
  timeLabel,
  typedCommand,
} from "./headings.ts";
import { type Cell, collapseBlanks, type Line } from "./line.ts";
import {
  type PlacedRow,
  placeColumns,
  type Row,
  rowOf,
  unfoldColumns,
  unfoldExample,
} from "./unfold-columns.ts";
import { unfoldTable } from "./unfold-table.ts";

type Region = "prose" | "command" | "parameters" | "example" | "table";

/**
 * Turns a text of `pdftotext -layout` into the reading order of a plain one: columns one after the
 * other instead of side by side, runs of blanks as one.
 */
export function unfoldLayout(lines: readonly Line[]): Cell[] {
  const cells: Cell[] = [];
  let region: Region = "prose";
  let rows: Row[] = [];
  const flush = (next: Region): void => {
    cells.push(...unfold(region, rows));
    rows = [];
    region = next;
  };
  for (const line of lines) {
    const text = line.text.trim();
    const next = regionThatBegins(text, line, region);
    if (next !== undefined) flush(next);
    rows.push(rowOf(line));
  }
  flush("prose");
  return cells;
}

function regionThatBegins(text: string, line: Line, region: Region): Region | undefined {
  if (sectionHeading(text) || appendixHeading(text) || isChapter(line)) return "prose";
  if (formLabel(text) || labelInFront(text)) return "command";
  if (parameterLabel.test(text)) return "parameters";
  if (exampleLabel.test(text)) return "example";
  if (noteLabel.test(text)) return "prose";
  if (tableTitle.test(text)) return "table";
  if (region === "prose" && (text.startsWith("//") || typedCommand(text))) return "example";
  return undefined;
}

function labelInFront(text: string): boolean {
  const first = text.split(/ {2,}/)[0] ?? "";
  return timeLabel.test(first) || characteristicsLabel.test(first);
}

/** ` 2      Description of the Commands` at the top of a page. */
function isChapter(line: Line): boolean {
  const match = /^\s*\d{1,2} {3,}(\S.*)$/.exec(line.text);
  return line.gap === "page" && match !== null && looksLikeTitle(match[1] ?? "");
}

function unfold(region: Region, rows: readonly Row[]): Cell[] {
  switch (region) {
    case "prose":
      return unfoldProse(rows);
    case "command":
      return unfoldColumns(placeColumns(rows));
    case "parameters":
      return unfoldParameters(rows);
    case "example":
      return unfoldExample(rows);
    case "table":
      return unfoldTable(rows);
  }
}

/** Runs of blanks go; a marker comes before its item, also where it stands beside the middle of it. */
function unfoldProse(rows: readonly Row[]): Cell[] {
  const cells: Cell[] = [];
  let held: Cell[] = [];
  rows.forEach((row, index) => {
    const { line, text, gap } = row;
    const match = /^(\d{1,2}|Step \d+:|•|\d+[.)])\s{2,}(\S.*)$/.exec(text);
    if (match === null) {
      const cell = { line, gap, text: collapseBlanks(text) };
      if (waitsForMarker(row, rows.slice(index + 1), cells.at(-1))) held.push(cell);
      else cells.push(cell);
      return;
    }
    const [, marker = "", rest = ""] = match;
    cells.push({ line, gap: held[0]?.gap ?? gap, text: marker });
    cells.push(...held.map((cell): Cell => ({ ...cell, gap: "none" })));
    cells.push({ line, gap: /^\d+$/.test(marker) ? "blank" : "none", text: collapseBlanks(rest) });
    held = [];
  });
  return cells;
}

/** An indented line behind a finished sentence, with a marker further out on one of the next lines. */
function waitsForMarker(row: Row, next: readonly Row[], before: Cell | undefined): boolean {
  if (row.gap === "none" && before !== undefined && !/[.:;]$/.test(before.text)) return false;
  const end = next.findIndex(({ gap }) => gap !== "none");
  const block = next.slice(0, end < 0 ? undefined : end);
  const marked = block.find(({ text }) => /^(?:\d+[.)]|•)\s{2,}/.test(text));
  return marked !== undefined && marked.indent + 3 <= row.indent;
}

/** Names stand on the left, what is said of them on the right. */
function unfoldParameters(rows: readonly Row[]): Cell[] {
  const isNamed = ({ text }: Row): boolean => text.startsWith("<");
  const cells: Cell[] = [];
  let group: PlacedRow[] = [];
  for (const row of placeColumns(rows, isNamed)) {
    if (isNamed(row) && row.indent < row.column - 3) {
      cells.push(...unfoldColumns(group));
      group = [];
    }
    group.push(row);
  }
  return [...cells, ...unfoldColumns(group)];
}
