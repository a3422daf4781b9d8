import type { Cell, Line } from "./line.ts";

/** What a rule understood a piece of text as. */
export type ClaimReason =
  | "page number"
  | "running header or footer"
  | "watermark"
  | "front matter"
  | "contents"
  | "heading"
  | "prose"
  | "figure"
  | "list marker"
  | "list item"
  | "note label"
  | "command title"
  | "form label"
  | "form description"
  | "form remark"
  | "syntax"
  | "response label"
  | "response"
  | "condition"
  | "response time"
  | "characteristics"
  | "reference"
  | "parameter label"
  | "parameter name"
  | "parameter text"
  | "value"
  | "urc"
  | "example label"
  | "example command"
  | "example answer"
  | "example comment"
  | "table title"
  | "table head"
  | "table row";

type Piece = Cell | Line;

/** Which pieces were understood, and as what. A line is understood when all its pieces are. */
export class Claims {
  readonly #reasons = new Map<Piece, ClaimReason>();
  readonly #parts = new Map<Piece, readonly Piece[]>();

  add(reason: ClaimReason, ...pieces: readonly Piece[]): void {
    for (const piece of pieces) this.#reasons.set(piece, reason);
  }

  /** From now on the parts stand for the piece. */
  divide(piece: Piece, parts: readonly Piece[]): void {
    this.#parts.set(piece, parts);
  }

  /** From now on the other piece stands for the piece. */
  replace<Other extends Piece>(piece: Piece, by: Other): Other {
    if (piece !== by) this.#parts.set(piece, [by]);
    return by;
  }

  /** Of the first part that has one; nothing when any part has none. */
  reasonOf(piece: Piece): ClaimReason | undefined {
    const parts = this.#parts.get(piece);
    if (parts === undefined) return this.#reasons.get(piece);
    const reasons = parts.map((part) => this.reasonOf(part));
    return reasons.includes(undefined) ? undefined : reasons[0];
  }

  has(piece: Piece): boolean {
    return this.reasonOf(piece) !== undefined;
  }
}
