import { textOfBytes, utf8Text } from "./byte-text.ts";
import { isHidden, piecesOf } from "./hidden-bytes.ts";
import { bytesIn } from "./record-kinds.ts";
import { TranscriptError } from "./transcript-error.ts";
import type { HiddenBytes, Transcript, TranscriptBytes } from "./transcript-format.ts";

/** What a transcript hides, by its name there, e.g. `{ "secret 1": "..." }`. */
export type HiddenValues = Readonly<Record<string, string | Uint8Array>>;

/** What is known of hidden bytes, because it was given or has passed in the replay. */
export class KnownBytes {
  readonly #texts = new Map<string, string>();

  /** @throws TranscriptError `HIDDEN_BYTES` for a name that the transcript lacks, or other bytes */
  constructor(transcript: Transcript, given: HiddenValues) {
    const hidden = hiddenIn(transcript);
    for (const [name, value] of Object.entries(given)) {
      const [piece] = hidden.get(name) ?? [];
      if (piece === undefined) {
        const names = [...hidden.keys()].join(", ") || "nothing";
        throw new TranscriptError(
          "HIDDEN_BYTES",
          `The transcript hides no "${name}". It hides: ${names}.`,
        );
      }
      const text = typeof value === "string" ? utf8Text(value) : textOfBytes(value);
      if (!isHidden(piece, text)) throw others(name);
      this.#texts.set(name, text);
    }
  }

  learn(name: string, text: string): void {
    this.#texts.set(name, text);
  }

  /** The bytes that are known under this name. */
  get(name: string): string | undefined {
    return this.#texts.get(name);
  }

  /** Bytes as they stood on the line. @throws TranscriptError `HIDDEN_BYTES` */
  reveal(bytes: TranscriptBytes): string {
    return piecesOf(bytes)
      .map((piece) => (typeof piece === "string" ? piece : this.#revealed(piece)))
      .join("");
  }

  #revealed({ hidden }: HiddenBytes): string {
    const text = this.#texts.get(hidden);
    if (text !== undefined) return text;
    throw new TranscriptError(
      "HIDDEN_BYTES",
      `The transcript hides "${hidden}", which is needed to go on. Give it by that name, or record with the contents shown.`,
    );
  }
}

function others(name: string): TranscriptError {
  return new TranscriptError(
    "HIDDEN_BYTES",
    `What was given as "${name}" is not what the transcript hides.`,
  );
}

function hiddenIn({ records }: Transcript): Map<string, HiddenBytes[]> {
  const found = new Map<string, HiddenBytes[]>();
  for (const record of records) {
    for (const piece of piecesOf(bytesIn(record) ?? "")) {
      if (typeof piece === "string") continue;
      found.set(piece.hidden, [...(found.get(piece.hidden) ?? []), piece]);
    }
  }
  return found;
}
