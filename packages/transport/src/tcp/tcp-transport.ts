import { connect, type Socket } from "node:net";
import type { Connection, Transport } from "../connection.ts";
import { TransportError } from "../errors.ts";
import { checkIntegerOption } from "../integer-option.ts";
import { type Link, StreamConnection } from "../stream-connection.ts";
import { connectError, connectTimeout } from "./connect-error.ts";

/** Where a TCP transport connects to, and how. */
export interface TcpTransportOptions {
  /** Name or address of the host. */
  readonly host: string;
  /** TCP port, 1 to 65535. */
  readonly port: number;
  /** How long finding the address and connecting may take together, in ms. Default 10 000. */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * After how many ms of silence the operating system probes whether the other side still lives,
   * in steps of whole seconds from 1000 on. By default it does not, and a dead peer goes unnoticed
   * until bytes are sent to it.
   */
  readonly keepAliveMs?: number | undefined;
  /** Sends small writes at once instead of collecting them. Default `true`. */
  readonly noDelay?: boolean | undefined;
}

/** The longest time a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Gives a transport over a TCP connection, for a serial-to-network bridge or a simulated module.
 * Such a connection has no control lines, and a write resolves when the operating system has taken
 * the bytes.
 *
 * `open` rejects with `CONNECT_REFUSED`, `HOST_NOT_FOUND`, `CONNECT_TIMEOUT` or, for every other
 * reason, `OPEN_FAILED`.
 *
 * @throws {@link TransportError} `INVALID_OPTION` for an option out of its range.
 */
export function tcpTransport(options: TcpTransportOptions): Transport {
  const { host, port, connectTimeoutMs = 10_000, keepAliveMs, noDelay = true } = options;
  if (host === "") {
    throw new TransportError("INVALID_OPTION", `Option "host" is empty, but must name a host.`);
  }
  checkIntegerOption("port", port, 1, 65_535);
  checkIntegerOption("connectTimeoutMs", connectTimeoutMs, 1, MAX_TIMER_MS);
  if (keepAliveMs !== undefined) {
    checkIntegerOption("keepAliveMs", keepAliveMs, 1000, MAX_TIMER_MS);
  }
  const target = `${host} port ${port}`;
  const startConnecting = (): Socket =>
    connect({
      host,
      port,
      noDelay,
      keepAlive: keepAliveMs !== undefined,
      keepAliveInitialDelay: keepAliveMs,
    });
  return {
    open: async ({ signal } = {}) => {
      signal?.throwIfAborted();
      return await connected(startConnecting(), target, connectTimeoutMs, signal);
    },
  };
}

/** Gives the connection once the socket is connected; on any failure the socket is destroyed. */
function connected(
  socket: Socket,
  target: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      socket.off("connect", onConnect);
    };
    const fail = (reason: unknown): void => {
      settle();
      socket.destroy();
      reject(reason);
    };
    const onAbort = (): void => fail(signal?.reason);
    const onConnect = (): void => {
      settle();
      socket.off("error", onError);
      resolve(new StreamConnection(tcpLink(socket, target)));
    };
    // Stays attached after a failure: an error without a listener would end the process.
    const onError = (cause: Error): void => fail(connectError(target, cause));
    const timer = setTimeout(() => fail(connectTimeout(target, timeoutMs)), timeoutMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    socket.once("connect", onConnect);
    socket.on("error", onError);
  });
}

function tcpLink(socket: Socket, target: string): Link {
  return {
    name: `TCP connection to ${target}`,
    stream: socket,
    release: () =>
      new Promise((resolve) => {
        if (socket.closed) resolve();
        else socket.once("close", () => resolve());
        socket.destroy();
      }),
  };
}
