/** One line of a page as it looks: a left and a right column, and values set off inside the right. */
export interface GridLine {
  readonly left: string;
  readonly value: string;
  readonly right: string;
}

/** A piece of a page whose lines pdftotext keeps together. */
export interface Zone {
  /**
   * lines: printed as they are. pieces: one line of several words with wide gaps. row: a row of a
   * table with two cells. table: rows of names and what is said of them. example: what is sent, with
   * comments beside. codes: rows that stand apart.
   */
  readonly kind: "lines" | "pieces" | "row" | "table" | "example" | "codes";
  readonly grid: readonly GridLine[];
  /** Where the right column begins. */
  readonly rightAt: number;
  /** Where the meaning of a value begins. */
  readonly meaningAt: number;
  /** Blank lines in front of it. */
  readonly space: number;
  /** Gap between the words of `pieces`. */
  readonly gaps: readonly number[];
  /** Plain text has no blank line in front of it, unless what stands there is torn. */
  readonly isTight: boolean;
  /** A torn heading that plain text prints around the last column of what stands above it. */
  readonly slides: boolean;
}

export const pageWidth = 100;

export function lines(texts: readonly string[], space = 1): Zone {
  return zone("lines", texts.map(full), { space });
}

export function paragraph(text: string, space = 1): Zone {
  return lines(wrapWords(text, pageWidth), space);
}

/** Belongs to the line above: a label, a title. */
export function tight(zone: Zone): Zone {
  return { ...zone, isTight: true };
}

export function sliding(zone: Zone, slides: boolean): Zone {
  return { ...zone, slides };
}

/** Words on one line; plain text tears it where a gap is wide. */
export function pieces(words: readonly string[], gaps: readonly number[], space = 1): Zone {
  return zone("pieces", [words.map(full)].flat(), { gaps, space });
}

/** A row of a command's table. `""` on the right is a blank line that only the page shows. */
export function row(left: readonly string[], right: readonly string[], rightAt: number): Zone {
  const height = Math.max(left.length, right.length);
  const grid = Array.from({ length: height }, (_, index) => ({
    left: left[index] ?? "",
    value: "",
    right: right[index] ?? "",
  }));
  return zone("row", grid, { rightAt, space: 0 });
}

/** What a row of a list of parameters says: text, then values. */
export interface TableRow {
  readonly name: string;
  readonly text: string;
  readonly values: readonly { readonly value: string; readonly meaning: string }[];
}

export function table(rows: readonly TableRow[], nameGap: number, valueGap: number): Zone {
  const widest = Math.max(...rows.map(({ name }) => name.length));
  const rightAt = widest + nameGap;
  const grid = rows.flatMap((one) => {
    const values = one.values.flatMap(({ value, meaning }) => {
      const widestValue = Math.max(...one.values.map((other) => other.value.length));
      const width = pageWidth - rightAt - widestValue - valueGap;
      return wrapWords(meaning, width).map((right, index) => ({
        left: "",
        value: index === 0 ? value : " ",
        right,
      }));
    });
    const text = wrapWords(one.text, pageWidth - rightAt).map((right) => ({
      left: "",
      value: "",
      right,
    }));
    return [...text, ...values].map((line, index) =>
      index === 0 ? { ...line, left: one.name } : line,
    );
  });
  const widestValue = Math.max(
    0,
    ...rows.flatMap(({ values }) => values.map(({ value }) => value.length)),
  );
  return zone("table", grid, { rightAt, meaningAt: rightAt + widestValue + valueGap });
}

export function example(
  rows: readonly { readonly left: string; readonly right: string }[],
  rightAt: number,
): Zone {
  const grid = rows.flatMap(({ left, right }) => {
    const comment = wrapWords(right, pageWidth - rightAt);
    return comment.map((text, index) => ({
      left: index === 0 ? left : "",
      value: "",
      right: text,
    }));
  });
  return zone("example", grid, { rightAt });
}

/** Rows that stand apart, as in a table of numbers. */
export function codes(rows: readonly (readonly [string, string])[], rightAt: number): Zone {
  const grid = rows.map(([left, right]) => ({ left, value: "", right }));
  return zone("codes", grid, { rightAt });
}

function full(text: string): GridLine {
  return { left: text, value: "", right: "" };
}

function zone(kind: Zone["kind"], grid: readonly GridLine[], more: Partial<Zone>): Zone {
  return {
    kind,
    grid,
    rightAt: 0,
    meaningAt: 0,
    space: 1,
    gaps: [],
    isTight: false,
    slides: false,
    ...more,
  };
}

export function wrapWords(text: string, width: number): string[] {
  const wrapped: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > width) {
      wrapped.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...wrapped, line];
}

/** Syntax is torn where the cell ends, in the middle of a name too. */
export function wrapAnywhere(text: string, width: number): string[] {
  const wrapped: string[] = [];
  for (let from = 0; from < text.length; from += width)
    wrapped.push(text.slice(from, from + width).trim());
  return wrapped;
}
