import fc from "fast-check";

/** Draws one value of an arbitrary; what `fc.gen()` hands out. */
export type Draw = fc.GeneratorValue;

/** Random choices that fast-check can repeat from a seed and shrink. */
export class Dice {
  private readonly draw: Draw;

  constructor(draw: Draw) {
    this.draw = draw;
  }

  /** Both ends are possible. */
  integer(min: number, max: number): number {
    return this.draw(fc.integer, { min, max });
  }

  /** True in about that share of the draws; shrinks to false. */
  chance(share: number): boolean {
    return this.draw(fc.integer, { min: 0, max: 999 }) >= 1000 - Math.round(share * 1000);
  }

  pick<Value>(values: readonly Value[]): Value {
    if (values.length === 0) throw new RangeError("nothing to pick from");
    return values[this.integer(0, values.length - 1)] as Value;
  }

  /** Takes a value out of a list that others draw from too. */
  take<Value>(values: Value[]): Value {
    const [value] = values.splice(this.integer(0, values.length - 1), 1);
    if (value === undefined) throw new RangeError("nothing left to take");
    return value;
  }
}
