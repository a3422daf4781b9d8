import type { Connection, FarEnd } from "@qsmtp/transport";

/** Lets a module sit at a connection of its own, such as the other end of a pseudo-terminal. */
export function connectionFarEnd(connection: Connection): FarEnd {
  return {
    lines: undefined,
    onData: (listener) => connection.onData(listener),
    onControlLines: () => () => {},
    write: (bytes) => {
      // A module does not notice that nobody is there any more.
      connection.write(bytes).catch(() => {});
    },
    unplug: () => {
      void connection.close();
    },
  };
}
