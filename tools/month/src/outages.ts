/** The times without a module that could be used, as the host sees it. */
export class Outages {
  longestMs = 0;
  #sinceMs: number | undefined = 0;

  usable(isUsable: boolean, nowMs: number): void {
    if (!isUsable) this.#sinceMs ??= nowMs;
    else if (this.#sinceMs !== undefined) {
      this.longestMs = Math.max(this.longestMs, nowMs - this.#sinceMs);
      this.#sinceMs = undefined;
    }
  }
}
