import { setTimeout as wait } from "node:timers/promises";
import type { FarEnd } from "@qsmtp/transport";
import { checkedOptions } from "../checked-options.ts";
import { ptyServerOptions } from "./serve-tables.gen.ts";
import { ClientWire } from "./wire/client-wire.ts";
import { openPtyDoor } from "./wire/pty-door.ts";

/** Which pseudo-terminal is made, and who gets what comes in. */
export interface PtyServerOptions {
  /**
   * Path of a link to the pseudo-terminal.
   * @nonEmpty
   */
  readonly path: string;
  /**
   * Called with the far end of each program that opens it, one after the other: a program waits for a
   * quarter of a second for the one before it to leave. The function that it may give is called when
   * that program has closed it.
   */
  readonly onConnection: (farEnd: FarEnd) => (() => void) | undefined;
}

/** A pseudo-terminal that programs can open. */
export interface PtyServer {
  /** Resolves when it is gone without being closed. */
  readonly gone: Promise<void>;
  /** Lets the programs have what was sent, and takes it away. */
  close(): Promise<void>;
}

/** How long a program waits for the one before it, whose end may not be noticed yet. */
const graceMs = 250;
/** How long a program may take to read what was sent before the end. */
const farewellMs = 2000;

/**
 * Makes a pseudo-terminal, for programs that want the path of a serial port, and gives a far end for
 * each opening of it: what plays the module on another wire plays it there. It has no control lines, and
 * needs the program socat.
 *
 * @throws ServeError `NO_PTY`, `PATH_TAKEN`; nothing is left open then
 * @throws SimulationOptionError `INVALID_OPTION`
 */
export async function listenPty(options: PtyServerOptions): Promise<PtyServer> {
  const { path, onConnection } = checkedOptions(options, ptyServerOptions);
  const guests = new Map<ClientWire, Promise<void>>();
  const door = await openPtyDoor(path, (socket) => {
    const before = [...guests.values()];
    let leave: () => void = () => {};
    let onLeft: (() => void) | undefined;
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
        ended: () => {
          guests.delete(wire);
          onLeft?.();
          onLeft = undefined;
          leave();
        },
      },
    });
    guests.set(wire, left);
    void allOrGrace([...before]).then(() => {
      if (!guests.has(wire)) return;
      const whenLeft = onConnection(wire);
      if (guests.has(wire)) onLeft = whenLeft;
      else whenLeft?.();
      wire.open(() => 0);
    });
  });
  return {
    gone: door.gone,
    close: async () => {
      await Promise.all(
        [...guests].map(async ([wire, left]) => {
          wire.finish();
          await within(farewellMs, left);
        }),
      );
      await door.close();
      await Promise.all(guests.values());
    },
  };
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
