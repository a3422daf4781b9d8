/**
 * Listeners of one kind of event, each with its own subscription. One that throws does not break the
 * conversation: its error surfaces as an uncaught exception, as it would from an event emitter.
 */
export class Listeners<Event> {
  readonly #subscriptions = new Set<{ readonly listener: (event: Event) => void }>();

  /** Subscribes, the same function as often as it likes. @returns ends this subscription */
  add(listener: (event: Event) => void): () => void {
    const subscription = { listener };
    this.#subscriptions.add(subscription);
    return () => {
      this.#subscriptions.delete(subscription);
    };
  }

  get isEmpty(): boolean {
    return this.#subscriptions.size === 0;
  }

  emit(event: Event): void {
    for (const { listener } of [...this.#subscriptions]) notify(() => listener(event));
  }
}

/** Calls a listener of the caller; see {@link Listeners}. */
export function notify(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
