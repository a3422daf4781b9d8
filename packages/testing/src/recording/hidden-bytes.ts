import type { HiddenBytes, TranscriptBytes } from "./transcript-format.ts";

/**
 * Bits of a hash (FNV-1a, folded) in hexadecimal. They find out nearly every other value and are too few
 * to confirm a guess: 8 of a secret, 4 of one that consists of digits only, so that of 10,000 PINs 625
 * have the same; 16 of data, as many as a module's own checksum has, 4 of data shorter than 8 bytes.
 */
export function checkOf(kind: "data" | "secret", text: string): string {
  const isSmall = kind === "data" ? text.length < 8 : /^\d*$/.test(text);
  const digits = isSmall ? 1 : kind === "data" ? 4 : 2;
  let hash = fnv1a(text, 0x811c9dc5);
  for (let bits = 16; bits >= digits * 4; bits /= 2) hash = (hash ^ (hash >>> bits)) >>> 0;
  return hash.toString(16).padStart(8, "0").slice(-digits);
}

function fnv1a(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash;
}

/** Whether these are the hidden bytes, as far as the transcript can tell. */
export function isHidden({ bytes, check }: HiddenBytes, text: string): boolean {
  if (bytes !== undefined && bytes !== text.length) return false;
  return checkOf(bytes === undefined ? "secret" : "data", text) === check;
}

/** Bytes in pieces, whether some are hidden or not. */
export function piecesOf(bytes: TranscriptBytes): readonly (string | HiddenBytes)[] {
  return typeof bytes === "string" ? [bytes] : bytes;
}

/** Gives equal bytes equal names: `secret 1`, `secret 2`, `data 1`. */
export class HiddenNames {
  readonly #names = new Map<string, string>();
  readonly #counts = { data: 0, secret: 0 };

  of(kind: "data" | "secret", text: string): HiddenBytes {
    // Of data only hashes are kept, so that a long recording does not grow with what passes.
    const key =
      kind === "data"
        ? `${kind} ${text.length} ${fnv1a(text, 0x811c9dc5)} ${fnv1a(text, 0x9dc5811c)}`
        : `${kind} ${text}`;
    const hidden = this.#names.get(key) ?? `${kind} ${++this.#counts[kind]}`;
    this.#names.set(key, hidden);
    const check = checkOf(kind, text);
    return kind === "data" ? { hidden, bytes: text.length, check } : { hidden, check };
  }
}
