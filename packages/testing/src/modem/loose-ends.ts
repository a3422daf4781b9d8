/** How many commands, and errors of listeners, are named; the others are counted. */
const maxNamed = 100;

/** What a test prepared and nothing has used, and what came unprepared. */
export class LooseEnds {
  readonly #prepared = new Set<string[]>();
  readonly #unhandled: string[] = [];
  readonly #thrown: unknown[] = [];
  #more = 0;
  #moreThrown = 0;

  /** Notes something that is to be used. @returns what tells that it was, or is wanted no more */
  prepare(what: string): () => void {
    // An object of its own: two may have the same words.
    const entry = [what];
    this.#prepared.add(entry);
    return () => {
      this.#prepared.delete(entry);
    };
  }

  /** Notes a command that nothing handles, secrets masked. */
  unhandled(line: string): void {
    if (this.#unhandled.length < maxNamed) this.#unhandled.push(line);
    else this.#more++;
  }

  /** Notes what a listener of events threw. */
  thrown(error: unknown): void {
    if (this.#thrown.length < maxNamed) this.#thrown.push(error);
    else this.#moreThrown++;
  }

  /** What listeners threw, in order; the first ones. */
  get errors(): readonly unknown[] {
    return this.#thrown;
  }

  clear(): void {
    this.#prepared.clear();
    this.#unhandled.length = 0;
    this.#thrown.length = 0;
    this.#more = 0;
    this.#moreThrown = 0;
  }

  /** A sentence without its full stop for each. */
  list(): string[] {
    const more = this.#more === 0 ? [] : [`${this.#more} more such commands came`];
    const unused = [...this.#prepared].flat().map((what) => `${what} was never used`);
    const moreThrown = this.#moreThrown === 0 ? [] : [`${this.#moreThrown} more such errors`];
    return [
      ...this.#unhandled.map((line) => `nothing handles ${line}`),
      ...more,
      ...unused,
      ...this.#thrown.map((error) => `a listener of onEvent threw ${String(error)}`),
      ...moreThrown,
    ];
  }
}
