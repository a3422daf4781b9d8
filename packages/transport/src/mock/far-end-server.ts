import { createServer, type Server, type Socket } from "node:net";
import { checkedOptions } from "../checked-options.ts";
import type { FarEnd } from "../far-end.ts";
import { Listeners } from "../listeners.ts";
import { farEndServerOptions } from "../option-tables.gen.ts";

/** Where far ends are served, and to whom they are given. */
export interface FarEndServerOptions {
  /**
   * Address to listen on. Default `127.0.0.1`: this machine only.
   * @host
   */
  readonly host?: string | undefined;
  /**
   * TCP port to listen on. Default 0: the system chooses a free one.
   * @whole
   * @minimum 0
   * @maximum 65535
   */
  readonly port?: number | undefined;
  /**
   * Called with the far end of each new connection. The function that it may give is called when
   * that connection has ended.
   */
  readonly onConnection: (farEnd: FarEnd) => (() => void) | undefined;
}

/** A listening server. */
export interface FarEndServer {
  /** The TCP port it listens on. */
  readonly port: number;
  /** Ends all connections and stops listening. */
  close(): Promise<void>;
}

/**
 * Listens on a TCP port and gives a {@link FarEnd} for each host that connects, so that whatever
 * plays the module on a mock line can play it over TCP. Its wires have no control lines.
 *
 * Rejects with Node's own error when the port cannot be listened on, and with a
 * {@link TransportError} `INVALID_OPTION` for options that cannot work.
 */
export async function listenFarEnd(options: FarEndServerOptions): Promise<FarEndServer> {
  const checked = checkedOptions(options, farEndServerOptions);
  const { host = "127.0.0.1", port = 0, onConnection } = checked;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const onEnd = onConnection(socketFarEnd(socket));
    socket.once("close", () => {
      sockets.delete(socket);
      onEnd?.();
    });
  });
  return await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve({ port: listeningPort(server), close: () => closeServer(server, sockets) });
    });
  });
}

function socketFarEnd(socket: Socket): FarEnd {
  const toModule = new Listeners<Uint8Array>();
  socket.on("data", (chunk: Uint8Array) => toModule.emit(new Uint8Array(chunk)));
  // The host may break the connection at any time; "close" follows and says enough.
  socket.on("error", () => {});
  return {
    lines: undefined,
    onData: (listener) => toModule.add(listener),
    onControlLines: () => () => {},
    write: (bytes) => {
      if (socket.writable) socket.write(new Uint8Array(bytes));
    },
    unplug: () => {
      socket.resetAndDestroy();
    },
  };
}

function listeningPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Not a TCP server.");
  return address.port;
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
