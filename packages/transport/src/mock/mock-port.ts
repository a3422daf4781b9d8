import type { ControlLines } from "../far-end.ts";
import type { LineClock } from "../line-clock.ts";
import type { SerialBindingPort } from "../serial/serial-binding.ts";

/** A port of `@serialport/binding-mock`, as far as it is used here. */
export interface UnwiredPort extends SerialBindingPort {
  readonly port: {
    /** Looked at by each read when it has something to give. */
    maxReadSize: number;
  };
  /** Makes bytes readable. */
  emitData(bytes: Uint8Array): void;
}

/** What a mock port tells the wire it is plugged into, and asks of it. */
export interface MockPortWire {
  readonly hasLines: boolean;
  readonly clock: LineClock;
  readonly transmitDelayMs: number;
  carry(bytes: Uint8Array): void;
  setLines(lines: ControlLines): void;
  portClosed(port: MockPort): void;
}

interface Transit {
  readonly timer: unknown;
  readonly cancel: (error: Error) => void;
}

/**
 * Gives a port of `@serialport/binding-mock`, which by itself is plugged into nothing, a wire: its
 * writes and line changes arrive somewhere, and it can be unplugged.
 */
export class MockPort implements SerialBindingPort {
  readonly #port: UnwiredPort;
  readonly #wire: MockPortWire;
  /** Bytes that the port has taken and not yet sent. */
  readonly #transits = new Set<Transit>();
  #drained: Promise<void> = Promise.resolve();
  #fault: Error | undefined;
  #failRead: (fault: Error) => void = () => {};

  constructor(port: UnwiredPort, wire: MockPortWire) {
    this.#port = port;
    this.#wire = wire;
  }

  get isOpen(): boolean {
    return this.#port.isOpen;
  }

  set maxReadSize(size: number) {
    this.#port.port.maxReadSize = size;
  }

  /** Makes `bytes` from the far end readable, unless the port is being closed. */
  receive(bytes: Uint8Array): void {
    if (this.isOpen) this.#port.emitData(bytes);
  }

  /** Fails the pending read, and everything that follows except `close`. */
  unplug(): void {
    this.#fault = new Error("unplugged");
    this.#failRead(this.#fault);
  }

  async close(): Promise<void> {
    for (const { timer, cancel } of this.#transits) {
      this.#wire.clock.clearTimeout(timer);
      cancel(new Error("port is closed"));
    }
    this.#transits.clear();
    await this.#port.close();
    this.#wire.portClosed(this);
  }

  read(buffer: Uint8Array, offset: number, length: number): Promise<{ bytesRead: number }> {
    if (this.#fault !== undefined) return Promise.reject(this.#fault);
    return new Promise((resolve, reject) => {
      this.#failRead = reject;
      this.#port.read(buffer, offset, length).then(resolve, reject);
    });
  }

  async write(buffer: Uint8Array): Promise<void> {
    await this.#port.write(buffer);
    this.#checkPlugged();
    // Copied, because these bytes belong to the writer.
    this.#transmit(new Uint8Array(buffer));
  }

  async drain(): Promise<void> {
    await this.#port.drain();
    await this.#drained;
  }

  async set(lines: Partial<ControlLines>): Promise<void> {
    if (!this.#wire.hasLines) {
      // The words of node-serialport for ENOTTY, which a pseudo-terminal answers.
      throw new Error("Error: Inappropriate ioctl for device, cannot set");
    }
    await this.#port.set(lines);
    this.#checkPlugged();
    this.#wire.setLines({ dtr: lines.dtr ?? true, rts: lines.rts ?? true });
  }

  #transmit(bytes: Uint8Array): void {
    const { clock, transmitDelayMs } = this.#wire;
    if (transmitDelayMs === 0) {
      this.#wire.carry(bytes);
      return;
    }
    this.#drained = new Promise((resolve, reject) => {
      const arrive = (): void => {
        this.#transits.delete(transit);
        this.#wire.carry(bytes);
        resolve();
      };
      const transit: Transit = { timer: clock.setTimeout(arrive, transmitDelayMs), cancel: reject };
      this.#transits.add(transit);
    });
    // Nobody need be draining when the port is closed.
    this.#drained.catch(() => {});
  }

  #checkPlugged(): void {
    if (this.#fault !== undefined) throw this.#fault;
  }
}
