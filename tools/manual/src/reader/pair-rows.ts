/** How readily a line begins a row; `literal` stands behind a value in quotes without a meaning. */
export type Beginning = "must" | "may" | "literal" | "seldom" | "not";

/** A line of a Parameter block that says something of some name, before it is known of which. */
export interface TextLine {
  /** Place among all lines of the block. */
  readonly place: number;
  readonly page: number;
  /**
   * `must` begins a row, `may` begins one, `literal` and then `seldom` do so only when nothing else
   * comes out even, `not` goes on with the row before.
   */
  readonly begins: Beginning;
  /** First line of those that cannot share a row with this one, such as values that begin anew. */
  readonly apart: number | undefined;
  /** Whether it tells of an error code, as only the row of one does. */
  readonly isError: boolean;
}

export interface RowName {
  readonly place: number;
  readonly page: number;
  readonly isError: boolean;
  /** The text line that stands on the same line as the name. */
  readonly ownLine: number | undefined;
}

/** Lines that belong to a name, from `from` up to `to`, and why that is not certain. */
export interface PairedRow {
  readonly from: number;
  readonly to: number;
  readonly doubt: string | undefined;
}

/** The most steps that a block may take to be paired; beyond them nothing is proven. */
const mostSteps = 4_000_000;

/**
 * Gives every name its lines, in order. A pairing is certain when no other one meets the rules: a row
 * begins behind its name and on its page, where a row may begin, and holds no values that begin anew.
 * Rules are loosened one after the other until some pairing meets them; nothing when none does.
 */
export function pairRows(
  names: readonly RowName[],
  lines: readonly TextLine[],
): PairedRow[] | undefined {
  if (names.length * lines.length ** 2 > mostSteps) return undefined;
  for (const rules of looser) {
    const pairing = new Pairing(names, lines, rules);
    if (pairing.exists) return pairing.rows();
  }
  return undefined;
}

interface Rules {
  readonly beginnings: readonly Beginning[];
  readonly samePage: boolean;
}

const beginnings: readonly (readonly Beginning[])[] = [
  ["must", "may"],
  ["must", "may", "literal"],
  ["must", "may", "literal", "seldom"],
];

const looser: readonly Rules[] = [true, false].flatMap((samePage) =>
  beginnings.map((some) => ({ beginnings: some, samePage })),
);

/** Which rows may begin on which lines so that all names before and behind get theirs too. */
class Pairing {
  readonly #names: readonly RowName[];
  readonly #lines: readonly TextLine[];
  readonly #rules: Rules;
  /** For each name, from each line: whether this name and all behind it can be given their lines. */
  readonly #completes: readonly (readonly boolean[])[];
  readonly #errorLine: number | undefined;

  constructor(names: readonly RowName[], lines: readonly TextLine[], rules: Rules) {
    this.#names = names;
    this.#lines = lines;
    this.#rules = rules;
    const errors = lines.flatMap(({ isError }, index) => (isError ? [index] : []));
    const named = names.filter(({ isError }) => isError);
    this.#errorLine = named.length === 1 && errors.length === 1 ? errors[0] : undefined;
    this.#completes = this.#lookAhead();
  }

  get exists(): boolean {
    return this.#lines.length > 0 && this.#completes[0]?.[0] === true;
  }

  rows(): PairedRow[] {
    const starts = this.#possibleStarts();
    const rows: PairedRow[] = [];
    let from = 0;
    this.#names.forEach((_, index) => {
      const isLast = index === this.#names.length - 1;
      const to = isLast ? this.#lines.length : this.#firstEnd(index, from);
      const next = starts[index + 1];
      const isCertain = (starts[index]?.size ?? 0) === 1 && (isLast || next?.size === 1);
      rows.push({ from, to, doubt: isCertain ? undefined : "its text may begin or end elsewhere" });
      from = to;
    });
    return rows;
  }

  #mayBegin(name: number, line: number): boolean {
    const [row, text] = [this.#names[name], this.#lines[line]];
    if (row === undefined || text === undefined) return false;
    if (row.ownLine !== undefined || this.#isOwn(line)) return row.ownLine === line;
    if (!this.#rules.beginnings.includes(text.begins)) return false;
    if (row.isError && this.#errorLine !== undefined && line !== this.#errorLine) return false;
    if (text.place < row.place) return false;
    return !this.#rules.samePage || text.page === row.page;
  }

  #isOwn(line: number): boolean {
    return this.#lines[line]?.begins === "must" && this.#ownLines.has(line);
  }

  get #ownLines(): ReadonlySet<number | undefined> {
    this.#own ??= new Set(this.#names.map(({ ownLine }) => ownLine));
    return this.#own;
  }
  #own: ReadonlySet<number | undefined> | undefined;

  /** First line behind `from` that cannot belong to a row that begins there. */
  #limit(from: number): number {
    for (let line = from + 1; line < this.#lines.length; line++) {
      const text = this.#lines[line];
      if (text === undefined || text.begins === "must") return line;
      if (text.apart !== undefined && text.apart >= from) return line;
    }
    return this.#lines.length;
  }

  #lookAhead(): boolean[][] {
    const [rows, count] = [this.#names.length, this.#lines.length];
    const completes = this.#names.map(() => new Array<boolean>(count).fill(false));
    const limits = this.#lines.map((_, line) => this.#limit(line));
    for (let name = rows - 1; name >= 0; name--) {
      for (let from = 0; from < count; from++) {
        if (!this.#mayBegin(name, from)) continue;
        const limit = limits[from] ?? count;
        const row = completes[name];
        if (row === undefined) continue;
        if (name === rows - 1) row[from] = limit === count;
        else
          for (let to = from + 1; to <= limit && to < count; to++)
            row[from] ||= completes[name + 1]?.[to] === true;
      }
    }
    return completes;
  }

  #firstEnd(name: number, from: number): number {
    for (let to = from + 1; to < this.#lines.length; to++)
      if (this.#completes[name + 1]?.[to] === true) return to;
    return this.#lines.length;
  }

  /** Lines on which each name may begin in some whole pairing. */
  #possibleStarts(): ReadonlySet<number>[] {
    const starts: Set<number>[] = [new Set([0])];
    for (let name = 0; name < this.#names.length - 1; name++) {
      const next = new Set<number>();
      for (const from of starts[name] ?? []) {
        const limit = this.#limit(from);
        for (let to = from + 1; to <= limit && to < this.#lines.length; to++)
          if (this.#completes[name + 1]?.[to] === true) next.add(to);
      }
      starts.push(next);
    }
    return starts;
  }
}

/** The best that can be said without proof: each beginning goes to the next name. */
export function guessRows(names: readonly RowName[], lines: readonly TextLine[]): PairedRow[] {
  const starts = lines.flatMap(({ begins }, index) =>
    begins === "must" || begins === "may" ? [index] : [],
  );
  const doubt = `${names.length} names stand before ${starts.length} texts`;
  return names.map((_, index) => {
    const from = index === 0 ? 0 : (starts[index] ?? lines.length);
    const to = index === names.length - 1 ? lines.length : (starts[index + 1] ?? lines.length);
    return { from, to: Math.max(from, to), doubt };
  });
}
