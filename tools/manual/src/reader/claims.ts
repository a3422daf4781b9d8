import type { Cell, Line } from "./line.ts";

/** What a rule understood a piece of text as. */
export type ClaimReason =
  | "page number"
  | "running header or footer"
  | "front matter"
  | "contents"
  | "heading"
  | "prose"
  | "list marker"
  | "list item"
  | "note label"
  | "command title"
  | "form label"
  | "form description"
  | "syntax"
  | "response label"
  | "response"
  | "condition"
  | "response time"
  | "characteristics"
  | "parameter label"
  | "parameter name"
  | "parameter text"
  | "value"
  | "example label"
  | "example command"
  | "example answer"
  | "example comment"
  | "table title"
  | "table head"
  | "table row";

/** Which cells were understood, and as what. A line is understood when all its cells are. */
export class Claims {
  readonly #reasons = new Map<Cell | Line, ClaimReason>();

  add(reason: ClaimReason, ...pieces: readonly (Cell | Line)[]): void {
    for (const piece of pieces) this.#reasons.set(piece, reason);
  }

  reasonOf(piece: Cell | Line): ClaimReason | undefined {
    return this.#reasons.get(piece);
  }

  has(piece: Cell | Line): boolean {
    return this.#reasons.has(piece);
  }
}
