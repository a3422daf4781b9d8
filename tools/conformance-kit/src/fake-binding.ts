import type { SerialPortStream } from "@serialport/stream";
import type { FarEnd } from "./far-end.ts";

type Binding = ConstructorParameters<typeof SerialPortStream>[0]["binding"];
type Port = Awaited<ReturnType<Binding["open"]>>;
type OpenOptions = Parameters<Binding["open"]>[0];

/** The path that the peers open; the binding does not look at it. */
export const fakePath = "/dev/far-end";

/**
 * What stands below node-serialport in place of the operating system. A read gives one chunk of the
 * far end, or as much of it as was asked for, and never the bytes of two.
 */
export function fakeBinding(farEnd: FarEnd): Binding {
  return {
    list: async () => [],
    open: async (options) => new FakePort(farEnd, options),
  };
}

class FakePort implements Port {
  readonly openOptions: Required<OpenOptions>;
  isOpen = true;
  readonly #farEnd: FarEnd;
  readonly #chunks: Uint8Array[] = [];
  #lost = false;
  #wake: () => void = () => {};

  constructor(farEnd: FarEnd, options: OpenOptions) {
    this.#farEnd = farEnd;
    // Nobody here reads what was left out.
    this.openOptions = options as Required<OpenOptions>;
    farEnd.connect({
      deliver: (chunk) => {
        this.#chunks.push(chunk);
        this.#wake();
      },
      lost: () => {
        this.#lost = true;
        this.#wake();
      },
    });
  }

  async read(buffer: Buffer, offset: number, length: number) {
    while (this.#chunks.length === 0) {
      this.#checkOpen();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#checkOpen();
    const chunk = this.#chunks.shift() ?? new Uint8Array();
    if (chunk.length > length) this.#chunks.unshift(chunk.subarray(length));
    const given = chunk.subarray(0, length);
    buffer.set(given, offset);
    return { buffer, bytesRead: given.length };
  }

  async write(buffer: Buffer): Promise<void> {
    this.#checkOpen();
    this.#farEnd.receive(new Uint8Array(buffer));
  }

  async close(): Promise<void> {
    this.isOpen = false;
    this.#farEnd.disconnect();
    this.#wake();
  }

  async update(): Promise<void> {}

  async set(): Promise<void> {}

  async get() {
    return { cts: true, dsr: true, dcd: true };
  }

  async getBaudRate() {
    return { baudRate: this.openOptions.baudRate };
  }

  async flush(): Promise<void> {}

  async drain(): Promise<void> {
    this.#checkOpen();
  }

  /** As node-serialport wants it: `canceled` for a port that was closed here, else it is unplugged. */
  #checkOpen(): void {
    if (!this.isOpen) throw Object.assign(new Error("the port is closed"), { canceled: true });
    if (this.#lost) throw new Error("the port is gone");
  }
}
