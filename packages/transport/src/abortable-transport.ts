import { checkedOptions } from "./checked-options.ts";
import type { Connection, Transport } from "./connection.ts";
import { openOptions } from "./option-tables.gen.ts";
import { unlessAborted } from "./unless-aborted.ts";

/**
 * Makes a transport of what opens a connection. An abort rejects at once; what `open` gives later is
 * closed, and the next `open` waits for that.
 */
export function abortableTransport(
  open: (signal: AbortSignal | undefined) => Promise<Connection>,
): Transport {
  /** Settles when what an aborted `open` may have left behind is closed. */
  let abandoned: Promise<void> = Promise.resolve();
  return {
    open: async (given) => {
      const { signal } = checkedOptions(given, openOptions);
      signal?.throwIfAborted();
      const opening = abandoned.then(() => open(signal));
      return await unlessAborted(opening, signal, () => {
        abandoned = opening.then(
          (connection) => connection.close(),
          () => {},
        );
      });
    },
  };
}
