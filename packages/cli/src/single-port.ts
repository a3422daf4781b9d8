import type { Modem } from "@qsmtp/testing";
import type { FarEnd } from "@qsmtp/transport/mock";

/** How long a connection waits for the one before it: that may be closed already, but not noticed. */
const graceMs = 250;

/** One connection, with what it said while it was waiting. */
interface Guest {
  readonly farEnd: FarEnd;
  readonly held: Uint8Array[];
  readonly stopHolding: () => void;
  readonly patience: ReturnType<typeof setTimeout>;
  detach: (() => void) | undefined;
}

/** Lets one connection at a time have a module, in the order in which they come. */
export class SinglePort {
  readonly #module: Modem;
  readonly #onRefused: () => void;
  #guests: Guest[] = [];

  constructor(module: Modem, onRefused: () => void) {
    this.#module = module;
    this.#onRefused = onRefused;
  }

  /** Takes a new connection; the function that it gives is to be called at the connection's end. */
  accept(farEnd: FarEnd): () => void {
    const held: Uint8Array[] = [];
    const guest: Guest = {
      farEnd,
      held,
      stopHolding: farEnd.onData((chunk) => held.push(chunk)),
      patience: setTimeout(() => {
        this.#onRefused();
        farEnd.unplug();
      }, graceMs),
      detach: undefined,
    };
    this.#guests.push(guest);
    this.#admitFirst();
    return () => this.#leave(guest);
  }

  #leave(guest: Guest): void {
    clearTimeout(guest.patience);
    guest.detach?.();
    this.#guests = this.#guests.filter((other) => other !== guest);
    this.#admitFirst();
  }

  #admitFirst(): void {
    const [guest] = this.#guests;
    if (guest === undefined || guest.detach !== undefined) return;
    const { farEnd, held, stopHolding, patience } = guest;
    clearTimeout(patience);
    stopHolding();
    guest.detach = this.#module.attach({
      ...farEnd,
      onData: (listener) => {
        for (const chunk of held.splice(0)) listener(chunk);
        return farEnd.onData(listener);
      },
    });
  }
}
