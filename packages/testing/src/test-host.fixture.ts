import type { ControlLines, FarEnd } from "@qsmtp/transport";

/** The host's end of a wire in memory, for tests: what is typed arrives at once. */
export class TestHost {
  readonly farEnd: FarEnd;
  #output: Uint8Array[] = [];
  #lines: ControlLines = { dtr: true, rts: true };
  #react: (text: string) => void = () => {};
  readonly #onData = new Set<(chunk: Uint8Array) => void>();
  readonly #onLines = new Set<(lines: ControlLines) => void>();

  constructor() {
    const currentLines = (): ControlLines => this.#lines;
    this.farEnd = {
      get lines() {
        return currentLines();
      },
      onData: (listener) => subscribe(this.#onData, listener),
      onControlLines: (listener) => subscribe(this.#onLines, listener),
      write: (bytes) => {
        this.#output.push(bytes.slice());
        this.#react(new TextDecoder().decode(bytes));
      },
      unplug: () => {},
    };
  }

  /** Calls `react` with each thing that the module writes, from within the write. */
  onOutput(react: (text: string) => void): void {
    this.#react = react;
  }

  /** Sends text, or bytes, to the module. */
  type(input: string | Uint8Array): void {
    const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
    for (const listener of this.#onData) listener(bytes);
  }

  setDtr(dtr: boolean): void {
    this.#setLines({ ...this.#lines, dtr });
  }

  setRts(rts: boolean): void {
    this.#setLines({ ...this.#lines, rts });
  }

  /** Asserts both lines, as a port does that is opened. */
  open(): void {
    this.#setLines({ dtr: true, rts: true });
  }

  /** Takes both away, as a port does that is closed. */
  close(): void {
    this.#setLines({ dtr: false, rts: false });
  }

  /** What the module has written since the last call. */
  take(): string {
    return this.takeChunks().join("");
  }

  /** The same, a string for each write. */
  takeChunks(): string[] {
    const chunks = this.#output.map((bytes) => new TextDecoder().decode(bytes));
    this.#output = [];
    return chunks;
  }

  /** Sends a command line and gives what the module writes at once. */
  ask(line: string): string {
    this.type(`${line}\r`);
    return this.take();
  }

  #setLines(lines: ControlLines): void {
    this.#lines = lines;
    for (const listener of this.#onLines) listener(this.#lines);
  }
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
