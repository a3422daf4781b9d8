import { isHidden, piecesOf } from "./hidden-bytes.ts";
import type { KnownBytes } from "./known-bytes.ts";
import type { HiddenBytes, TranscriptBytes } from "./transcript-format.ts";

/** What came, beside what a transcript says. */
export type BytesMatch =
  /** These bytes are there, and what was hidden is known now. */
  | {
      readonly kind: "whole";
      readonly length: number;
      readonly learned: ReadonlyMap<string, string>;
    }
  /** What has come is right so far. */
  | { readonly kind: "begun" }
  | { readonly kind: "differs" };

/** Compares the beginning of what came with bytes of which some may be hidden. */
export function matchBytes(
  expected: TranscriptBytes,
  came: string,
  known: Pick<KnownBytes, "get">,
): BytesMatch {
  const learned = new Map<string, string>();
  const pieces = piecesOf(expected);
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const literal =
      typeof piece === "string" ? piece : (learned.get(piece.hidden) ?? known.get(piece.hidden));
    if (literal !== undefined) {
      const found = came.slice(at, at + literal.length);
      if (!literal.startsWith(found)) return { kind: "differs" };
      if (found.length < literal.length) return { kind: "begun" };
      at += literal.length;
    } else if (typeof piece !== "string") {
      const next = pieces[index + 1];
      const text = hiddenText(piece, typeof next === "string" ? next : "", came.slice(at));
      if (typeof text !== "string") return text;
      learned.set(piece.hidden, text);
      at += text.length;
    }
  }
  return { kind: "whole", length: at, learned };
}

function hiddenText(piece: HiddenBytes, behind: string, came: string): string | BytesMatch {
  if (piece.bytes !== undefined) {
    if (came.length < piece.bytes) return { kind: "begun" };
    const text = came.slice(0, piece.bytes);
    return isHidden(piece, text) ? text : { kind: "differs" };
  }
  // Nobody knows how long it is: it ends where what stands behind it begins, and its check is right.
  const line = /^[^\r\n]*/.exec(came)?.[0] ?? "";
  for (let end = 0; end <= line.length; end++) {
    if (came.startsWith(behind, end) && isHidden(piece, came.slice(0, end)))
      return came.slice(0, end);
  }
  return line.length < came.length ? { kind: "differs" } : { kind: "begun" };
}
