import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftRow, isOpen } from "./row-of.ts";

type Span = readonly [number, number];

const words = [
  ["zero", 0],
  ["three", 3],
  ["eleven", 11],
  ["twenty", 20],
  ["forty-five", 45],
  ["ninety", 90],
] as const;

/** A number with the way in which a row prints it. */
const digits = fc.integer({ min: 0, max: 70_000 }).map((value) => ({ value, text: `${value}` }));
const hex = fc
  .integer({ min: 0, max: 0xffff })
  .map((value) => ({ value, text: `0x${value.toString(16).toUpperCase()}` }));
const spelled = fc.constantFrom(...words).map(([text, value]) => ({ value, text }));
const anyNumber = fc.oneof({ weight: 4, arbitrary: digits }, hex, spelled);

/** Ranges that rise and leave each other alone. */
const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 2, maxLength: 6 })
  .map((numbers) => numbers.toSorted((a, b) => a - b))
  .map((numbers) => {
    const pairs: Span[] = [];
    for (let index = 0; index + 1 < numbers.length; index += 2) {
      pairs.push([numbers[index] ?? 0, numbers[index + 1] ?? 0]);
    }
    return pairs;
  });

const separator = fc.constantFrom("-", " - ", " to ", "~");
const printedSpans = fc
  .tuple(spans, separator, fc.constantFrom(" and ", ", ", " or ", ", and "))
  .map(([pairs, dash, link]) => ({
    pairs,
    text: pairs.map(([from, to]) => `${from}${dash}${to}`).join(link),
  }));

const rangeClause = fc.constantFrom(
  "The range is %.",
  "Range: %.",
  "The valid range is %.",
  "The range of <dial> is %.",
  "The range of this parameter is %.",
  "The value range: %.",
  "It must be in the range of %.",
  "Valid values are %.",
);

const put = (clause: string, text: string): string => clause.replace("%", text);
const typed = "Integer type. How far the dial is turned. ";

describe("ranges of a row", () => {
  test("are those that it states, however they are printed", () => {
    fc.assert(
      fc.property(rangeClause, printedSpans, (clause, { pairs, text }) => {
        const param = draftRow(`${typed}${put(clause, text)}`);
        expect(param.undecided).toEqual([]);
        expect(param.ranges?.value).toEqual(pairs);
      }),
    );
  });

  test("are right or open with numbers in any spelling", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        fc.pre(a.value < b.value);
        const param = draftRow(`${typed}The range is ${a.text}-${b.text}.`);
        const isRight = `${param.ranges?.value}` === `${a.value},${b.value}`;
        expect(isRight || isOpen(param, "ranges")).toBe(true);
      }),
    );
  });

  test("lose what is taken out of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 2, max: 40 }),
        fc.nat({ max: 38 }),
        fc.constantFrom(" except %", ", except %", " excluding %", " (except %)", ", but not %"),
        (from, length, inside, exception) => {
          const to = from + length;
          const taken = from + (inside % (length + 1));
          const text = `${typed}The range is ${from}-${to}${put(exception, `${taken}`)}.`;
          const param = draftRow(text);
          if (isOpen(param, "ranges")) return;
          const left = (param.ranges?.value ?? []).flatMap(([low, high]) =>
            Array.from({ length: (high ?? low) - low + 1 }, (_, index) => low + index),
          );
          const right = Array.from({ length: length + 1 }, (_, index) => from + index);
          expect(left).toEqual(right.filter((value) => value !== taken));
        },
      ),
    );
  });

  const changes = [
    " (see note 2)",
    " (9 on request)",
    "*",
    " 1)",
    " [2]",
    " for IPv4",
    " on some models",
    " when <key> is 1",
    " if the key is turned",
    " in steps of 5",
    " unless it is locked",
    " at room temperature",
    " plus 3",
    ", only even ones",
    ", and 7 is reserved",
    ", where 4 is reserved",
    ", in multiples of 8",
    ". 6 is reserved",
    ". The value 6 is not supported",
    ". 6 and 7 are reserved for later use",
    ". It must be a multiple of 4",
    ". The value must be even",
    ". Values except 5 are taken",
    ". On older models the range is 1-3",
    ". With firmware 2 it goes up to 9000",
    ". It cannot exceed 2",
    ". The minimum value is 70000",
    ". 99999 means that it is never turned",
    "%",
    " %",
    " dozen",
    "^2",
    "/2",
    "H",
  ] as const;

  test("are open when something behind them changes what they say", () => {
    fc.assert(
      fc.property(
        rangeClause,
        printedSpans,
        fc.constantFrom(...changes),
        (clause, { text }, change) => {
          const param = draftRow(`${typed}${put(clause, `${text}${change}`)}`);
          expect(isOpen(param, "ranges"), JSON.stringify(param)).toBe(true);
        },
      ),
      { numRuns: cases(600) },
    );
  });

  test("are open when something in front of them limits what they hold for", () => {
    const fronts = [
      "If <key> is 0, the",
      "When locked, the",
      "In silent mode, the",
      "2G: the",
      "For odd days the",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...fronts), printedSpans, (front, { text }) => {
        const param = draftRow(`${typed}${front} range is ${text}.`);
        expect(param.ranges).toBeUndefined();
        expect(isOpen(param, "ranges")).toBe(true);
      }),
    );
  });

  test("are not those of another parameter", () => {
    fc.assert(
      fc.property(printedSpans, ({ text }) => {
        const param = draftRow(`${typed}The range of <other> is ${text}.`);
        expect(param.ranges).toBeUndefined();
      }),
    );
  });

  test.each([
    ["The minimum value is 60.", [[60, null]]],
    ["It must be at least 12.", [[12, null]]],
    ["The minimum value is 3 and the maximum value is 9.", [[3, 9]]],
    ["The value must be larger than 0.", [[1, null]]],
    ["Range: 5 or more.", [[5, null]]],
    ["The range is 1-<other>.", [[1, null]]],
  ])("may have an open end: %s", (clause, ranges) => {
    const param = draftRow(`${typed}${clause}`);
    expect(param.ranges?.value ?? (isOpen(param, "ranges") ? ranges : undefined)).toEqual(ranges);
  });

  test.each(["The maximum value is 40.", "It cannot exceed 40.", "At most 40."])(
    "without a lower end are open: %s",
    (clause) => {
      const param = draftRow(`${typed}${clause}`);
      expect(param.ranges).toBeUndefined();
      expect(isOpen(param, "ranges")).toBe(true);
    },
  );
});

describe("defaults of a row", () => {
  const clause = fc.constantFrom(
    "The default value is %.",
    "Default value: %.",
    "Default: %.",
    "The default is %.",
    "The default time is %.",
    "The default value of <dial> is %.",
    "It defaults to %.",
    "It is % by default.",
  );

  test("are those that it states", () => {
    fc.assert(
      fc.property(clause, fc.integer({ min: -20, max: 99_999 }), (form, value) => {
        const param = draftRow(`${typed}${put(form, `${value}`)}`);
        const isRight = param.default?.value === value;
        expect(isRight || isOpen(param, "default"), JSON.stringify(param)).toBe(true);
        if (form.startsWith("The default value")) expect(isRight).toBe(true);
      }),
    );
  });

  const changes = [
    " for A and 1 for B",
    " on some models",
    "*",
    " (see note 1)",
    " or 7",
    " [3]",
    ", or 9 with a key",
    " if it is locked",
    "K",
    " %",
  ];

  test("are open when something behind them changes what they say", () => {
    fc.assert(
      fc.property(
        clause,
        fc.nat({ max: 500 }),
        fc.constantFrom(...changes),
        (form, value, change) => {
          const param = draftRow(`${typed}${put(form, `${value}${change}`)}`);
          const isKilo = change === "K" && param.default?.value === value * 1024;
          expect(isOpen(param, "default") || isKilo, JSON.stringify(param)).toBe(true);
        },
      ),
    );
  });

  test.each(["the whole dial", "the length of the word", "determined by the key", "not specified"])(
    "in words are none: %s",
    (text) => {
      const param = draftRow(`${typed}The default value is ${text}.`);
      expect(param.default).toBeUndefined();
    },
  );

  test.each([
    ["10K", "byte", 10_240],
    ["2 Kbytes", "byte", 2048],
    ["1.5 K", "byte", 1536],
    ["4 seconds", "second", 4],
  ])("of %s in the unit %s", (text, unit, value) => {
    const param = draftRow(`${typed}The default value is ${text}. Unit: ${unit}.`);
    expect(param.default?.value).toBe(value);
    expect(param.unit?.value).toBe(unit);
  });

  test("must be values that are allowed", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100 }),
        fc.nat({ max: 100 }),
        fc.nat({ max: 200 }),
        (from, length, value) => {
          const to = from + length + 1;
          const param = draftRow(
            `${typed}The range is ${from}-${to}, and the default value is ${value}.`,
          );
          expect(isOpen(param, "default")).toBe(value < from || value > to);
        },
      ),
    );
  });

  test("are told by the value that is marked, or by its meaning", () => {
    const values = [
      ["0", "Off"],
      ["1", "On by default"],
    ] as const;
    expect(draftRow(typed, values).default?.value).toBe(1);
    const plain = [
      ["0", "Off"],
      ["1", "On"],
    ] as const;
    expect(draftRow(`${typed}The default value is On.`, plain).default?.value).toBe(1);
    expect(isOpen(draftRow(`${typed}The default value is Bright.`, plain), "default")).toBe(true);
  });
});

describe("units of a row", () => {
  const units = [
    ["second", "second"],
    ["s", "second"],
    ["ms", "millisecond"],
    ["byte", "byte"],
    ["bytes", "byte"],
    ["dBm", "dBm"],
    ["100 ms", { times: 100, unit: "millisecond" }],
    ["100ms", { times: 100, unit: "millisecond" }],
    ["20 ms", { times: 20, unit: "millisecond" }],
    ["minute", { times: 60, unit: "second" }],
    ["10 s", { times: 10, unit: "second" }],
    ["KB", { times: 1024, unit: "byte" }],
  ] as const;
  const clause = fc.constantFrom(
    "Unit: %.",
    "unit: %",
    "The unit is %.",
    "The range is 1-9 in units of %.",
    "It is given in unit of %.",
    "The range is 1-9 (unit: %).",
  );

  test("are those of the schema, or so many of one", () => {
    fc.assert(
      fc.property(clause, fc.constantFrom(...units), (form, [printed, unit]) => {
        const param = draftRow(`${typed}${put(form, printed)}`);
        expect(param.unit?.value ?? "open", JSON.stringify(param)).toEqual(
          isOpen(param, "unit") ? "open" : unit,
        );
      }),
    );
  });

  test.each([
    "furlong",
    "100 furlongs",
    "1/16 s",
    "dB",
    "ms for A and s for B",
    "s (see note 3)",
    "%",
  ])("are open when they are none of them: %s", (unit) => {
    const param = draftRow(`${typed}Unit: ${unit}.`);
    expect(isOpen(param, "unit"), JSON.stringify(param)).toBe(true);
  });
});

describe("sizes of a row", () => {
  const text = "String type. What is written on the dial. ";
  const clause = fc.constantFrom(
    "The maximum length is %.",
    "The maximum size of the parameter is %.",
    "The max length is %.",
    "Maximum length: %.",
    "The length is up to %.",
    "The maximum length of <dial> is %.",
    "Its length cannot exceed %.",
    "At most %.",
  );

  test("are the bytes that it states", () => {
    fc.assert(
      fc.property(clause, fc.integer({ min: 1, max: 4000 }), (form, most) => {
        const param = draftRow(`${text}${put(form, `${most} bytes`)}`);
        expect(param.maxBytes?.value, JSON.stringify(param)).toBe(most);
        expect(param.undecided).toEqual([]);
      }),
    );
  });

  test("are open in characters, without a unit, and with anything behind them", () => {
    const others = [
      " characters",
      "",
      " bits",
      " bytes (see note 1)",
      " bytes for A",
      " bytes*",
      " bytes, 7 of them for the key",
      " bytes on EM05",
      " words",
    ];
    fc.assert(
      fc.property(
        clause,
        fc.integer({ min: 1, max: 4000 }),
        fc.constantFrom(...others),
        (form, most, behind) => {
          const param = draftRow(`${text}${put(form, `${most}${behind}`)}`);
          expect(param.maxBytes).toBeUndefined();
          expect(isOpen(param, "size", "type"), JSON.stringify(param)).toBe(true);
        },
      ),
    );
  });

  test("count ASCII characters as bytes", () => {
    expect(draftRow(`${text}The maximum length is 30 ASCII characters.`).maxBytes?.value).toBe(30);
  });

  test("have a lower end where one is stated", () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.integer({ min: 51, max: 900 }), (least, most) => {
        const param = draftRow(`${text}The length is ${least}-${most} bytes.`);
        expect([param.minBytes?.value, param.maxBytes?.value]).toEqual([least, most]);
      }),
    );
  });

  test("of a case are kept as a case", () => {
    const param = draftRow(
      `${text}If <key> is 0, the length is 0-40 in unit of byte. If <key> is not 0, the length should be even and the range is 0-80 in unit of byte.`,
    );
    expect(param.maxBytes).toBeUndefined();
    expect(param.cases.map(({ maxBytes, multipleOf }) => [maxBytes, multipleOf])).toEqual([
      [40, undefined],
      [80, 2],
    ]);
  });
});

describe("types of a row", () => {
  const values = [
    ["0", "Left"],
    ["1", "Right"],
  ] as const;
  const names = [
    ['"left"', "Left"],
    ['"right"', "Right"],
  ] as const;

  test.each([
    ["Integer type. A dial.", [], "integer"],
    ["Numeric type. A dial.", [], "integer"],
    ["Unsigned integer type. A dial.", [], "integer"],
    ["String type. A dial.", [], "string"],
    ["A dial in string type.", [], "string"],
    ["A dial.", values, "enum"],
    ["A dial.", names, "keyword"],
    ["String type. A dial.", names, "keyword"],
    ["A dial. Unit: second.", [], "integer"],
    ["A dial. The range is 1-9.", [], "integer"],
    ["A dial. The maximum length is 30 bytes.", [], "string"],
    ["The handle of a dial. The data type is 4 bytes.", [], "integer"],
  ] as const)("%s", (text, rows, type) => {
    expect(draftRow(text, rows).type?.value).toBe(type);
  });

  test.each([
    ["A dial.", []],
    ["Integer type. A dial.", names],
    ["String type. A dial.", values],
    ["String type. A dial. The range is 1-9.", []],
    ["A dial.", [...values, ...names]],
    ["Boolean type. A dial.", []],
    ["Hexadecimal type. A dial.", []],
    ["Integer type. A dial. The range is 0x10-0xFF.", []],
  ] as const)("is open: %s %j", (text, rows) => {
    const param = draftRow(text, rows);
    expect(param.type).toBeUndefined();
    expect(isOpen(param, "type")).toBe(true);
  });

  test("a quoted placeholder is no value", () => {
    const param = draftRow("A dial.", [
      ['"*"', "All of them"],
      ['"<dial>"', "One of them"],
    ]);
    expect(param.type?.value).toBe("string");
    expect(param.values.map(({ value }) => value)).toEqual(["*"]);
  });

  test.each([
    ["IPv6*", "2"],
    ["Fast 1)", "1"],
    ["Slow (see note 2)", "1"],
  ])("a mark at a value is open: %s", (meaning, value) => {
    const rows = [
      ["0", "Off"],
      [value, meaning],
    ] as const;
    const param = draftRow("Integer type. A dial.", rows);
    expect(isOpen(param, "values", "meaning")).toBe(true);
  });
});

describe("phrases of rows", () => {
  const read = (text: string, values: readonly (readonly [string, string])[] = []) => {
    const {
      type,
      ranges,
      minBytes,
      maxBytes,
      unit,
      default: standard,
      undecided,
    } = draftRow(text, values);
    return {
      ...(type && { type: type.value }),
      ...(ranges && { ranges: ranges.value }),
      ...(minBytes && { minBytes: minBytes.value }),
      ...(maxBytes && { maxBytes: maxBytes.value }),
      ...(unit && { unit: unit.value }),
      ...(standard && { default: standard.value }),
      ...(undecided.length > 0 && { open: undecided.map(({ about }) => about) }),
    };
  };

  test.each([
    ["Numeric. Range: 0-7.", { type: "integer", ranges: [[0, 7]] }],
    ["Integer type. 1-40.", { type: "integer", ranges: [[1, 40]] }],
    [
      "Integer type. Range: 5-90; Default value: 30. Unit: second.",
      { type: "integer", ranges: [[5, 90]], unit: "second", default: 30 },
    ],
    [
      "Integer type. Range: 1-60, default: 7, unit: s.",
      { type: "integer", ranges: [[1, 60]], unit: "second", default: 7 },
    ],
    ["Integer type. Range: 1-700 (byte).", { type: "integer", ranges: [[1, 700]], unit: "byte" }],
    [
      "Integer type. Range: 0-1800 (Default value: 300).",
      { type: "integer", ranges: [[0, 1800]], default: 300 },
    ],
    [
      "Integer type. Range: 1-60 minutes.",
      { type: "integer", ranges: [[1, 60]], unit: { times: 60, unit: "second" } },
    ],
    [
      "Integer type. Range: -120 to -20. Unit: dBm.",
      { type: "integer", ranges: [[-120, -20]], unit: "dBm" },
    ],
    ["Integer type. Range: -48 - +56.", { type: "integer", ranges: [[-48, 56]] }],
    ["Integer type. Unit: 0.1 s.", { type: "integer", unit: { times: 100, unit: "millisecond" } }],
    [
      "Integer type. The default value is 1 minute. Unit: second.",
      { type: "integer", unit: "second", default: 60 },
    ],
    ["Integer type. The default value is none.", { type: "integer" }],
    ["Integer type. See Chapter 5 for details.", { type: "integer" }],
    [
      "Integer type. Range: 0-9. If it is 0, nothing is rung.",
      { type: "integer", ranges: [[0, 9]] },
    ],
    [
      "Integer type. Range: 0-9. 0 means that nothing is rung.",
      { type: "integer", ranges: [[0, 9]] },
    ],
    ["Integer type. A 16-bit sum.", { type: "integer" }],
    [
      "Integer type. The tone number. The tone number range is 1-9.",
      { type: "integer", ranges: [[1, 9]] },
    ],
    ["Integer type. The value is between 3 and 9.", { type: "integer", ranges: [[3, 9]] }],
    ["Integer type. It must be in the range from 3 to 9.", { type: "integer", ranges: [[3, 9]] }],
    ["Integer type. Range: 0-2K.", { type: "integer", ranges: [[0, 2048]] }],
    [
      "Integer type. It is valid only when <key> is 2. Range: 1-3.",
      { type: "integer", ranges: [[1, 3]] },
    ],
    [
      "Integer type. Range: 1-3. For example, 2 rings twice.",
      { type: "integer", ranges: [[1, 3]] },
    ],
    [
      "String type. The word, such as “4711”. The maximum length: 64 bytes.",
      { type: "string", maxBytes: 64 },
    ],
    ["String type. Length: 1-32 bytes.", { type: "string", minBytes: 1, maxBytes: 32 }],
    ['String type. Its format is "hh:mm". The range of mm is 0-59.', { type: "string" }],
    ["String type. The maximum length is 2K bytes.", { type: "string", maxBytes: 2048 }],
  ])("%s", (text, facts) => {
    expect(read(text)).toEqual(facts);
  });

  test.each([
    ["Integer type. Range: 0-(2^32-1).", "ranges"],
    ["Integer type. Range: 1,460-2,920.", "ranges"],
    ["Integer type. Range: 1-9 in summer, 1-5 in winter.", "ranges"],
    ["Integer type. The range is 9-1.", "ranges"],
    ["Integer type. Range: 1-5, 4-9.", "ranges"],
    ["Integer type. Range: 1-9. Range: 1-8.", "ranges"],
    ["Integer type. Range: 1-9. It is 3 on the small model.", "ranges"],
    ["Integer type. 0: off, 1: on.", "ranges"],
    ["Integer type. The range is [1, 9].", "ranges"],
    ["Integer type. The typical range is 1-9.", "ranges"],
    ["Integer type. Range: 2-9 K.", "ranges"],
    ["Integer type. How long the word is. Range: 1-9 characters.", "unit"],
    ["Integer type. It stands in double quotes.", "type"],
    ["Integer type. If it is not given, 5 is taken.", "default"],
    ["Integer type. Default value: 7. The default value is 8.", "default"],
    ["Integer type. The default value is the third.  Default value: 3 or 4.", "default"],
    ["Integer type. Unit: second. It is counted in units of 10 ms.", "unit"],
    ["Integer type. Unit: 1.5 byte.", "unit"],
    ["String type. The maximum length is 20 bytes in mode 1.", "size"],
    ["String type. The maximum length is 20 bytes or 10 characters.", "size"],
    ["String type. At most 20 bytes. At most 30 bytes.", "size"],
  ] as const)("leave it open: %s", (text, about) => {
    expect(read(text).open ?? [], JSON.stringify(read(text))).toContain(about);
  });
});

test.each([
  "Constructor type. The range is constructor-8.",
  "toString. The default value is valueOf. Unit: hasOwnProperty.",
  "Integer type. The maximum value is constructor. The range is 1-8 constructor.",
  "Integer type. At most toString bytes, or two constructor.",
])("takes no word for something that every object has: %s", (text) => {
  const { type, ranges, maxBytes, unit, default: standard } = draftRow(text);
  for (const member of [ranges, maxBytes, unit, standard]) {
    expect(["undefined", "number", "string", "object"]).toContain(typeof member?.value);
    expect(JSON.stringify(member?.value ?? null)).not.toMatch(/null,|constructor/);
  }
  expect(["undefined", "string"]).toContain(typeof type?.value);
});
