/** What a queue on disk knows of a mail that is not done with. */
export interface Entry {
  readonly number: number;
  /** In whose hands it is: nobody's, a process', or the module's, which was ordered to send it. */
  state: "waiting" | "tried" | "ordered";
  tries: number;
  /** Not tried before that. */
  dueMs: number;
  orderedAt: number;
  sendSeconds: number;
}

/** The mails that are asked for and not done with. It outlives every crash of the host. */
export class Queue {
  readonly #entries = new Map<number, Entry>();

  add(number: number, nowMs: number): void {
    const entry = {
      number,
      state: "waiting",
      tries: 0,
      dueMs: nowMs,
      orderedAt: 0,
      sendSeconds: 0,
    };
    this.#entries.set(number, entry as Entry);
  }

  get size(): number {
    return this.#entries.size;
  }

  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** The next that may be tried now, in the order of their arrival. */
  next(nowMs: number): Entry | undefined {
    for (const entry of this.#entries.values()) {
      if (entry.state === "waiting" && entry.dueMs <= nowMs) return entry;
    }
    return undefined;
  }

  done(entry: Entry): void {
    this.#entries.delete(entry.number);
  }
}
