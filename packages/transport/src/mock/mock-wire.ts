import { Listeners } from "../listeners.ts";
import { loadOptionalDependency } from "../optional-dependency.ts";
import type {
  SerialBinding,
  SerialBindingOptions,
  SerialBindingPort,
} from "../serial/serial-binding.ts";
import type { ControlLines, FarEnd } from "./far-end.ts";
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
}

const ASSERTED: ControlLines = { dtr: true, rts: true };
const DEASSERTED: ControlLines = { dtr: false, rts: false };

/** Connects the port that the host opens, if it has one open, with the far end that always is. */
export class MockWire implements MockPortWire {
  readonly binding: SerialBinding;
  readonly farEnd: FarEnd;
  readonly transmitDelayMs: number;
  lines: ControlLines | undefined;
  readonly #path: string;
  readonly #toModule = new Listeners<Uint8Array>();
  readonly #lineChanges = new Listeners<ControlLines>();
  #maxReadSize: number;
  #isPathKnown = false;
  #port: MockPort | undefined;
  #dropsLinesOnClose = true;

  constructor(options: MockWireOptions) {
    this.#path = options.path;
    this.#maxReadSize = options.maxReadSize;
    this.transmitDelayMs = options.transmitDelayMs;
    this.lines = options.controlLines ? DEASSERTED : undefined;
    this.binding = { open: (portOptions) => this.#open(portOptions) };
    this.farEnd = this.#createFarEnd();
  }

  setMaxReadSize(size: number): void {
    this.#maxReadSize = size;
    if (this.#port !== undefined) this.#port.maxReadSize = size;
  }

  carry(bytes: Uint8Array): void {
    this.#toModule.emit(bytes);
  }

  setLines(lines: ControlLines): void {
    if (this.lines === undefined) return;
    if (this.lines.dtr === lines.dtr && this.lines.rts === lines.rts) return;
    this.lines = lines;
    this.#lineChanges.emit(lines);
  }

  portClosed(port: MockPort): void {
    if (this.#port !== port) return;
    this.#port = undefined;
    if (this.#dropsLinesOnClose) this.setLines(DEASSERTED);
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
    this.setLines(ASSERTED);
    return port;
  }

  #createFarEnd(): FarEnd {
    const currentLines = (): ControlLines | undefined => this.lines;
    return {
      get lines() {
        return currentLines();
      },
      onData: (listener) => this.#toModule.add(listener),
      onControlLines: (listener) => this.#lineChanges.add(listener),
      write: (bytes) => {
        this.#port?.receive(bytes);
      },
      unplug: () => {
        const port = this.#port;
        this.#port = undefined;
        port?.unplug();
        this.setLines(DEASSERTED);
      },
    };
  }
}
