import type { HostClock, VirtualClock } from "@qsmtp/fake-module";
import type { CloseReason, Connection, Transport } from "@qsmtp/transport";

/** Never settles, as nothing does for a process that is gone. */
function never(): Promise<never> {
  return new Promise(() => {});
}

/** The timers of one process; they die with it. */
export class MortalClock implements HostClock {
  readonly #clock: VirtualClock;
  readonly #waiting = new Set<unknown>();
  #isDead = false;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get pending(): number {
    return this.#waiting.size;
  }

  now(): number {
    return this.#clock.now();
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    if (this.#isDead) return undefined;
    if (!Number.isFinite(delayMs)) throw new RangeError(`a timer of ${delayMs} ms`);
    const timer = this.#clock.setTimeout(() => {
      this.#waiting.delete(timer);
      callback();
    }, delayMs);
    this.#waiting.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#waiting.delete(timer);
    this.#clock.clearTimeout(timer);
  }

  die(): void {
    this.#isDead = true;
    for (const timer of this.#waiting) this.#clock.clearTimeout(timer);
    this.#waiting.clear();
  }
}

/** The port as one process has it: when it dies nothing is told to anybody any more. */
export class MortalTransport implements Transport {
  readonly #transport: Transport;
  #connection: MortalConnection | undefined;
  #isDead = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async open(options?: Parameters<Transport["open"]>[0]): Promise<Connection> {
    if (this.#isDead) return never();
    const connection = await this.#transport.open(options);
    this.#connection = new MortalConnection(connection);
    return this.#connection;
  }

  die(): void {
    this.#isDead = true;
    this.#connection?.die();
  }
}

class MortalConnection implements Connection {
  readonly capabilities: Connection["capabilities"];
  readonly closed: Promise<CloseReason>;
  readonly #inner: Connection;
  readonly #stops: (() => void)[] = [];
  #isDead = false;

  constructor(inner: Connection) {
    this.#inner = inner;
    this.capabilities = inner.capabilities;
    this.closed = this.#whileAlive(inner.closed);
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    const stop = this.#inner.onData(listener);
    this.#stops.push(stop);
    return stop;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#isDead ? never() : this.#whileAlive(this.#inner.write(bytes));
  }

  setDtr(asserted: boolean): Promise<void> {
    return this.#isDead ? never() : this.#whileAlive(this.#inner.setDtr(asserted));
  }

  close(): Promise<void> {
    return this.#isDead ? never() : this.#whileAlive(this.#inner.close());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The operating system closes the port; whoever waited for it is no more. */
  die(): void {
    this.#isDead = true;
    for (const stop of this.#stops) stop();
    void this.#inner.close();
  }

  #whileAlive<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => {
          if (!this.#isDead) resolve(value);
        },
        (error: unknown) => {
          if (!this.#isDead) reject(error);
        },
      );
    });
  }
}
