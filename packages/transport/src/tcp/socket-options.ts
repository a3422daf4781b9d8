/** Where a socket connects to, and how it lives. */
export interface SocketOptions {
  /**
   * Name or address of the host.
   * @host
   */
  readonly host: string;
  /**
   * TCP port, 1 to 65535.
   * @whole
   * @minimum 1
   * @maximum 65535
   */
  readonly port: number;
  /**
   * How long finding the address and connecting may take together, in ms. Default 10 000.
   * @whole
   */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * After how many ms of silence the operating system probes whether the other side still lives,
   * from 1000 on, in steps of whole seconds. A dead one is noticed about ten seconds after that.
   * Default 30 000. With `false` it does not, and a dead peer goes unnoticed until bytes are sent
   * to it.
   * @whole
   * @minimum 1000
   */
  readonly keepAliveMs?: number | false | undefined;
}

/** Socket options with all defaults. */
export interface SocketSettings {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly keepAliveMs: number | false;
  readonly noDelay: boolean;
}

/** Fills in the defaults of checked options. */
export function socketSettings(options: SocketOptions, noDelay: boolean): SocketSettings {
  const { host, port, connectTimeoutMs = 10_000, keepAliveMs = 30_000 } = options;
  return { host, port, connectTimeoutMs, keepAliveMs, noDelay };
}

/** How the address stands in messages. */
export function socketTarget({ host, port }: SocketSettings): string {
  return `${host} port ${port}`;
}
