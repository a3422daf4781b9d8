import type { Socket } from "node:net";
import { checkedOptions } from "../checked-options.ts";
import type { Transport } from "../connection.ts";
import { tcpAdvice } from "../foreign-keys.ts";
import { openOptions, tcpTransportOptions } from "../option-tables.gen.ts";
import { type Link, StreamConnection } from "../stream-connection.ts";
import { connectSocket, isOrderlyEnd, releaseSocket } from "./connect-socket.ts";
import { type SocketOptions, socketSettings, socketTarget } from "./socket-options.ts";

/** Where a TCP transport connects to, and how. */
export interface TcpTransportOptions extends SocketOptions {
  /** Sends small writes at once instead of collecting them. Default `true`. */
  readonly noDelay?: boolean | undefined;
}

/**
 * Gives a transport over a TCP connection, for a serial-to-network bridge or a simulated module.
 * Such a connection has no control lines, and a write resolves when the operating system has taken
 * the bytes. A bridge that speaks RFC 2217 wants `rfc2217Transport` instead, which also has DTR.
 *
 * `open` rejects with `CONNECT_REFUSED`, `HOST_NOT_FOUND`, `CONNECT_TIMEOUT` or, for every other
 * reason, `OPEN_FAILED`. A peer that accepts the connection and closes it in order, as bridges do
 * whose port is taken, opens and ends: `closed` is `{ kind: "remote" }`.
 *
 * @throws {@link TransportError} `INVALID_OPTION` with every option that cannot work.
 */
export function tcpTransport(options: TcpTransportOptions): Transport {
  const checked = checkedOptions(options, tcpTransportOptions, tcpAdvice);
  const settings = socketSettings(checked, checked.noDelay ?? true);
  const name = `TCP connection to ${socketTarget(settings)}`;
  return {
    open: async (given) => {
      const { signal } = checkedOptions(given, openOptions);
      signal?.throwIfAborted();
      return await connectSocket(
        settings,
        signal,
        (socket) => new StreamConnection(tcpLink(socket, name)),
      );
    },
  };
}

function tcpLink(socket: Socket, name: string): Link {
  return { name, stream: socket, isOrderlyEnd, release: () => releaseSocket(socket) };
}
