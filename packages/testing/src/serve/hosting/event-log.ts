import type { EventPlace, ServedEvent, ServedEventBody } from "./served-event.ts";

/** What is kept, whichever is reached first. */
const maxEvents = 20_000;
const maxBytes = 67_108_864;

interface Kept {
  readonly event: ServedEvent;
  readonly bytes: number;
}

/** The newest events of a server, for who asks later, and a call for who listens. */
export class EventLog {
  #kept: Kept[] = [];
  #bytes = 0;
  #seq = 0;
  readonly #listeners = new Set<(event: ServedEvent) => void>();

  /** Number of the newest event. */
  get lastSeq(): number {
    return this.#seq;
  }

  add(place: Omit<EventPlace, "seq" | "time">, body: ServedEventBody): ServedEvent {
    this.#seq += 1;
    const event = { seq: this.#seq, time: new Date().toISOString(), ...place, ...body };
    const bytes = sizeOf(body);
    this.#kept.push({ event, bytes });
    this.#bytes += bytes;
    while (this.#kept.length > maxEvents || (this.#bytes > maxBytes && this.#kept.length > 1)) {
      this.#bytes -= this.#kept.shift()?.bytes ?? 0;
    }
    for (const listener of [...this.#listeners]) listener(event);
    return event;
  }

  /** The kept events behind one, of one module or of all. */
  after(seq: number, module?: string): ServedEvent[] {
    return this.#kept
      .map(({ event }) => event)
      .filter((event) => event.seq > seq && (module === undefined || event.module === module));
  }

  /** Calls a listener with each event from now on, and gives a function that ends this. */
  listen(listener: (event: ServedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** About what an event takes in memory; only mails are large. */
function sizeOf(body: ServedEventBody): number {
  const usual = 500;
  if (body.type !== "mail") return usual;
  const files = body.attachments.reduce((sum, { content }) => sum + content.length, 0);
  return usual + files + 3 * body.bodyContent.length;
}
