import type { ControlLines, FarEnd } from "../far-end.ts";
import type { LineClock } from "../line-clock.ts";
import { ModuleEnd } from "../module-end.ts";
import { loadOptionalDependency } from "../optional-dependency.ts";
import type {
  SerialBinding,
  SerialBindingOptions,
  SerialBindingPort,
} from "../serial/serial-binding.ts";
import { MockPort, type MockPortWire, type UnwiredPort } from "./mock-port.ts";

/** The part of `@serialport/binding-mock` that is used. */
interface BindingMock {
  readonly MockBinding: {
    createPort(path: string): void;
    open(options: SerialBindingOptions): Promise<UnwiredPort>;
  };
}

/** Checked options of a mock line. */
interface MockWireOptions {
  readonly path: string;
  readonly maxReadSize: number;
  readonly controlLines: boolean;
  readonly transmitDelayMs: number;
  readonly clock: LineClock;
}

const ASSERTED: ControlLines = { dtr: true, rts: true };

/** Connects the port that the host opens, if it has one open, with the far end that always is. */
export class MockWire implements MockPortWire {
  readonly binding: SerialBinding;
  readonly transmitDelayMs: number;
  readonly clock: LineClock;
  readonly #path: string;
  readonly #module: ModuleEnd;
  #maxReadSize: number;
  #isPathKnown = false;
  #port: MockPort | undefined;
  #dropsLinesOnClose = true;

  constructor(options: MockWireOptions) {
    this.#path = options.path;
    this.#maxReadSize = options.maxReadSize;
    this.transmitDelayMs = options.transmitDelayMs;
    this.clock = options.clock;
    this.binding = { open: (portOptions) => this.#open(portOptions) };
    this.#module = new ModuleEnd(options.controlLines, {
      receive: (bytes) => {
        this.#port?.receive(bytes);
      },
      unplug: () => {
        const port = this.#port;
        this.#port = undefined;
        port?.unplug();
      },
    });
  }

  get farEnd(): FarEnd {
    return this.#module.farEnd;
  }

  get hasLines(): boolean {
    return this.#module.hasLines;
  }

  setMaxReadSize(size: number): void {
    this.#maxReadSize = size;
    if (this.#port !== undefined) this.#port.maxReadSize = size;
  }

  carry(bytes: Uint8Array): void {
    this.#module.take(bytes);
  }

  setLines(lines: ControlLines): void {
    this.#module.setLines(lines);
  }

  portClosed(port: MockPort): void {
    if (this.#port !== port) return;
    this.#port = undefined;
    if (this.#dropsLinesOnClose) this.#module.dropLines();
  }

  async #open(options: SerialBindingOptions): Promise<SerialBindingPort> {
    const { MockBinding } = await loadOptionalDependency(
      "@serialport/binding-mock",
      // @ts-expect-error: the package hides its declarations from ES modules.
      (): Promise<BindingMock> => import("@serialport/binding-mock"),
    );
    if (!this.#isPathKnown) {
      this.#isPathKnown = true;
      MockBinding.createPort(this.#path);
    }
    const port = new MockPort(await MockBinding.open(options), this);
    port.maxReadSize = this.#maxReadSize;
    this.#port = port;
    this.#dropsLinesOnClose = options.hupcl !== false;
    this.#module.setLines(ASSERTED);
    return port;
  }
}
