/** What becomes of an unsolicited line when it could be printed. */
export type UrcFate = "print" | "hold" | "drop";

/** Unsolicited lines on their way to the host, in order. */
export class UrcQueue {
  #waiting: string[] = [];
  #gathered: string[] | undefined;
  #fateOf: (line: string) => UrcFate = () => "print";

  /** Decides about each line when it could be printed. */
  filter(fateOf: (line: string) => UrcFate): void {
    this.#fateOf = fateOf;
  }

  /** Whether lines are gathered and not printed. */
  get isGathering(): boolean {
    return this.#gathered !== undefined;
  }

  push(line: string): void {
    (this.#gathered ?? this.#waiting).push(line);
  }

  /** Calls `change`. @returns the lines pushed meanwhile, which do not wait here */
  gather(change: () => void): readonly string[] {
    const gathered: string[] = [];
    this.#gathered = gathered;
    try {
      change();
    } finally {
      this.#gathered = undefined;
    }
    return gathered;
  }

  /** Prints what waits, as long as it may be printed: printing may change that. */
  flush(mayPrint: () => boolean, print: (line: string) => void): void {
    const held: string[] = [];
    while (mayPrint()) {
      const line = this.#waiting.shift();
      if (line === undefined) break;
      const fate = this.#fateOf(line);
      if (fate === "hold") held.push(line);
      else if (fate === "print") print(line);
    }
    this.#waiting.unshift(...held);
  }

  clear(): void {
    this.#waiting = [];
  }
}
