import { TransportError } from "../errors.ts";
import { checkIntegerOption } from "../integer-option.ts";

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
