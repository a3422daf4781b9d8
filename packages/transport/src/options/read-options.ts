import { describeGiven } from "./describe-kind.ts";
import { adviseOn, type Place, under } from "./key-advice.ts";
import type { KeyAdvice, OptionProblem, OptionTable } from "./option-table.ts";
import { isOptionsObject, keysOf, readKey } from "./plain-object.ts";
import { readValue, type TableReader } from "./read-value.ts";

/** Options as they were at the call, and everything that is wrong with them. */
export interface OptionsRead {
  /** Only what was given and may be so; `null` counts as not given. */
  readonly options: Readonly<Record<string, unknown>>;
  /** In the order of the options; empty where all is well. */
  readonly problems: readonly OptionProblem[];
}

/**
 * Reads options into a plain object, each key once, inherited ones and getters included, and judges
 * them by their table. Bytes are copied; functions, signals and other objects are kept. It never
 * throws, whatever it is given.
 */
export function readOptions(
  given: unknown,
  table: OptionTable,
  advice: KeyAdvice = {},
): OptionsRead {
  const problems: OptionProblem[] = [];
  const reader = new Reading(table, advice, problems);
  const options = reader.readObject(given ?? {}, table, "");
  return { options: options ?? {}, problems };
}

class Reading implements TableReader {
  readonly #root: OptionTable;
  readonly #advice: KeyAdvice;
  readonly #problems: OptionProblem[];
  #isMoved = false;

  constructor(root: OptionTable, advice: KeyAdvice, problems: OptionProblem[]) {
    this.#root = root;
    this.#advice = advice;
    this.#problems = problems;
  }

  refuse(path: string, message: string, hint?: string): undefined {
    const { hints = {} } = this.#advice;
    const usual = Object.hasOwn(hints, path) ? hints[path] : undefined;
    this.#problems.push({ path: path === "" ? "options" : path, message, hint: hint ?? usual });
    return undefined;
  }

  readObject(
    value: unknown,
    table: OptionTable,
    path: string,
    known?: string,
  ): Record<string, unknown> | undefined {
    try {
      if (isOptionsObject(value)) return this.#readKeys(value, table, path, known);
    } catch {
      return this.refuse(path, "cannot be read: looking into it throws an error");
    }
    return this.refuse(path, `must be an object with options, is ${describeGiven(value)}`);
  }

  #readKeys(
    object: Readonly<Record<string, unknown>>,
    table: OptionTable,
    path: string,
    known: string | undefined,
  ): Record<string, unknown> {
    const meant = this.#judgeKeys(object, table, path, known);
    const read: Record<string, unknown> = {};
    for (const [key, kind] of Object.entries(table.keys)) {
      const place = under(path, key);
      const got = this.#get(object, key);
      if ("thrown" in got) {
        this.refuse(place, "cannot be read: its getter throws an error");
        continue;
      }
      if (got.value === undefined || got.value === null) {
        // A key that was meant for it has been told already.
        const isTold = meant.includes(key);
        if (table.required?.includes(key) && !isTold) this.refuse(place, "must be given");
        continue;
      }
      const value = readValue(kind, got.value, place, this);
      if (value !== undefined) read[key] = value;
    }
    for (const [one, other] of table.exclusive ?? []) {
      if (!(one in read && other in read)) continue;
      this.refuse(under(path, other), `cannot stand beside ${one}`, "Leave one of them out.");
    }
    return read;
  }

  /** @returns the options that strange keys may stand for */
  #judgeKeys(
    object: Readonly<Record<string, unknown>>,
    table: OptionTable,
    path: string,
    known: string | undefined,
  ): readonly string[] {
    const strange = keysOf(object).filter(
      (key) => key !== known && !Object.hasOwn(table.keys, key),
    );
    return strange.flatMap((key) => {
      const got = this.#get(object, key);
      const isRead = !("thrown" in got);
      const value = isRead ? got.value : undefined;
      if (isRead && (value === undefined || value === null)) return [];
      const found = adviseOn({ path, key, value, table, root: this.#root }, this.#advice);
      this.refuse(under(path, key), "is no option", found.hint);
      if (isRead && found.moved !== undefined) this.#readMoved(found.moved, value);
      return found.meant;
    });
  }

  /** What is wrong within it would be told once it is in its place. */
  #readMoved({ kind, path }: Place, value: unknown): void {
    // An object that holds itself would be moved for ever.
    if (this.#isMoved) return;
    this.#isMoved = true;
    readValue(kind, value, path, this);
    this.#isMoved = false;
  }

  #get(
    object: Readonly<Record<string, unknown>>,
    key: string,
  ): { readonly value: unknown } | { readonly thrown: true } {
    try {
      return { value: readKey(object, key) };
    } catch {
      return { thrown: true };
    }
  }
}
