import type { Cursor } from "./cursor.ts";
import { exampleLabel, formLabel, noteLabel, tableTitle } from "./headings.ts";
import { JoinedText } from "./joined-text.ts";
import type { Cell } from "./line.ts";

export interface ParameterValue {
  /** As it is printed: `0`, `"tcp"`. */
  readonly value: string;
  readonly meaning: string;
  readonly line: number;
}

/** One row of a Parameter block. */
export interface ParameterBlock {
  readonly name: string;
  readonly line: number;
  readonly text: JoinedText;
  readonly values: readonly ParameterValue[];
}

interface OpenParameter {
  readonly name: Cell[];
  readonly text: Cell[];
  readonly values: { readonly value: Cell; readonly meaning: Cell[] }[];
}

const typeWord = /^(?:String|Integer|Numeric|Hexadecimal|Boolean|Double) type\b/;
const nameAlone = /^<[^<>]+>$/;
const nameAndText = /^(<[^<>]+>) +([A-Z].*)$/;
const valueAlone = /^(?:\d+|"[^"]+")$/;
const valueAndMeaning = /^(\d+|"[^"]+") +(\S.*)$/;

/**
 * Reads the rows of a Parameter block. A plain text prints the names of some rows first and what is
 * said of them behind: names wait in a queue, and a type word gives the next of them its text.
 */
export function readParameters(cursor: Cursor): ParameterBlock[] {
  const all: OpenParameter[] = [];
  const waiting: OpenParameter[] = [];
  let current: OpenParameter | undefined;
  const nextRow = (): void => {
    current = waiting.shift();
  };
  for (
    let cell = cursor.peek();
    cell !== undefined && !endsParameters(cell);
    cell = cursor.peek()
  ) {
    const torn = waiting.at(-1)?.name ?? [];
    if (isTornName(torn) && /^[^<>]*>$/.test(cell.text)) {
      torn.push(cursor.take("parameter name"));
      continue;
    }
    const named = nameAndText.exec(cell.text);
    if (nameAlone.test(cell.text) || /^<\w+$/.test(cell.text)) {
      const row = { name: [cursor.take("parameter name")], text: [], values: [] };
      all.push(row);
      waiting.push(row);
    } else if (named !== null && !all.some((row) => nameOf(row) === clean(named[1] ?? ""))) {
      const whole = cursor.take("parameter text");
      const row = {
        name: [{ ...whole, text: named[1] ?? "" }],
        text: [{ ...whole, text: named[2] ?? "" }],
        values: [],
      };
      all.push(row);
      current = row;
    } else if (typeWord.test(cell.text) && waiting.length > 0) {
      nextRow();
      current?.text.push(cursor.take("parameter text"));
    } else if (current !== undefined && startsValue(cell, current)) {
      readValue(cursor, current);
    } else if (continuesValue(cell, current)) {
      current?.values.at(-1)?.meaning.push(cursor.take("value"));
    } else if (current === undefined || (isDone(current) && cell.gap !== "none")) {
      if (waiting.length === 0 || !/^[A-Z]/.test(cell.text)) return finish(all);
      nextRow();
      current?.text.push(cursor.take("parameter text"));
    } else if (current.values.length === 0) {
      current.text.push(cursor.take("parameter text"));
    } else {
      return finish(all);
    }
  }
  return finish(all);
}

function endsParameters({ text }: Cell): boolean {
  return (
    exampleLabel.test(text) ||
    noteLabel.test(text) ||
    tableTitle.test(text) ||
    formLabel(text) !== undefined
  );
}

/** A number begins a value only behind a finished sentence: `is` and `50 bytes.` are one. */
function startsValue(cell: Cell, current: OpenParameter): boolean {
  if (!valueAlone.test(cell.text) && !valueAndMeaning.test(cell.text)) return false;
  if (current.values.length > 0) return true;
  const before = current.text.at(-1)?.text ?? "";
  return /[.:)]$/.test(before);
}

function readValue(cursor: Cursor, current: OpenParameter): void {
  const cell = cursor.take("value");
  const split = valueAndMeaning.exec(cell.text);
  const value = { ...cell, text: split?.[1] ?? cell.text };
  const meaning = split === null ? [] : [{ ...cell, text: split[2] ?? "" }];
  const next = cursor.peek();
  if (
    split === null &&
    next !== undefined &&
    !endsParameters(next) &&
    !valueAlone.test(next.text)
  ) {
    meaning.push(cursor.take("value"));
  }
  current.values.push({ value, meaning });
}

/** A meaning goes on without a gap and without a capital letter. */
function continuesValue(cell: Cell, current: OpenParameter | undefined): boolean {
  return current?.values.length !== 0 && cell.gap === "none" && /^[a-z(]/.test(cell.text);
}

function isDone(row: OpenParameter): boolean {
  return row.values.length > 0 || /\.$/.test(row.text.at(-1)?.text ?? "");
}

function isTornName(name: readonly Cell[]): boolean {
  return name.length > 0 && !name.at(-1)?.text.endsWith(">");
}

function finish(rows: readonly OpenParameter[]): ParameterBlock[] {
  return rows.map((row) => ({
    name: nameOf(row),
    line: row.name[0]?.line ?? 0,
    text: new JoinedText(row.text),
    values: row.values.map(({ value, meaning }) => ({
      value: value.text,
      meaning: new JoinedText(meaning).text,
      line: value.line,
    })),
  }));
}

function nameOf(row: OpenParameter): string {
  return clean(row.name.map((cell) => cell.text).join(""));
}

function clean(name: string): string {
  return name.replace(/^<\s*|\s*>$/g, "");
}
