import type { ControlLines, FarEnd } from "./far-end.ts";
import { Listeners } from "./listeners.ts";

const DEASSERTED: ControlLines = { dtr: false, rts: false };

/** What the host's end of a wire in this process does for the module's. */
interface HostEnd {
  receive(bytes: Uint8Array): void;
  unplug(): void;
  /** Whether its drain waits for bytes that the module's end says are on their way. */
  readonly drainsAll?: boolean;
}

/** The module's end of a wire in this process: its listeners, and the lines that the host drives. */
export class ModuleEnd {
  readonly farEnd: FarEnd;
  readonly #toModule = new Listeners<Uint8Array>();
  readonly #lineChanges = new Listeners<ControlLines>();
  #lines: ControlLines | undefined;
  /** Of the bytes that are being handed over. */
  #arrivals: Promise<void>[] = [];

  constructor(hasLines: boolean, host: HostEnd) {
    this.#lines = hasLines ? DEASSERTED : undefined;
    const currentLines = (): ControlLines | undefined => this.#lines;
    this.farEnd = {
      get lines() {
        return currentLines();
      },
      onData: (listener) => this.#toModule.add(listener),
      onControlLines: (listener) => this.#lineChanges.add(listener),
      ...(host.drainsAll ? { holdDrain: (arrival) => void this.#arrivals.push(arrival) } : {}),
      write: (bytes) => host.receive(bytes),
      unplug: () => {
        host.unplug();
        this.dropLines();
      },
    };
  }

  get hasLines(): boolean {
    return this.#lines !== undefined;
  }

  /**
   * Hands over bytes from the host, which may be kept.
   * @returns what settles when they have arrived, where that takes time
   */
  take(bytes: Uint8Array): readonly Promise<void>[] {
    this.#arrivals = [];
    this.#toModule.emit(bytes);
    return this.#arrivals;
  }

  setLines(lines: ControlLines): void {
    if (this.#lines === undefined) return;
    if (this.#lines.dtr === lines.dtr && this.#lines.rts === lines.rts) return;
    this.#lines = lines;
    this.#lineChanges.emit(lines);
  }

  /** De-asserts both, as the end of a connection does. */
  dropLines(): void {
    this.setLines(DEASSERTED);
  }
}
