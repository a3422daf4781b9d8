/** A position that readers of the set give as different characters. */
export interface DisputedCode {
  readonly code: number;
  /** What others than those of the table read. */
  readonly others: string;
}

/** Which codes of two bytes a standard fills, and where their characters are read. */
export interface Standard {
  /** Label of the set in the schema. */
  readonly name: string;
  readonly title: string;
  /** The encoding of iconv-lite that holds the standard's characters in its area. */
  readonly iconvLite: string;
  /** Why these characters and no others, and who reads the disputed ones differently. */
  readonly comment: readonly string[];
  /** How many codes the area has; a mistake in it shows. */
  readonly count: number;
  /** First and last code of every stretch, both included, in ascending order. */
  readonly area: readonly (readonly [from: number, to: number])[];
  readonly disputed: readonly DisputedCode[];
}

/** What the rows of GB 2312-80 hold that are not full: from cell, to cell. */
const gb2312Rows: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  2: [
    [17, 66],
    [69, 78],
    [81, 92],
  ],
  4: [[1, 83]],
  5: [[1, 86]],
  6: [
    [1, 24],
    [33, 56],
  ],
  7: [
    [1, 33],
    [49, 81],
  ],
  8: [
    [1, 26],
    [37, 73],
  ],
  9: [[4, 79]],
  55: [[1, 89]],
};

const full = [[1, 94]] as const;

function gb2312Area(): [number, number][] {
  const signs = numbers(1, 9);
  const ideographs = numbers(16, 87);
  return [...signs, ...ideographs].flatMap((row) =>
    (gb2312Rows[row] ?? full).map(([from, to]): [number, number] => [
      codeAt(row, from),
      codeAt(row, to),
    ]),
  );
}

/** Row and cell count from 1; a byte of each is 160 more. */
function codeAt(row: number, cell: number): number {
  return ((row + 0xa0) << 8) | (cell + 0xa0);
}

/** The trail bytes of Big5, in two stretches. */
const big5Trails = [
  [0x40, 0x7e],
  [0xa1, 0xfe],
] as const;

/** Signs; the first level of ideographs; the second. */
const big5Levels = [
  [0xa140, 0xa3bf],
  [0xa440, 0xc67e],
  [0xc940, 0xf9d5],
] as const;

function big5Area(): [number, number][] {
  return numbers(0xa1, 0xf9).flatMap((lead) =>
    big5Trails.flatMap(([first, last]) =>
      big5Levels.flatMap(([from, to]): [number, number][] => {
        const begin = Math.max(from, (lead << 8) | first);
        const end = Math.min(to, (lead << 8) | last);
        return begin <= end ? [[begin, end]] : [];
      }),
    ),
  );
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** The sets that the module takes besides ASCII and UTF-8. */
export const standards: readonly Standard[] = [
  {
    name: "gb2312",
    title: "GB 2312-80",
    iconvLite: "cp936",
    comment: [
      "The characters are those of code page 936 and of browsers, which is how mail programs read the",
      "label. glibc and Python read the disputed codes differently.",
    ],
    count: 7445,
    area: gb2312Area(),
    disputed: [
      { code: 0xa1a4, others: "\u30fb" },
      { code: 0xa1aa, others: "\u2015" },
    ],
  },
  {
    name: "big5",
    title: "Big5 (1984)",
    iconvLite: "cp950",
    comment: [
      "The characters are those of code page 950, of browsers and of glibc, which is how mail programs",
      "read the label. Python and Big5-HKSCS read the disputed codes differently.",
    ],
    count: 13_461,
    area: big5Area(),
    disputed: [
      { code: 0xa145, others: "\u2022" },
      { code: 0xa14e, others: "\uff64" },
      { code: 0xa1c2, others: "\u203e" },
      { code: 0xa1e3, others: "\u223c" },
      { code: 0xa1f2, others: "\u2641" },
      { code: 0xa1f3, others: "\u2609" },
      { code: 0xa241, others: "\uff0f" },
      { code: 0xa242, others: "\uff3c" },
      { code: 0xa244, others: "\u00a5" },
      { code: 0xa246, others: "\u00a2" },
      { code: 0xa247, others: "\u00a3" },
    ],
  },
];
