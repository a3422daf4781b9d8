/** A set of listeners in which each registration stands for itself and no listener can harm another. */
export class Listeners<Value> {
  readonly #registrations = new Set<{ readonly listener: (value: Value) => void }>();

  get isEmpty(): boolean {
    return this.#registrations.size === 0;
  }

  /** Registers `listener` and gives the function that removes it. */
  add(listener: (value: Value) => void): () => void {
    const registration = { listener };
    this.#registrations.add(registration);
    return () => {
      this.#registrations.delete(registration);
    };
  }

  /** Calls every listener; one that was removed by an earlier one is left out. */
  emit(value: Value): void {
    for (const registration of [...this.#registrations]) {
      if (!this.#registrations.has(registration)) continue;
      try {
        registration.listener(value);
      } catch (error) {
        // Thrown into a stream's read loop the error would stop the reading; here it reaches
        // the process as uncaught, which is what it is.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
