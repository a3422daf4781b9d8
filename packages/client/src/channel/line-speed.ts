/** A write shorter than this tells more of the clock than of the line. */
const shortestBytes = 32;

/** Measures how fast bytes leave: the best of what was seen, for a held-up line says nothing. */
export class LineSpeed {
  readonly #now: () => number;
  #open: { readonly lengthBytes: number; readonly startedMs: number }[] = [];
  #best: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `undefined` while no write was long enough, or the port takes bytes faster than they leave. */
  get bytesPerSecond(): number | undefined {
    return this.#best;
  }

  begin(lengthBytes: number): void {
    this.#open.push({ lengthBytes, startedMs: this.#now() });
  }

  end(): void {
    const [write, ...open] = this.#open;
    this.#open = open;
    // A write that began while another was open has waited for it.
    if (write === undefined || write.lengthBytes < shortestBytes || open.length > 0) return;
    const tookMs = this.#now() - write.startedMs;
    if (tookMs <= 0) return;
    this.#best = Math.max(this.#best ?? 0, (write.lengthBytes * 1000) / tookMs);
  }
}
