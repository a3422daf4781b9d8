const emptySlot = -1;

/** Gives each pair of numbers an index, in the order in which they came. Holds millions. */
export class PairIndex {
  #first = new Int32Array(1 << 12);
  #second = new Int32Array(1 << 12);
  #slots = new Int32Array(1 << 13).fill(emptySlot);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  first(index: number): number {
    return this.#first[index] ?? emptySlot;
  }

  second(index: number): number {
    return this.#second[index] ?? emptySlot;
  }

  /** @returns whether the pair is new; its index is then the last one */
  add(first: number, second: number): boolean {
    const slot = this.#find(first, second);
    if (this.#slots[slot] !== emptySlot) return false;
    if (this.#size === this.#first.length) this.#grow();
    this.#first[this.#size] = first;
    this.#second[this.#size] = second;
    this.#slots[this.#find(first, second)] = this.#size;
    this.#size += 1;
    return true;
  }

  /** @returns the pair's index, -1 when it did not come */
  indexOf(first: number, second: number): number {
    return this.#slots[this.#find(first, second)] ?? emptySlot;
  }

  #find(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (;;) {
      const index = this.#slots[slot] ?? emptySlot;
      if (index === emptySlot) return slot;
      if (this.#first[index] === first && this.#second[index] === second) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    this.#first = doubled(this.#first);
    this.#second = doubled(this.#second);
    this.#slots = new Int32Array(this.#slots.length * 2).fill(emptySlot);
    for (let index = 0; index < this.#size; index++) {
      const slot = this.#find(this.first(index), this.second(index));
      this.#slots[slot] = index;
    }
  }
}

export function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
