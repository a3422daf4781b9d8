import type { Timers } from "../clock/timers.ts";

/** The module's ear and mouth: for a time it may be deaf and mute, or take nothing. */
export class LineGate {
  readonly #timers: Timers;
  readonly #sink: (bytes: Uint8Array) => void;
  #silentUntilMs = Number.NEGATIVE_INFINITY;
  #stalledUntilMs = Number.NEGATIVE_INFINITY;
  readonly #onLost: (bytes: Uint8Array) => void;
  #held: Uint8Array[] = [];

  /** `onLost` is told of bytes of the host that nobody hears. */
  constructor(
    timers: Timers,
    sink: (bytes: Uint8Array) => void,
    onLost: (bytes: Uint8Array) => void,
  ) {
    this.#timers = timers;
    this.#sink = sink;
    this.#onLost = onLost;
  }

  /** Whether what is said and heard now is lost. */
  get isSilent(): boolean {
    return this.#timers.now() < this.#silentUntilMs;
  }

  /** Loses everything for a time. */
  silence(forMs: number): void {
    this.#silentUntilMs = Math.max(this.#silentUntilMs, this.#timers.now() + forMs);
  }

  /** Holds everything back that comes for a time. */
  stall(forMs: number): void {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, this.#timers.now() + forMs);
    this.#timers.after(forMs, () => this.#release());
  }

  /** Bytes that are held back. */
  get heldBytes(): number {
    return this.#held.reduce((sum, { length }) => sum + length, 0);
  }

  /** Forgets what is held back. */
  drop(): void {
    this.#held = [];
  }

  hear(bytes: Uint8Array): void {
    if (this.isSilent) this.#onLost(bytes);
    else if (this.#timers.now() < this.#stalledUntilMs) this.#held.push(bytes);
    else this.#sink(bytes);
  }

  /** Hears everything from now on; what was held back is lost. */
  open(): void {
    this.#silentUntilMs = Number.NEGATIVE_INFINITY;
    this.#stalledUntilMs = Number.NEGATIVE_INFINITY;
    this.drop();
  }

  #release(): void {
    if (this.#timers.now() < this.#stalledUntilMs) return;
    const held = this.#held;
    this.#held = [];
    for (const bytes of held) this.#sink(bytes);
  }
}
