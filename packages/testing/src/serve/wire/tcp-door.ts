import { createServer, type Server, type Socket } from "node:net";

/** Where connections come in. */
export interface Door {
  /** Lets nobody in any more. Connections that are in stay. */
  close(): Promise<void>;
}

/** A TCP port that is listened on. */
export interface TcpDoor extends Door {
  readonly host: string;
  readonly port: number;
}

/** Rejects with Node's own error when the port cannot be listened on. */
export async function openTcpDoor(
  { host, port }: { readonly host: string; readonly port: number },
  onConnection: (socket: Socket) => void,
): Promise<TcpDoor> {
  const server = createServer({ noDelay: true }, onConnection);
  await listen(server, () => server.listen(port, host));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Not a TCP server.");
  return { host, port: address.port, close: () => close(server) };
}

/** The same for a socket in the file system. */
export async function openPathDoor(
  path: string,
  onConnection: (socket: Socket) => void,
): Promise<Door> {
  const server = createServer(onConnection);
  await listen(server, () => server.listen(path));
  return { close: () => close(server) };
}

function listen(server: Server, begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => {
      server.off("error", reject);
      resolve();
    });
    begin();
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
