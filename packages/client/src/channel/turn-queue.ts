/** Lets callers have the wire one after the other, in the order in which they asked. */
export class TurnQueue {
  #busy = false;
  #closed: { readonly error: unknown } | undefined;
  readonly #waiting: { grant: () => void; refuse: (error: unknown) => void }[] = [];

  /** Whether somebody has the turn or waits for it. */
  get busy(): boolean {
    return this.#busy;
  }

  /**
   * Resolves when it is the caller's turn; the function it gives ends the turn.
   * Rejects with the signal's reason, or with the error of {@link close}.
   */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    if (this.#closed) throw this.#closed.error;
    signal?.throwIfAborted();
    if (this.#busy) await this.#wait(signal);
    this.#busy = true;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#busy = false;
      this.#waiting.shift()?.grant();
    };
  }

  /** Refuses all who wait and all who come. */
  close(error: unknown): void {
    this.#closed ??= { error };
    for (const { refuse } of this.#waiting.splice(0)) refuse(error);
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry = {
        grant: () => {
          // Taken at once, so that nobody who asks before our continuation runs gets between.
          this.#busy = true;
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
        refuse: (error: unknown) => {
          signal?.removeEventListener("abort", onAbort);
          reject(error);
        },
      };
      const onAbort = (): void => {
        const at = this.#waiting.indexOf(entry);
        if (at >= 0) this.#waiting.splice(at, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiting.push(entry);
    });
  }
}
