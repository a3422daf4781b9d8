/** Something that happens when so many bytes have passed. */
export interface ByteMark {
  readonly afterBytes: number;
  readonly run: () => void;
}

/** What is to happen on the way of bytes, each once. */
export class ByteMarks {
  #waiting: ByteMark[];

  constructor(marks: readonly ByteMark[]) {
    this.#waiting = [...marks].sort((one, other) => one.afterBytes - other.afterBytes);
  }

  /** How many bytes may pass before the next; `Infinity` when nothing is to come. */
  bytesToNext(passedBytes: number): number {
    const [next] = this.#waiting;
    return next === undefined ? Number.POSITIVE_INFINITY : next.afterBytes - passedBytes;
  }

  /** After how many of `lengthBytes` something is to happen, in order. */
  within(lengthBytes: number): number[] {
    if (this.#waiting.length === 0) return [];
    const places = this.#waiting.map(({ afterBytes }) => afterBytes);
    return [...new Set(places)].filter((place) => place <= lengthBytes);
  }

  /** So many bytes have passed: what was to happen until then happens. */
  reached(passedBytes: number): void {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      if (next.afterBytes > passedBytes) return;
      this.#waiting.shift();
      next.run();
    }
  }
}
