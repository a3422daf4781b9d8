/** Numbers that look like chance and come again with the same keys. */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(...keys: readonly (string | number)[]) {
    let hash = 2166136261;
    for (const char of keys.join("/")) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619);
    this.#a = hash;
    this.#b = Math.imul(hash, 0x9e3779b1);
    this.#c = Math.imul(hash ^ 0x5bd1e995, 0x85ebca6b);
    for (let warm = 0; warm < 12; warm++) this.next();
  }

  /** From 0 up to 1, without 1 (the generator sfc32). */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<const List extends readonly [unknown, ...unknown[]]>(list: List): List[number] {
    return list[this.int(0, list.length - 1)] as List[number];
  }

  /** Small values as often as large ones: as many from 1 to 10 as from 10 to 100. */
  spread(from: number, to: number): number {
    return from * (to / from) ** this.next();
  }

  /** One of the entries, by weight. */
  weighted<T>(entries: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.next() * entries.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of entries) {
      left -= weight;
      if (left < 0) return value;
    }
    throw new RangeError("nothing to choose from");
  }

  /** Time until the next of events that come so often in the given time. */
  untilNext(times: number, inMs: number): number {
    return (-Math.log(1 - this.next()) * inMs) / times;
  }
}
