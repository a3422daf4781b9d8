/** One thing that a source gives: bytes, or a step that is run when it is asked for. */
export type Piece = unknown | (() => Promise<unknown>);

/** A source of bytes that counts what is done to it. */
export class TestSource implements AsyncIterable<Uint8Array> {
  /** How often it was opened, asked for a piece, and told to end. */
  opened = 0;
  asked = 0;
  returned = 0;
  /** Bytes that it has given. */
  gaveBytes = 0;
  readonly #pieces: Iterator<Piece>;
  readonly #onReturn: () => Promise<unknown>;

  constructor(pieces: Iterable<Piece>, onReturn: () => Promise<unknown> = async () => undefined) {
    this.#pieces = pieces[Symbol.iterator]();
    this.#onReturn = onReturn;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    this.opened += 1;
    return {
      next: async () => {
        this.asked += 1;
        const { done, value } = this.#pieces.next();
        if (done) return { done: true, value: undefined };
        const piece = typeof value === "function" ? await value() : value;
        if (piece instanceof Uint8Array) this.gaveBytes += piece.length;
        return { done: false, value: piece as Uint8Array };
      },
      return: async () => {
        this.returned += 1;
        await this.#onReturn();
        return { done: true, value: undefined };
      },
    };
  }
}

/** Bytes in chunks; all of them in the same memory, as readers with a buffer of their own give them. */
export function* chunksOf(bytes: Uint8Array, chunkBytes: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(chunkBytes);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    buffer.set(chunk);
    yield buffer.subarray(0, chunk.length);
  }
}

export const never = (): Promise<never> => new Promise(() => undefined);

/** Bytes that no block of a test repeats. */
export function someBytes(lengthBytes: number): Uint8Array {
  return Uint8Array.from({ length: lengthBytes }, (_, at) => (at * 7 + (at >> 8) * 13 + 5) % 256);
}
