import { connect, type Socket } from "node:net";
import { TransportError } from "../errors.ts";
import { checkIntegerOption } from "../integer-option.ts";
import { connectError, connectTimeout } from "./connect-error.ts";

/** Where a socket connects to, and how it lives. */
export interface SocketOptions {
  /** Name or address of the host. */
  readonly host: string;
  /** TCP port, 1 to 65535. */
  readonly port: number;
  /** How long finding the address and connecting may take together, in ms. Default 10 000. */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * After how many ms of silence the operating system probes whether the other side still lives,
   * from 1000 on, in steps of whole seconds. A dead one is noticed about ten seconds after that.
   * Default 30 000. With `false` it does not, and a dead peer goes unnoticed until bytes are sent
   * to it.
   */
  readonly keepAliveMs?: number | false | undefined;
}

/** Socket options with all defaults, checked. */
export interface SocketSettings {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly keepAliveMs: number | false;
  readonly noDelay: boolean;
}

/** The longest time a timer can wait. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/** @throws {@link TransportError} `INVALID_OPTION` for an option out of its range. */
export function checkedSocketSettings(options: SocketOptions, noDelay: boolean): SocketSettings {
  const { host, port, connectTimeoutMs = 10_000, keepAliveMs = 30_000 } = options;
  if (host === "") {
    throw new TransportError("INVALID_OPTION", `Option "host" is empty, but must name a host.`);
  }
  checkIntegerOption("port", port, 1, 65_535);
  checkIntegerOption("connectTimeoutMs", connectTimeoutMs, 1, MAX_TIMER_MS);
  if (keepAliveMs !== false) checkIntegerOption("keepAliveMs", keepAliveMs, 1000, MAX_TIMER_MS);
  return { host, port, connectTimeoutMs, keepAliveMs, noDelay };
}

/** How the address stands in messages. */
export function socketTarget({ host, port }: SocketSettings): string {
  return `${host} port ${port}`;
}

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
