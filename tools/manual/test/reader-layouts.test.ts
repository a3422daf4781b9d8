import { describe, expect, it } from "vitest";
import { readManual } from "../src/reader/read-manual.ts";
import { residueOf, rowsOf, summaryOf } from "./read-summary.ts";

/** One column behind the other, as pdftotext prints them. */
const plain = `1

Bell Commands

1.1. AT+XBELL Ring a Bell
AT+XBELL Ring a Bell
Write Command
AT+XBELL=<bell>[,<pause>]

Response
OK
Or
+CME ERROR: <err>

Parameter
<bell>

Integer type. Number of the bell. The range is 2-9.

<pause>

Integer type. How long it is quiet. The range is 1-90, and the default value is 15. Unit: second.
`;

/** The same with its places kept. */
const layout = `1     Bell Commands

1.1. AT+XBELL     Ring a Bell

AT+XBELL   Ring a Bell
Write Command                   Response
AT+XBELL=<bell>[,<pause>]       OK
                                Or
                                +CME ERROR: <err>

Parameter

<bell>       Integer type. Number of the bell. The range is 2-9.
<pause>      Integer type. How long it is quiet. The range is 1-90, and the default value is 15.
             Unit: second.
`;

const expected = [
  "1 Bell Commands",
  "1.1 AT+XBELL Ring a Bell",
  "write AT+XBELL=<bell>[,<pause>]",
  "  final: OK",
  "  or: Or",
  "  error: +CME ERROR: <err>",
  "<bell> Integer type. Number of the bell. The range is 2-9.",
  "<pause> Integer type. How long it is quiet. The range is 1-90, and the default value is 15. Unit: second.",
];

type Extract = "plain" | "layout";
const texts: Readonly<Record<Extract, string>> = { plain, layout };

function change(text: string, old: string, young: string): string {
  if (!text.includes(old)) throw new Error(`"${old}" does not stand in the text`);
  return text.replace(old, () => young);
}

describe.each(["plain", "layout"] satisfies Extract[])("a %s text", (extract) => {
  const text = texts[extract];

  it("is read whole", () => {
    const read = readManual(text);
    expect(read.layout).toBe(extract);
    expect(summaryOf(text)).toEqual(expected);
    expect(residueOf(read)).toEqual([]);
  });

  it.each([
    ["a chapter on one line", /^1\s+Bell Commands/, "1 Bell Commands"],
    ["a chapter with a dot", /^1\s+Bell Commands/, "1. Bell Commands"],
    ["a number alone and the title below", /1\.1\. AT/, "1.1.\n\nAT"],
    ["a comment between number and title", /1\.1\. AT/, "1.1.\n\n//Ring it twice.\n\nAT"],
    ["a sentence between number and title", /1\.1\. AT/, "1.1.\n\nIt is loud.\n\nAT"],
    ["a number without its last dot", /1\.1\. AT/, "1.1 AT"],
    ["a torn title of the table", /\nAT\+XBELL +Ring a Bell\n/, "\nAT+XBELL\n\nRing a Bell\n\n"],
    [
      "a dot before the title of the table",
      /\nAT\+XBELL +Ring a Bell\n/,
      "\n.AT+XBELL Ring a Bell\n",
    ],
    ["a torn heading", /1\.1\. AT\+XBELL +Ring a Bell\n/, "1.1. AT+XBELL\n\nRing a Bell\n\n"],
    ["a small c", /Write Command/, "Write command"],
    ["capitals", /Write Command/, "WRITE COMMAND"],
    ["more than one row for one label", /Parameter\n/, "Parameters\n"],
  ])("reads %s", (_, old, young) => {
    const changed = text.replace(old, young);
    expect(changed).not.toBe(text);
    expect(summaryOf(changed)).toEqual(expected);
  });

  it.each([
    ["two levels", "1.1.1"],
    ["three levels", "1.1.1.1"],
  ])("reads numbers of %s, beside and above the title", (_, id) => {
    const above = id.split(".").slice(0, -1).join(".");
    const parent = id === "1.1.1" ? "1.1. Loud Ones" : "1.1. Loud Ones\n\n1.1.1. Big Ones";
    for (const heading of [`${id}. AT+XBELL Ring a Bell`, `${id}.\n\nAT+XBELL Ring a Bell`]) {
      const changed = text.replace(/1\.1\. AT\+XBELL +Ring a Bell/, `${parent}\n\n${heading}`);
      const sections = readManual(changed).sections.map((section) => section.id);
      expect(sections).toContain(above);
      expect(sections.at(-1)).toBe(id);
      expect(summaryOf(changed)).toEqual(expect.arrayContaining(expected.slice(2)));
    }
  });

  it("tells an appendix that has a number from one that has none", () => {
    const dots = " ".padEnd(40, ".");
    const contents = `Contents\n1\n\nBell Commands${dots} 3\n1.1.\nAT+XBELL Ring a Bell${dots} 3\n2\n\nAppendix A References${dots} 9\n\n`;
    const numbered = `${contents}${text}\n2 Appendix A References\nTable 1: Terms\n`;
    expect(readManual(numbered).promised).toEqual(["1", "1.1", "2"]);
    expect(summaryOf(numbered)).toEqual([...expected, "2 Appendix A References"]);
    const lettered = `${text}\n\nAppendix A References\nTable 1: Terms\n`;
    expect(summaryOf(lettered)).toEqual([...expected, "A References"]);
  });

  it.each([
    ["dots", " ......................... "],
    ["dots with blanks", " . . . . . . . . . . . . . "],
    ["an ellipsis in one character", " ………………… "],
    ["dots right behind the title", "........................"],
  ])("knows entries of the contents by their %s", (_, dots) => {
    const shapes = [
      `1 Bell Commands${dots}3\n1.1. AT+XBELL Ring a Bell${dots}3\n`,
      `1\n\nBell Commands${dots}3\n1.1.\nAT+XBELL Ring a Bell${dots}3\n`,
      `1\n1.1.\n\nBell Commands${dots}3\nAT+XBELL Ring a Bell${dots}3\n`,
      `1     Bell Commands${dots}3\n      1.1.   AT+XBELL Ring a Bell${dots}3\n`,
      `1 Bell Commands${dots}3\n1.1. AT+XBELL Ring a\nBell${dots}3\n`,
    ];
    for (const shape of shapes) {
      const read = readManual(`Contents\n${shape}TABLE 1: RINGS${dots}4\n\n${text}`);
      expect(read.promised).toEqual(["1", "1.1"]);
      expect(read.sections.map(({ id, title }) => `${id} ${title}`)).toEqual(expected.slice(0, 2));
      expect(residueOf(read)).toEqual([]);
    }
  });
});

describe("a watermark", () => {
  const letters = ["s", "e", "c", "r"];

  it("is claimed where its letters stand alone between any lines", () => {
    const lines = plain.split("\n");
    const marked = lines.flatMap((line, index) => {
      const letter = index % 6 === 4 ? letters[Math.floor(index / 6) % 4] : undefined;
      return letter === undefined ? [line] : [line, letter];
    });
    const read = readManual(marked.join("\n"));
    expect(summaryOf(marked.join("\n"))).toEqual(expected);
    expect(read.claimed.get("watermark")).toBeGreaterThan(3);
    expect(residueOf(read)).toEqual([]);
  });

  it("is claimed in a layout text with blank lines around it, and two on a line", () => {
    const marked = change(
      change(layout, "Parameter\n\n", "Parameter\n\n\n\n                  s  e\n\n\n\n"),
      "                                Or\n",
      "                                Or\n\n\n          c\n\n\n",
    );
    expect(summaryOf(marked)).toEqual(expected);
    expect(residueOf(readManual(marked))).toEqual([]);
  });

  it("comes in one order on every page; another letter is none of it", () => {
    const page = (number: number, letter: string): string =>
      `Page ${number * 7} of the words that nobody needs.\n\nS\n\n${letter}\n\nA bell that rings.\n\nE\n\nC\n\n${number} / 4\n\n`;
    const text = `${plain}\n1.2. More Words\n\n${page(1, "It rings once.")}${page(2, "It rings.")}${page(3, "A")}${page(4, "No bell.")}`;
    const read = readManual(text);
    expect(read.claimed.get("watermark")).toBe(12);
    expect(residueOf(read)).toEqual(["A"]);
  });

  it("leaves a single letter alone", () => {
    expect(residueOf(readManual(`${plain}\n\nx\n`)).length).toBeLessThanOrEqual(1);
    expect(readManual(`${plain}\n\nx\n`).claimed.get("watermark")).toBeUndefined();
  });
});

describe("pages", () => {
  const pages = [
    plain.slice(0, plain.indexOf("Response")),
    plain.slice(plain.indexOf("Response"), plain.indexOf("<pause>\n")),
    plain.slice(plain.indexOf("<pause>\n")),
  ];
  const between = (mark: (page: number) => string): string =>
    pages.map((page, index) => `${mark(index)}${page}`).join("");
  const header = "Bell Series\nXB7 Bell AT Commands Manual\n\n";

  it.each([
    ["form feeds alone", (page: number) => (page === 0 ? "" : "\f")],
    ["blanks in the place of form feeds", (page: number) => (page === 0 ? "" : " ")],
    ["page numbers alone", (page: number) => (page === 0 ? "" : `\n${page} / 3\n\n`)],
    [
      "footers, numbers and headers",
      (page: number) =>
        page === 0 ? header : `\nXB7_Bell_AT_Commands_Manual\n\n${page} / 3\n\f${header}`,
    ],
    [
      "footers, numbers and headers without form feeds",
      (page: number) =>
        page === 0 ? header : `\nXB7_Bell_AT_Commands_Manual\n\n${page} / 3\n\n${header}`,
    ],
    [
      "some form feeds",
      (page: number) =>
        page === 0
          ? header
          : `\nXB7_Bell_AT_Commands_Manual\n\n${page} / 3\n${page === 1 ? "\f" : ""}${header}`,
    ],
    [
      "a mark of the release before the number",
      (page: number) =>
        page === 0
          ? header
          : `\nXB7_Bell_AT_Commands_Manual\n\nConfidential / Released\n\n${page} / 3\n\f${header}`,
    ],
  ])("are turned by %s", (_, mark) => {
    const text = between(mark);
    expect(summaryOf(text)).toEqual(expected);
    expect(residueOf(readManual(text))).toEqual([]);
    expect(summaryOf(`${text}\f`)).toEqual(expected);
    expect(summaryOf(`${text}\n\f\n`)).toEqual(expected);
  });

  it("tear the two columns of a row, and they come together again", () => {
    const text = `1

Bell Commands

1.1. AT+XBELL Ring a Bell
Write Command
Ring one of them
AT+XBELL=<bell>[,<pau

XB7_Bell_AT_Commands_Manual

Response
If it is lit:
CONNECT

4 / 9

Bell Series
XB7 Bell AT Commands Manual

se>]
If it is not lit:
OK

Write Command
When it is

XB7_Bell_AT_Commands_Manual

Response
If it hangs:

5 / 9

Bell Series
XB7 Bell AT Commands Manual

"hanging"
AT+XBELL=<bell>

OK
`;
    expect(summaryOf(text).slice(2)).toEqual([
      "write AT+XBELL=<bell>[,<pause>]",
      "  title: Ring one of them",
      "  condition: If it is lit:",
      "  connect: CONNECT",
      "  condition: If it is not lit:",
      "  final: OK",
      "write AT+XBELL=<bell>",
      '  title: When it is "hanging"',
      "  condition: If it hangs:",
      "  final: OK",
    ]);
  });
});

describe("rows without type words", () => {
  it("go to the names above them when there is one way only", () => {
    const block = `<song>
<order>
<part>

<rest>

What the bells play. The maximum length is 44 bytes.
“<song>”
In which order they ring.
3
From the left
4
From the right
How much of it, and the default is the whole song. Unit: byte.
How long they rest. The default value is 7. Unit: s.
`;
    expect(rowsOf(block)).toEqual([
      '<song> What the bells play. The maximum length is 44 bytes. ["<song>"]',
      "<order> In which order they ring. [3 From the left; 4 From the right]",
      "<part> How much of it, and the default is the whole song. Unit: byte.",
      "<rest> How long they rest. The default value is 7. Unit: s.",
    ]);
  });

  it("are not proven when names and texts do not come out even", () => {
    const block = `<song>
<order>
<part>

What the bells play.
How long they rest.
`;
    const rows = rowsOf(block);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toMatch(/^\? /);
  });

  it("are not proven when a text may begin on either of two lines", () => {
    const block = `<song>
<order>

What the bells play.
Some bells are louder than others.
Every bell has its turn.
`;
    const rows = rowsOf(block);
    expect(rows.map((row) => row.startsWith("? "))).toEqual([true, true]);
  });

  it("keep their names where type words stand in some of them", () => {
    const block = `<song>
<order>
<part>

What the bells play.
Integer type. In which order they ring. The range is 3-4.
How much of it. Unit: byte.
`;
    expect(rowsOf(block)).toEqual([
      "<song> What the bells play.",
      "<order> Integer type. In which order they ring. The range is 3-4.",
      "<part> How much of it. Unit: byte.",
    ]);
  });

  it("know the row of the error number by its words", () => {
    const block = `<song>
<err>

What the bells play.
It may be long.
The error code of the bell. See Chapter 4.
`;
    expect(rowsOf(block)).toEqual([
      "<song> What the bells play. It may be long.",
      "<err> The error code of the bell. See Chapter 4.",
    ]);
  });

  it("begin anew where the numbers of a list do", () => {
    const block = `<order>
<mood>

In which order they ring
0
Left
1
Right
How they sound
0
Sad
1
Glad
`;
    expect(rowsOf(block)).toEqual([
      "<order> In which order they ring [0 Left; 1 Right]",
      "<mood> How they sound [0 Sad; 1 Glad]",
    ]);
  });

  it("go on over a page", () => {
    const block = `<song>
<order>

What the bells play.
In which order they ring.
3 From the left, as long as there is somebody who stands there and

8 / 9

<rest>

listens.
4 From the right.
How long they rest.
`;
    expect(rowsOf(block)).toEqual([
      "<song> What the bells play.",
      "<order> In which order they ring. [3 From the left, as long as there is somebody who stands there and listens.; 4 From the right.]",
      "<rest> How long they rest.",
    ]);
  });
});

describe("values", () => {
  it.each([
    ["on the line of their number", "0 Low\n1 High", "[0 Low; 1 High]"],
    ["below their number", "0\nLow\n1\nHigh", "[0 Low; 1 High]"],
    ["in quotes", '"low" Low\n"high" High', '["low" Low; "high" High]'],
    ["in quotes, the meaning below", "“low”\nLow\n“high”\nHigh", '["low" Low; "high" High]'],
    ["as ranges", "0 Off\n1-9 Tones of the bell", "[0 Off; 1-9 Tones of the bell]"],
    ["in hexadecimal", "0X0035 Low\n0x00FF High", "[0X0035 Low; 0x00FF High]"],
    ["below zero", "-1 Broken\n0 Whole", "[-1 Broken; 0 Whole]"],
    ["with the rest of them", "0 Whole\nOthers See Chapter 4.", "[0 Whole; Others See Chapter 4.]"],
    ["with a mark", "0 Low\n1 High*", "[0 Low; 1 High*]"],
  ])("are read %s", (_, printed, read) => {
    expect(rowsOf(`<tone>\n\nInteger type. How it sounds.\n${printed}\n`)).toEqual([
      `<tone> Integer type. How it sounds. ${read}`,
    ]);
  });

  it.each([
    ["an amount", "The longest song is\n60 bytes."],
    ["the end of a range", "The range is 1-\n60, and the default value is 2."],
    ["a name in quotes", 'It depends on\n"tone" or "pause".'],
    ["a sentence about two names", 'It is either of these.\n"tone" or "pause" may be left out.'],
  ])("are not taken from %s", (_, words) => {
    const [row = ""] = rowsOf(`<tone>\n\nString type. ${words}\n`);
    expect(row).not.toContain("[");
  });
});

describe("a layout text", () => {
  const head = "1     Bells\n\n1.1. AT+XBELL   Ring a Bell\n\n";
  const parameters = (rows: string): string[] =>
    summaryOf(
      `${head}AT+XBELL   Ring a Bell\nWrite Command        Response\nAT+XBELL=<tone>      OK\n\nParameter\n\n${rows}`,
    ).slice(4);

  it("pairs names with what stands beside them, whatever it says", () => {
    expect(
      parameters(`<tone>         How it sounds.
               0        Low, as long as somebody
                        listens
               1        High
               It is low at night.
<a_long_name> Who rings it.
<pause>        Where it stands
               by itself.
`),
    ).toEqual([
      "<tone> How it sounds. It is low at night. [0 Low, as long as somebody listens; 1 High]",
      "<a_long_name> Who rings it.",
      "<pause> Where it stands by itself.",
    ]);
  });

  it("keeps the columns of each page", () => {
    expect(
      parameters(`<tone>         How it sounds.
               0        Low



3 / 9
                  1        High
<pause>           Where it stands.
`),
    ).toEqual(["<tone> How it sounds. [0 Low; 1 High]", "<pause> Where it stands."]);
  });

  it("reads words as values when a wide gap stands behind each", () => {
    expect(
      parameters(`<tone>         String type. How it sounds.
               LOW          Like a cow
               HIGH NOTE    Like a bird
`),
    ).toEqual(["<tone> String type. How it sounds. [LOW Like a cow; HIGH NOTE Like a bird]"]);
  });

  it("reads a label beside the middle of its cell", () => {
    const text = `${head}AT+XBELL   Ring a Bell
Write Command           Response
AT+XBELL=<tone>         OK
                        It takes as long as the bell
Maximum Response Time
                        needs, 20 s at most.
                        It rings at once.
Characteristics
                        It is not kept.

Parameter

<tone>       How it sounds.
`;
    const [, section] = readManual(text).sections;
    expect(section?.commandTable?.responseTime?.text).toBe(
      "It takes as long as the bell needs, 20 s at most.",
    );
    expect(section?.commandTable?.characteristics.map((words) => words.text)).toEqual([
      "It rings at once. It is not kept.",
    ]);
  });
});

it("takes a short plain text for plain, though a list in it has gaps", () => {
  const text = `1 Bell Commands

1.1. Conventions
<...>   Name of a parameter
[...]   What may be left out
Underline   The default of a parameter

1.2. AT+XBELL Ring a Bell
AT+XBELL Ring a Bell
Write Command
AT+XBELL=<size>

Response
>
Behind the sign the bytes are inputted.
OK

Parameter
<size>

Integer type. How much it is. The range is 1-90.
${"\nIt says nothing more about bells here.\n".repeat(25)}`;
  const read = readManual(text);
  expect(read.layout).toBe("plain");
  const [form] = read.sections.at(-1)?.commandTable?.forms ?? [];
  expect(form?.answers.map(({ role }) => role)).toContain("prompt");
});
