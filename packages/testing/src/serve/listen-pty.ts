import type { FarEnd } from "@qsmtp/transport";
import { checkedOptions } from "../checked-options.ts";
import { Guests } from "./guests.ts";
import { ptyServerOptions } from "./serve-tables.gen.ts";
import type { WireEnd } from "./wire/host-wire.ts";
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
  readonly onConnection: (farEnd: FarEnd) => ((reason: WireEnd) => void) | undefined;
}

/** A pseudo-terminal that programs can open. */
export interface PtyServer {
  /** Resolves when it is gone without being closed. */
  readonly gone: Promise<void>;
  /** Lets the programs have what was sent, and takes it away. */
  close(): Promise<void>;
}

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
  const guests = new Guests(onConnection);
  const door = await openPtyDoor(path, (socket) => guests.accept(socket));
  return {
    gone: door.gone,
    close: async () => {
      await guests.dismiss();
      await door.close();
    },
  };
}
