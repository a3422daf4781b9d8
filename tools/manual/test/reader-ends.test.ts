import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Claims } from "../src/reader/claims.ts";
import { Cursor } from "../src/reader/cursor.ts";
import { readManual } from "../src/reader/read-manual.ts";

/** Words that begin, end and tear every kind of block, in an order that nobody foresees. */
const vocabulary = [
  "",
  "\f",
  "1",
  "2",
  "0",
  "1.1.",
  "1.2. AT+XBELL Ring a Bell",
  "2 Bells",
  "2.1.",
  "AT+XBELL Ring a Bell",
  "AT+XBELL",
  "Ring a Bell",
  "Contents",
  "1 Bells ................. 3",
  "Appendix A References",
  "Write Command",
  "Read command                     Response",
  "Read/Execution Command",
  "Response",
  "Or",
  "OK",
  "ERROR",
  "+CME ERROR: <err>",
  "CONNECT",
  "CONNECT <got_length>",
  ">",
  "AT+XBELL=<tone>[,<pause>]",
  "AT+XBELL=<to",
  "ne>[,<pause>",
  "]",
  "+XBELL: <tone>",
  "+XBELL: (range of",
  "supported <tone>s)",
  "[+XBELL: <tone>",
  "[...]]",
  "...",
  "If <tone> is omitted, query:",
  "Maximum Response Time",
  "300 ms",
  "Characteristics",
  "Reference",
  "Parameter",
  "See Write Command.",
  "<tone>",
  "<pau",
  "se>",
  "<pause>    Integer type. How long it is quiet. Range: 1-90. Unit: second.",
  "Integer type. The tone. The range is 2-7.",
  "returned by the test form of the command.",
  "the default value is",
  "0    Low",
  "1 High",
  '"both"',
  "Others",
  "3-9 Reserved",
  "0x0A  Loud",
  "Example",
  "//Ring it.",
  "AT+XBELL=3 //Ring it.",
  "NOTE",
  "1.",
  "•",
  "Table 1: Summary of Error Codes",
  "<err>",
  "Meaning",
  "701",
  "702    Bell is broken",
  "703-705",
  "Figure 1: How Bells Ring",
  "A bell rings until somebody stops it.",
  "XB1_Bell_AT_Commands_Manual",
  "XB1 Bell AT Commands Manual",
  "4 / 9",
  "d",
  "r  a",
  "URC of a Bell",
];

const lines = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...vocabulary) },
    { weight: 2, arbitrary: fc.tuple(fc.nat(40), fc.constantFrom(...vocabulary)).map(indented) },
    { weight: 1, arbitrary: fc.string({ maxLength: 30, unit: "binary" }) },
  ),
  { maxLength: 120, size: "max" },
);

function indented([blanks, text]: [number, string]): string {
  return " ".repeat(blanks) + text;
}

function isPrinted(line: string): boolean {
  return line.replace(/[\s\f\u00AD\u200B-\u200D\u2060\uFEFF]/g, "") !== "";
}

/** What was read, and how often the readers looked, took and claimed for it. */
function countSteps(text: string): { steps: number; read: ReturnType<typeof readManual> } {
  const spies = [
    vi.spyOn(Cursor.prototype, "peek"),
    vi.spyOn(Cursor.prototype, "take"),
    vi.spyOn(Cursor.prototype, "eachWhile"),
    vi.spyOn(Claims.prototype, "add"),
    vi.spyOn(Claims.prototype, "divide"),
    vi.spyOn(Claims.prototype, "replace"),
  ];
  const read = readManual(text);
  const steps = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return { steps, read };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("lines in any order", () => {
  it("are read to the end, and each is understood or left over, once", () => {
    fc.assert(
      fc.property(lines, (printed) => {
        const { residue, claimed, lines: counted } = readManual(printed.join("\n"));
        const understood = [...claimed.values()].reduce((sum, count) => sum + count, 0);
        expect(understood + residue.length).toBe(counted);
        const numbers = residue.map(({ line }) => line);
        expect(new Set(numbers).size).toBe(numbers.length);
        for (const { line, text } of residue) expect(isPrinted(text) && line > 0).toBe(true);
      }),
      { numRuns: cases(600) },
    );
  });

  it("take steps in proportion to their number", () => {
    fc.assert(
      fc.property(lines, (printed) => {
        const { steps, read } = countSteps(printed.join("\n"));
        expect(steps).toBeLessThanOrEqual(90 * read.lines + 20);
      }),
      { numRuns: cases(300) },
    );
  });

  it("say what they say on the lines that they stand on", () => {
    fc.assert(
      fc.property(lines, (printed) => {
        const { sections } = readManual(printed.join("\n"));
        const places = sections.flatMap((section) => [
          section.line,
          ...section.parameters.map(({ line }) => line),
          ...(section.commandTable?.forms ?? []).flatMap((form) => [
            form.line,
            form.syntaxLine,
            ...form.answers.map(({ line }) => line),
          ]),
          ...section.codeTables.flatMap((table) => table.rows.map(({ line }) => line)),
        ]);
        const count = printed.join("\n").split(/\r\n|\r|\n/).length;
        for (const line of places) expect(line).toBeGreaterThan(0);
        for (const line of places) expect(line).toBeLessThanOrEqual(count);
      }),
      { numRuns: cases(200) },
    );
  });
});

it("takes four times the steps for a block of four times the lines", () => {
  for (const line of vocabulary.filter((text) => text.trim() !== "")) {
    const block = (count: number): string =>
      ["1", "Bells", "", "1.1. AT+XBELL Ring a Bell", "Parameter", ...Array(count).fill(line)].join(
        "\n",
      );
    const [once, often] = [countSteps(block(200)).steps, countSteps(block(800)).steps];
    expect(often, line).toBeLessThanOrEqual(once * 4.2 + 50);
  }
});

it("ends where a small letter stands below the label of the parameters", () => {
  const { residue, sections } = readManual(
    "1\nBells\n\nParameter\ncounted by the bell itself.\n\n1.1. AT+XBELL Ring a Bell\nIt rings.\n",
  );
  expect(residue).toEqual([{ line: 5, text: "counted by the bell itself." }]);
  expect(sections.map(({ id }) => id)).toEqual(["1", "1.1"]);
});
