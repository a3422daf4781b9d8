import type { ClaimReason, Claims } from "./claims.ts";
import type { Cell } from "./line.ts";

/**
 * Walks through cells, each once: what is taken with a reason is claimed, what is skipped stays
 * residue. A reader that peeks without taking would never end, so that every loop runs by `eachWhile`.
 */
export class Cursor {
  readonly #cells: readonly Cell[];
  readonly #claims: Claims;
  #index = 0;

  constructor(cells: readonly Cell[], claims: Claims) {
    this.#cells = cells;
    this.#claims = claims;
  }

  peek(ahead = 0): Cell | undefined {
    return this.#cells[this.#index + ahead];
  }

  get previous(): Cell | undefined {
    return this.#cells[this.#index - 1];
  }

  /**
   * Runs the round for the next cell until the cells end or the round says that it does not go on. A
   * round that goes on without taking a cell passes one that nobody understands.
   */
  eachWhile(round: (cell: Cell) => boolean): void {
    for (let cell = this.peek(); cell !== undefined; cell = this.peek()) {
      const before = this.#index;
      if (!round(cell)) return;
      if (this.#index === before) this.#index += 1;
    }
  }

  take(reason: ClaimReason): Cell {
    const cell = this.#cells[this.#index];
    if (cell === undefined) throw new RangeError("the section has ended");
    this.#index += 1;
    this.#claims.add(reason, cell);
    return cell;
  }

  /** Takes cells while the condition holds for the next one. */
  takeWhile(reason: ClaimReason, condition: (cell: Cell) => boolean): Cell[] {
    const taken: Cell[] = [];
    for (let cell = this.peek(); cell !== undefined && condition(cell); cell = this.peek()) {
      taken.push(this.take(reason));
    }
    return taken;
  }
}
