import { connect, type Socket } from "node:net";
import { connectError, connectTimeout } from "./connect-error.ts";
import { type SocketSettings, socketTarget } from "./socket-options.ts";

/**
 * Connects, and gives what `adopt` makes of the socket; on any failure the socket is destroyed.
 * `adopt` is called before the socket can report anything more.
 */
export function connectSocket<Adopted>(
  settings: SocketSettings,
  signal: AbortSignal | undefined,
  adopt: (socket: Socket) => Adopted,
): Promise<Adopted> {
  const { host, port, connectTimeoutMs, keepAliveMs, noDelay } = settings;
  const target = socketTarget(settings);
  const socket = connect({
    host,
    port,
    noDelay,
    ...(keepAliveMs !== false && { keepAlive: true, keepAliveInitialDelay: keepAliveMs }),
  });
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
      resolve(adopt(socket));
    };
    // Stays attached after a failure: an error without a listener would end the process.
    const onError = (cause: Error): void => fail(connectError(target, cause));
    const timer = setTimeout(
      () => fail(connectTimeout(target, connectTimeoutMs)),
      connectTimeoutMs,
    );
    signal?.addEventListener("abort", onAbort, { once: true });
    socket.once("connect", onConnect);
    socket.on("error", onError);
  });
}

/** Destroys a socket, and resolves when the operating system has it back. */
export function releaseSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once("close", () => resolve());
    socket.destroy();
  });
}

/**
 * Whether a socket's error shows that the other side had ended the connection in order: a write that
 * meets such an end can fail before the end itself is read.
 */
export function isOrderlyEnd(failure: Error): boolean {
  return "code" in failure && failure.code === "EPIPE";
}
