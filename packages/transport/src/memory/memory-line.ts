import { abortableTransport } from "../abortable-transport.ts";
import { checkedOptions } from "../checked-options.ts";
import type { Connection, Transport } from "../connection.ts";
import { TransportError } from "../errors.ts";
import type { ControlLines, FarEnd } from "../far-end.ts";
import { globalLineClock, type LineClock } from "../line-clock.ts";
import { ModuleEnd } from "../module-end.ts";
import { memoryLineOptions } from "../option-tables.gen.ts";
import { StreamConnection } from "../stream-connection.ts";
import { MemoryStream } from "./memory-stream.ts";

/** How a line in memory behaves. */
export interface MemoryLineOptions {
  /**
   * Most bytes that the host gets in one chunk; 1 gives byte by byte. Default 1024. What the far end
   * writes in two calls comes in two chunks.
   * @whole
   * @minimum 1
   * @maximum 65536
   */
  readonly maxReadSize?: number | undefined;
  /** `false` makes a line without DTR and RTS, such as a pseudo-terminal. Default `true`. */
  readonly controlLines?: boolean | undefined;
  /**
   * How many ms bytes from the host spend on the line after it has taken them, as in a UART's
   * buffer. A drain waits for them. Default 0: they arrive at once.
   * @whole
   * @minimum 0
   */
  readonly transmitDelayMs?: number | undefined;
  /** Where `transmitDelayMs` has its time from. Default: the global timers, also faked ones. */
  readonly clock?: LineClock | undefined;
}

/** Both ends of one line in memory. */
export interface MemoryLine {
  /** The host's way in. One connection at a time: `open` rejects with `PORT_BUSY` otherwise. */
  readonly transport: Transport;
  /** The module's end. It lasts as long as the line, through any number of connections. */
  readonly farEnd: FarEnd;
  /** Changes `maxReadSize`, beginning with the next chunk. */
  setReadSize(maxReadSize: number): void;
}

const NAME = "line in memory";
const ASSERTED: ControlLines = { dtr: true, rts: true };

/**
 * Gives a line that exists only in memory, without any other package and without Node. Opening
 * asserts DTR and RTS, closing and unplugging de-assert them; a write resolves when its bytes have
 * arrived. The line itself goes from promise to promise: no timer is used unless `transmitDelayMs`
 * is set, so every kind of fake timers works with it.
 *
 * @throws {@link TransportError} `INVALID_OPTION` with every option that cannot work.
 */
export function createMemoryLine(options: MemoryLineOptions = {}): MemoryLine {
  const line = new Line(checkedOptions(options, memoryLineOptions));
  return {
    transport: abortableTransport(() => line.open()),
    farEnd: line.module.farEnd,
    setReadSize: (maxReadSize) => {
      checkedOptions<MemoryLineOptions>({ maxReadSize }, memoryLineOptions);
      line.maxReadSize = maxReadSize;
    },
  };
}

class Line {
  readonly module: ModuleEnd;
  readonly clock: LineClock;
  readonly transmitDelayMs: number;
  maxReadSize: number;
  #stream: MemoryStream | undefined;

  constructor(options: MemoryLineOptions) {
    const { maxReadSize = 1024, controlLines = true, transmitDelayMs = 0, clock } = options;
    this.maxReadSize = maxReadSize;
    this.transmitDelayMs = transmitDelayMs;
    this.clock = clock ?? globalLineClock;
    this.module = new ModuleEnd(controlLines, {
      drainsAll: true,
      receive: (bytes) => this.#stream?.receive(bytes),
      unplug: () => {
        const stream = this.#stream;
        this.#stream = undefined;
        stream?.lose(new Error("unplugged"));
      },
    });
  }

  async open(): Promise<Connection> {
    if (this.#stream !== undefined) {
      const message = `The ${NAME} is open already. Close the other connection first.`;
      throw new TransportError("PORT_BUSY", message);
    }
    const stream = new MemoryStream(this);
    this.#stream = stream;
    this.module.setLines(ASSERTED);
    return new StreamConnection({
      name: NAME,
      stream,
      drain: () => stream.drain(),
      setDtr: this.module.hasLines ? async (dtr) => this.#setDtr(dtr) : undefined,
      release: async () => this.#release(stream),
    });
  }

  carry(bytes: Uint8Array): readonly Promise<void>[] {
    return this.module.take(bytes);
  }

  #setDtr(dtr: boolean): void {
    this.module.setLines({ dtr, rts: this.module.farEnd.lines?.rts ?? true });
  }

  #release(stream: MemoryStream): void {
    stream.stop(new Error("the line is closed"));
    if (this.#stream !== stream) return;
    this.#stream = undefined;
    this.module.dropLines();
  }
}
