import type { PlacedStatement, Statement } from "../grammar/statements.ts";
import type { ParameterRow } from "../reader/manual-model.ts";
import type { Place, Undecided } from "./draft.ts";
import type { RowValues } from "./values-of-row.ts";

/** Collects what a row leaves open. */
export class JudgedRow {
  readonly undecided: Undecided[] = [];
  readonly #row: ParameterRow;
  readonly #section: string;

  constructor(row: ParameterRow, section: string) {
    this.#row = row;
    this.#section = section;
  }

  say(about: Undecided["about"], offset: number, reason: string, text?: string): void {
    const line = this.#row.text.lineAt(offset);
    const said = text ?? `<${this.#row.name}> ${sentenceAt(this.#row.text.text, offset)}`;
    this.undecided.push({ line, section: this.#section, about, text: said, reason });
  }

  /** Clauses that were not understood; what limits a text is its size. */
  sayLeft(statements: readonly PlacedStatement[], kind: "number" | "text" | undefined): void {
    for (const { statement, offset } of statements) {
      if (statement.about !== "left") continue;
      const isSize = statement.member === "size" && kind === "number";
      const isRange = statement.member === "ranges" && kind === "text";
      const member = isSize ? "ranges" : isRange ? "size" : statement.member;
      this.say(member, offset, statement.reason, `<${this.#row.name}> ${statement.text}`);
    }
  }

  /** Line and section of a place in the row. */
  placeAt(offset: number): Place {
    return { line: this.#row.text.lineAt(offset), section: this.#section };
  }

  sayValues({ undecided }: RowValues): void {
    this.undecided.push(...undecided);
  }
}

function sentenceAt(text: string, offset: number): string {
  const start = text.lastIndexOf(". ", offset);
  const end = text.indexOf(". ", offset);
  return text.slice(start < 0 ? 0 : start + 2, end < 0 ? undefined : end + 1);
}

/** Whether a statement limits what the parameter takes. */
export function isLimiting(about: Statement["about"]): boolean {
  return ["spans", "bound", "step", "default", "unit"].includes(about);
}
