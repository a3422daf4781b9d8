import { describe, expect, test } from "vitest";
import { draftInMemory } from "../draft-text.ts";
import { judgeParam } from "../judge-param.ts";
import type { TruthParam } from "../truth.ts";

/** A manual with one row, in the words that are to be judged. */
function manualOf(row: string): string {
  return `1

Pump Commands

1.1. AT+XPUMP Run a Pump
AT+XPUMP Run a Pump
Write Command
AT+XPUMP=<flow>[,<pause>]

Response
OK
Or
+CME ERROR: <err>

Parameter
<flow>

${row}

<pause>

Integer type. How long it rests. The range is 1-9, and the default value is 2. Unit: second.
`;
}

const integer: TruthParam = { type: "integer" };
const string: TruthParam = { type: "string" };

/** What a row says in words of other manuals, and what is true then. Undecided is right too. */
const rows: readonly (readonly [words: string, truth: TruthParam])[] = [
  ["Integer type. How much flows. It ranges from 3 to 14.", { ...integer, ranges: [[3, 14]] }],
  ["Integer type. How much flows. Value range: 3-14.", { ...integer, ranges: [[3, 14]] }],
  ["Integer type. How much flows (3-14).", { ...integer, ranges: [[3, 14]] }],
  [
    "Integer type. How much flows. The value is between 3 and 14.",
    { ...integer, ranges: [[3, 14]] },
  ],
  ["Integer type. How much flows. Range: 3~14.", { ...integer, ranges: [[3, 14]] }],
  ["Integer type. How much flows. Range: 3 to 14.", { ...integer, ranges: [[3, 14]] }],
  ["Integer type. How much flows. The range is [3, 14].", { ...integer, ranges: [[3, 14]] }],
  [
    "Integer type. How much flows. The range is 3-14, 20-30.",
    {
      ...integer,
      ranges: [
        [3, 14],
        [20, 30],
      ],
    },
  ],
  [
    "Integer type. How much flows. The range is 3-14 or 20.",
    {
      ...integer,
      ranges: [
        [3, 14],
        [20, 20],
      ],
    },
  ],
  [
    "Integer type. How much flows. The range is 3-14 excluding 7.",
    {
      ...integer,
      ranges: [
        [3, 6],
        [8, 14],
      ],
    },
  ],
  [
    "Integer type. How much flows. The range is 3-14 (7 is reserved).",
    {
      ...integer,
      ranges: [
        [3, 6],
        [8, 14],
      ],
    },
  ],
  [
    "Integer type. How much flows. The range is 3-14*.",
    { ...integer, ranges: { accepts: [], because: "a footnote" } },
  ],
  ["Integer type. How much flows. The range is 0x03-0x0E.", { ...integer, ranges: [[3, 14]] }],
  ["Integer type. How much flows. The range is 0-FF.", { ...integer, ranges: [[0, 255]] }],
  ["Integer type. How much flows. The range is -5 to 14.", { ...integer, ranges: [[-5, 14]] }],
  ["Integer type. How much flows. The range is -40 - -3.", { ...integer, ranges: [[-40, -3]] }],
  ["Integer type. How much flows. The minimum is 3.", { ...integer, ranges: [[3, null]] }],
  ["Integer type. How much flows. It should be at least 3.", { ...integer, ranges: [[3, null]] }],
  [
    "Integer type. How much flows. The maximum value is 14.",
    { ...integer, ranges: { accepts: [[[0, 14]]], because: "the lower end is not said" } },
  ],
  [
    "Integer type. How much flows. It cannot exceed 14.",
    { ...integer, ranges: { accepts: [[[0, 14]]], because: "the lower end is not said" } },
  ],
  [
    "Integer type. How much flows. Not less than 3 and not more than 14.",
    { ...integer, ranges: [[3, 14]] },
  ],
  [
    "Integer type. How much flows. The range is 3-14 in steps of 2.",
    { ...integer, ranges: { accepts: [], because: "steps" } },
  ],
  [
    "Integer type. How much flows. The range is 3-14 k.",
    { ...integer, ranges: { accepts: [[[3072, 14336]]], because: "thousands" } },
  ],
  [
    "Integer type. How much flows. The range is 3-14 on weekdays.",
    { ...integer, ranges: { accepts: [], because: "a condition" } },
  ],
  [
    "Integer type. How much flows. The recommended range is 3-14.",
    { ...integer, ranges: { accepts: [], because: "it may not hold" } },
  ],
  [
    "Integer type. How much flows. The range is 3-14. Unit: 10 ms.",
    { ...integer, ranges: [[3, 14]], unit: "10millisecond" },
  ],
  [
    "Integer type. How much flows, in minutes. The range is 3-14.",
    { ...integer, ranges: [[3, 14]], unit: { accepts: ["60second"], because: "in the sentence" } },
  ],
  [
    "Integer type. How much flows. The range is 3-14. Unit: litre.",
    {
      ...integer,
      ranges: [[3, 14]],
      unit: { accepts: ["litre"], because: "no unit of the schema" },
    },
  ],
  [
    "Integer type. How much flows. The range is 3-14. Unit: Kbyte.",
    { ...integer, ranges: [[3, 14]], unit: "1024byte" },
  ],
  ["Integer type. How much flows. By default it is 5.", { ...integer, default: 5 }],
  [
    "Integer type. How much flows. Default: 5 s.",
    { ...integer, default: 5, unit: { accepts: ["second"], because: "behind the default" } },
  ],
  ["Integer type. How much flows. If omitted, 5 is used.", { ...integer, default: 5 }],
  [
    "Integer type. How much flows. The default value is 5 or 6.",
    { ...integer, default: { accepts: [], because: "two of them" } },
  ],
  [
    "Integer type. How much flows. The default value is not 5.",
    { ...integer, default: { accepts: [], because: "a negation" } },
  ],
  ["Integer type. How much flows. The default value is 0x0A.", { ...integer, default: 10 }],
  ["Integer type. How much flows. The default value is -1.", { ...integer, default: -1 }],
  [
    "Integer type. How much flows. The factory setting is 5.",
    { ...integer, default: { accepts: [5, null], because: "perhaps no default" } },
  ],
  ["String type. What flows. The length is 4-20 bytes.", { ...string, minBytes: 4, maxBytes: 20 }],
  ["String type. What flows. Up to 20 bytes.", { ...string, maxBytes: 20 }],
  [
    "String type. What flows. The maximum length is 20 characters.",
    { ...string, maxBytes: { accepts: [], because: "characters are no bytes" } },
  ],
  [
    "String type. What flows. The maximum length is 20 digits.",
    { ...string, maxBytes: { accepts: [20], because: "digits are one byte each" } },
  ],
  ["String type. What flows. The maximum length is 2 Kbytes.", { ...string, maxBytes: 2048 }],
  [
    "String type. What flows. The maximum length is 20 bytes if the valve is open.",
    { ...string, maxBytes: { accepts: [], because: "a condition" } },
  ],
  [
    "String type. What flows. The maximum length is 20 bytes, otherwise 40 bytes.",
    { ...string, maxBytes: { accepts: [], because: "two of them" } },
  ],
  ["String type. What flows. The minimum length is 4 bytes.", { ...string, minBytes: 4 }],
  [
    "String type. What flows. The maximum length is 20 bytes without the quotes.",
    { ...string, maxBytes: { accepts: [20], because: "a remark on counting" } },
  ],
  ["String type. What flows. The maximum length is twenty bytes.", { ...string, maxBytes: 20 }],
];

describe("a row of a parameter is understood or undecided, never wrong in silence", () => {
  test.each(rows)("%s", (words, truth) => {
    const [command] = draftInMemory(manualOf(words)).commands;
    expect(command?.at).toBe("+XPUMP");
    const flow = command?.params.find(({ wire }) => wire === "flow");
    const pause = command?.params.find(({ wire }) => wire === "pause");
    expect(pause).toMatchObject({ ranges: [[1, 9]], default: 2, unit: "second" });
    if (flow === undefined) throw new Error("the row is not read");
    const { items } = judgeParam("flow", truth, flow);
    expect(items.filter(({ verdict }) => verdict === "wrong")).toEqual([]);
  });
});
