import { JoinedText } from "./joined-text.ts";
import { type Cell, collapseBlanks } from "./line.ts";
import type { ParameterRow } from "./manual-model.ts";

/** What a piece of a row is: a sentence, a value, or the meaning of the value before. */
export interface RowPiece {
  readonly kind: "text" | "value" | "meaning";
  readonly cell: Cell;
}

/** A row of a Parameter block in its pieces. */
export interface PiecedRow {
  readonly name: readonly Cell[];
  readonly pieces: readonly RowPiece[];
  readonly pairing: ParameterRow["pairing"];
}

export function rowOf({ name, pieces, pairing }: PiecedRow): ParameterRow {
  const text = pieces.filter(({ kind }) => kind === "text").map(({ cell }) => cell);
  const values: { value: Cell; meaning: Cell[] }[] = [];
  for (const { kind, cell } of pieces) {
    if (kind === "value") values.push({ value: cell, meaning: [] });
    else if (kind === "meaning") values.at(-1)?.meaning.push(cell);
  }
  return {
    name: parameterName(name.map((cell) => cell.text).join("")),
    line: name[0]?.line ?? 0,
    text: new JoinedText(text),
    values: values.map(({ value, meaning }) => ({
      value: value.text,
      meaning: new JoinedText(meaning).text,
      line: value.line,
    })),
    pairing,
  };
}

/** `<lamp number >` without what stands around the words: `lamp number`. */
export function parameterName(printed: string): string {
  return collapseBlanks(printed.replaceAll(/[<>]/g, ""));
}
