import { withJsonBytes } from "./json-bytes.ts";
import type { ModuleEvent, UntimedEvent } from "./module-event.ts";

/** Is told what happens in a module. */
export type EventListener = (event: ModuleEvent) => void;

/** What an event hub needs to know. */
export interface EventHubOptions {
  readonly now: () => number;
  /** Is told what a listener threw: a module goes on as if nobody listened. */
  readonly onListenerError: (error: unknown) => void;
}

/** Tells listeners what happens. Without one an event is not even made. */
export class EventHub {
  readonly #options: EventHubOptions;
  #listeners: readonly EventListener[] = [];

  constructor(options: EventHubOptions) {
    this.#options = options;
  }

  /** @returns a function that ends it */
  add(listener: EventListener): () => void {
    // One of its own: the same function may listen twice.
    const added: EventListener = (event) => listener(event);
    this.#listeners = [...this.#listeners, added];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== added);
    };
  }

  emit(make: () => UntimedEvent): void {
    if (this.#listeners.length === 0) return;
    const atMs = this.#options.now();
    const event = withJsonBytes<ModuleEvent>({ ...make(), atMs });
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#options.onListenerError(error);
      }
    }
  }
}
