/**
 * When the module may be restarted again: between two restarts it is looked at several times, with a
 * pause before each (manual, 4.2). So nothing restarts it in a loop.
 */
export class RestartPace {
  readonly #checks: number;
  readonly #intervalMs: number;
  /** When it was restarted, or looked at and found no better, last. */
  #lastMs = Number.NEGATIVE_INFINITY;
  #checked = Number.POSITIVE_INFINITY;

  constructor(checksBetweenRestarts: number, checkIntervalMs: number) {
    this.#checks = checksBetweenRestarts;
    this.#intervalMs = checkIntervalMs;
  }

  get mayRestart(): boolean {
    return this.#checked >= this.#checks;
  }

  /** When the next look counts. */
  get nextCheckMs(): number {
    return this.#lastMs + this.#intervalMs;
  }

  restarted(nowMs: number): void {
    this.#lastMs = nowMs;
    this.#checked = 0;
  }

  /** The module was looked at, and is no better. One that follows too soon does not count. */
  checked(nowMs: number): void {
    if (nowMs < this.nextCheckMs) return;
    this.#lastMs = nowMs;
    this.#checked++;
  }
}
