import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { FarEnd } from "@qsmtp/transport";
import { ClientWire } from "./wire/client-wire.ts";
import type { WireEnd } from "./wire/host-wire.ts";

/** Takes the far end of a program, and may give what is called when that program has left. */
export type OnGuest = (farEnd: FarEnd) => ((reason: WireEnd) => void) | undefined;

/** How long a program waits for the one before it, whose end may not be noticed yet. */
const graceMs = 250;
/** How long a program may take to read what was sent before the end. */
const farewellMs = 2000;
/** Programs at a time; all but one of them wait. */
const maxGuests = 64;

/** Programs that come for one thing, one after the other. */
export class Guests {
  readonly #onGuest: OnGuest;
  readonly #guests = new Map<ClientWire, Promise<void>>();

  constructor(onGuest: OnGuest) {
    this.#onGuest = onGuest;
  }

  accept(socket: Socket): void {
    const before = [...this.#guests.values()];
    let leave: () => void = () => {};
    let onLeft: ((reason: WireEnd) => void) | undefined;
    let end: WireEnd = "closed";
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const wire = new ClientWire({
      socket,
      rfc2217: false,
      listener: {
        lines: () => {},
        settings: () => {},
        break: () => {},
        ended: (reason) => {
          end = reason;
          this.#guests.delete(wire);
          onLeft?.(reason);
          onLeft = undefined;
          leave();
        },
      },
    });
    if (this.#guests.size >= maxGuests) {
      wire.end("too-many");
      return;
    }
    this.#guests.set(wire, left);
    void allOrGrace(before).then(() => {
      if (!this.#guests.has(wire)) return;
      const whenLeft = this.#onGuest(wire);
      if (this.#guests.has(wire)) onLeft = whenLeft;
      else whenLeft?.(end);
      wire.open(() => 0);
    });
  }

  /** Lets them have what was sent, then ends who is still there. */
  async dismiss(): Promise<void> {
    await Promise.all(
      [...this.#guests].map(async ([wire, left]) => {
        wire.finish();
        await within(farewellMs, left);
        wire.end("module-ended");
      }),
    );
  }
}

async function allOrGrace(before: readonly Promise<void>[]): Promise<void> {
  if (before.length > 0) await within(graceMs, Promise.all(before));
}

/** Resolves with the work, or when the time is over. */
async function within(timeMs: number, work: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const time = wait(timeMs, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([work, time]);
  stop.abort();
}
