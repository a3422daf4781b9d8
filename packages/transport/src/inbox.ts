import { Listeners } from "./listeners.ts";

/** From this many held bytes on, the source is paused. */
export const INBOX_LIMIT_BYTES: number = 64 * 1024;

/** The side that fills an inbox and can be asked to wait. */
interface InboxSource {
  pause(): void;
  resume(): void;
}

/** Hands received chunks to listeners, and holds them while there are none. */
export class Inbox {
  readonly #listeners = new Listeners<Uint8Array>();
  readonly #source: InboxSource;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #isPaused = false;
  #isDiscarding = false;

  constructor(source: InboxSource) {
    this.#source = source;
  }

  listen(listener: (chunk: Uint8Array) => void): () => void {
    const remove = this.#listeners.add(listener);
    if (this.#held.length > 0) {
      // Not inside this call: the caller does not have the removing function yet.
      void Promise.resolve().then(() => this.#deliverHeld());
    }
    return remove;
  }

  push(chunk: Uint8Array): void {
    if (this.#isDiscarding) return;
    if (this.#held.length === 0 && !this.#listeners.isEmpty) {
      this.#listeners.emit(chunk);
      return;
    }
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    if (!this.#isPaused && this.#heldBytes >= INBOX_LIMIT_BYTES) {
      this.#isPaused = true;
      this.#source.pause();
    }
  }

  /** Drops what is held and everything still to come. */
  discard(): void {
    this.#isDiscarding = true;
    this.#held = [];
  }

  #deliverHeld(): void {
    let delivered = 0;
    // The list is shortened only afterwards, so that a chunk pushed meanwhile queues up behind.
    for (const chunk of this.#held) {
      if (this.#listeners.isEmpty) break;
      this.#listeners.emit(chunk);
      if (this.#isDiscarding) return;
      this.#heldBytes -= chunk.length;
      delivered += 1;
    }
    this.#held.splice(0, delivered);
    if (this.#isPaused && this.#heldBytes < INBOX_LIMIT_BYTES) {
      this.#isPaused = false;
      this.#source.resume();
    }
  }
}
