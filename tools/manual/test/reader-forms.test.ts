import { describe, expect, it } from "vitest";
import { draftManual } from "../src/draft/draft-manual.ts";
import { placeholdersOf } from "../src/grammar/syntax.ts";
import { readManual } from "../src/reader/read-manual.ts";
import { residueOf, summaryOf } from "./read-summary.ts";

/** A row of a command table: what stands on the left, and what on the right. */
type Row = readonly [left: readonly string[], right: readonly string[]];

const head = "1\n\nBells\n\n1.1. AT+XBELL Ring a Bell\n";

function plainTable(rows: readonly Row[]): string {
  const printed = rows.map(([left, right]) => `${left.join("\n")}\n\n${right.join("\n")}\n`);
  return `${head}AT+XBELL Ring a Bell\n${printed.join("\n")}`;
}

function layoutTable(rows: readonly Row[]): string {
  const printed = rows.map(([left, right]) =>
    Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
      ` ${(left[index] ?? "").padEnd(50)}${right[index] ?? ""}`.trimEnd(),
    ).join("\n"),
  );
  return `${head}\nAT+XBELL   Ring a Bell\n${printed.join("\n")}\n`;
}

/** The forms of a table, which both extractions must give alike. */
function formsOf(rows: readonly Row[]): string[] {
  const [plain, layout] = [plainTable(rows), layoutTable(rows)];
  expect(readManual(layout).layout).toBe("layout");
  expect(summaryOf(layout)).toEqual(summaryOf(plain));
  expect(residueOf(readManual(plain))).toEqual([]);
  expect(residueOf(readManual(layout))).toEqual([]);
  return summaryOf(plain).slice(2);
}

describe("forms", () => {
  it("of one kind are kept apart, in their order, with their titles", () => {
    expect(
      formsOf([
        [
          ["Write Command", "Ask for a bell", "AT+XBELL=<bell>"],
          ["Response", "+XBELL: <tone>,<level>", "OK"],
        ],
        [
          [
            "Write Command",
            "Ring a bell as AT+XHAND",
            "does it by hand",
            "AT+XBELL=<bell>,<tone>[",
          ],
          ["Response", "OK"],
        ],
      ]).filter((line) => !line.endsWith("<level>]")),
    ).toEqual([
      "write AT+XBELL=<bell>",
      "  title: Ask for a bell",
      "  information: +XBELL: <tone>,<level>",
      "  final: OK",
      "write AT+XBELL=<bell>,<tone>[",
      "  title: Ring a bell as AT+XHAND does it by hand",
      "  final: OK",
    ]);
  });

  it("of two kinds in one row have the same answers", () => {
    expect(
      formsOf([
        [
          ["Read/Execution Command", "AT+XBELL? or AT+XBELL"],
          ["Response", "+XBELL: <tone>", "OK"],
        ],
      ]),
    ).toEqual([
      "read AT+XBELL?",
      "  information: +XBELL: <tone>",
      "  final: OK",
      "execute AT+XBELL",
      "  information: +XBELL: <tone>",
      "  final: OK",
    ]);
  });

  it("say behind the syntax what the host does", () => {
    expect(
      formsOf([
        [
          ["Write Command", "AT+XBELL=<bell>", "Behind the sign, input the song", "and end it."],
          ["Response", ">", "<input the song>", "SEND OK"],
        ],
      ]),
    ).toEqual([
      "write AT+XBELL=<bell>",
      "  remark: Behind the sign, input the song and end it.",
      "  prompt: >",
      "  data: <input the song>",
      "  final: SEND OK",
    ]);
  });

  it("keep a slip of the vendor as it is printed", () => {
    expect(
      formsOf([
        [
          ["Write Command", "AT+XBELL=<bell>[,<tone>)[,<pause>]]"],
          ["Response", "OK"],
        ],
      ])[0],
    ).toBe("write AT+XBELL=<bell>[,<tone>)[,<pause>]]");
  });

  it("join a syntax that a narrow cell has torn anywhere", () => {
    const syntax = 'AT+XBELL="song"[,<bell>[,<the_tone>,<pause>]]';
    for (let cut = 12; cut < syntax.length; cut++) {
      const torn = [syntax.slice(0, cut), syntax.slice(cut)];
      const forms = formsOf([
        [
          ["Write Command", ...torn],
          ["Response", "OK", "Or", "ERROR"],
        ],
      ]);
      expect(forms[0]).toBe(`write ${syntax}`);
    }
  });
});

describe("answers", () => {
  const answersOf = (...lines: string[]): string[] =>
    formsOf([
      [
        ["Write Command", "AT+XBELL=<bell>"],
        ["Response", ...lines],
      ],
    ])
      .slice(1)
      .map((line) => line.trim());

  it("tell data in both directions from what is said about them", () => {
    expect(
      answersOf(
        "CONNECT",
        "The module is in data mode, and the notes of the song will",
        "be output. When the song is over, it replies:",
        "+XBELL: <length>",
        "OK",
      ),
    ).toEqual([
      "connect: CONNECT",
      "condition: The module is in data mode, and the notes of the song will be output. When the song is over, it replies:",
      "information: +XBELL: <length>",
      "final: OK",
    ]);
    expect(answersOf("CONNECT <got_length>", "<data>", "OK")).toEqual([
      "connect: CONNECT <got_length>",
      "data: <data>",
      "final: OK",
    ]);
  });

  it("hold several cases in one cell", () => {
    expect(
      answersOf(
        "(1) If <way>=0:",
        "If the bell rings:",
        "SEND OK",
        "If it is broken or somebody has",
        "taken it away:",
        "SEND FAIL",
        "(2) If <way>=1:",
        "+XBELL: <bell>,<state>",
        "OK",
        "If there is any error, response:",
        "+CME ERROR: <err>",
        "The reason can be had by AT+XWHY.",
      ),
    ).toEqual([
      "condition: (1) If <way>=0:",
      "condition: If the bell rings:",
      "final: SEND OK",
      "condition: If it is broken or somebody has taken it away:",
      "error: SEND FAIL",
      "condition: (2) If <way>=1:",
      "information: +XBELL: <bell>,<state>",
      "final: OK",
      "condition: If there is any error, response:",
      "error: +CME ERROR: <err>",
      "sentence: The reason can be had by AT+XWHY.",
    ]);
  });

  it.each([
    [["+XBELL: <bell>", "[+XBELL: <bell>", "[...]]"], ["information oneOrMore: +XBELL: <bell>"]],
    [["+XBELL: <bell>", "[…]"], ["information oneOrMore: +XBELL: <bell>"]],
    [["[+XBELL: <bell>", "[...]]"], ["information zeroOrMore: +XBELL: <bell>"]],
    [["[+XBELL: <bell><CR><LF>]"], ["information zeroOrMore: [+XBELL: <bell><CR><LF>]"]],
    [["[+XBELL: <bell>]"], ["information zeroOrOne: [+XBELL: <bell>]"]],
    [
      ["+XBELL: 1,<tone>", "...", "+XBELL: 9,<tone>"],
      ["information oneOrMore: +XBELL: (1-9),<tone>"],
    ],
    [
      ["+XBELL:", "1,<tone>", "[.....", "+XBELL:", "12,<tone>]"],
      ["information oneOrMore: +XBELL: (1-12),<tone>"],
    ],
    [
      ["+XBELL: <count>", "[...", '+XBELL: "one",<bell>]'],
      ["information: +XBELL: <count>", 'information zeroOrMore: +XBELL: "one",<bell>'],
    ],
    [
      ["+XBELL: <bell>", "...", "+XBELL: <sum>,<most>"],
      ["information oneOrMore: +XBELL: <bell>", "information: +XBELL: <sum>,<most>"],
    ],
  ])("that come again: %j", (lines, expected) => {
    expect(answersOf(...lines, "OK")).toEqual([...expected, "final: OK"]);
  });

  it.each([
    ["(range of supported <bell>s),(list of supported <tone>s)", true],
    ["(1-9),(list of supported <tone>s)", true],
    ["(1-9),<tone>", false],
  ])("are told in words or to the letter: %s", (words, inWords) => {
    const [line] = answersOf(`+XBELL: ${words}`, "OK");
    expect(line).toBe(`information${inWords ? " in words" : ""}: +XBELL: ${words}`);
  });

  it("join words that a narrow cell has torn, with their blanks", () => {
    expect(
      answersOf(
        "+XBELL: (range of",
        "supported <bell>s),<to",
        "ne>,(list of supported",
        "<pause>s)",
      ),
    ).toEqual([
      "information in words: +XBELL: (range of supported <bell>s),<tone>,(list of supported <pause>s)",
    ]);
  });

  it("keep what is printed to the letter on lines of its own", () => {
    expect(
      answersOf("The bell tells its name.", "BELLMAN", "XB7", "Revision: <revision>", "OK"),
    ).toEqual([
      "sentence: The bell tells its name.",
      "information: BELLMAN",
      "information: XB7",
      "information: Revision: <revision>",
      "final: OK",
    ]);
  });
});

describe("parameters of a form", () => {
  it("stand in its response cell, their names with blanks", () => {
    const forms = formsOf([
      [
        ["Write Command", "AT+XBELL=<bell number>[,<pause>]"],
        [
          "Response",
          "OK",
          "Parameter",
          "<bell number> Number of the bell. Range is 2-9.",
          "<pause>",
          "How long it is quiet, in seconds. Default is 15.",
        ],
      ],
      [["Reference"], [""]],
    ]);
    expect(forms).toEqual(
      [
        "write AT+XBELL=<bell number>[,<pause>]",
        "  final: OK",
        "<bell number> Number of the bell. Range is 2-9.",
        "<pause> How long it is quiet, in seconds. Default is 15.",
      ].map((line) => (line.startsWith("<") ? expect.stringContaining(line) : line)),
    );
  });

  it("belong to it alone where another form follows, or are those of another", () => {
    const forms = formsOf([
      [
        ["Read Command", "AT+XBELL?"],
        ["Response", "+XBELL: <tone>", "OK", "Parameter", "See Write Command."],
      ],
      [
        ["Write Command", "Ask", "AT+XBELL=<bell>"],
        ["Response", "OK", "Parameter", "<bell> Number of the bell. Range is 2-9."],
      ],
      [
        ["Write Command", "Ring", "AT+XBELL=<bell>,<tone>"],
        ["Response", "OK", "Parameter", "<bell> Number of the bell.", "<tone> How it sounds."],
      ],
    ]);
    expect(forms).toContain("  as write");
    expect(forms).toContain("  own <bell> Number of the bell. Range is 2-9.");
    expect(forms.filter((line) => line.includes("<tone> How it sounds."))).toHaveLength(1);
  });
});

describe("tables of numbers", () => {
  const codes = (printed: string, title = "Table 1: Summary of Error Codes\n"): string[] =>
    summaryOf(`1\n\nCodes\n\nThe codes are these.\n\n${title}${printed}`).slice(1);

  it("go on over pages, with their head again or without", () => {
    const expected = ["<err> 301: Unknown", "<err> 302: No bell", "<err> 303: Too loud"];
    expect(
      codes("<err>\n\nMeaning\n\n301\n\nUnknown\n\n302\n\nNo bell\n\n2 / 9\n\n303\n\nToo loud\n"),
    ).toEqual(expected);
    expect(
      codes(
        "<err>\n\nMeaning\n\n301\n\nUnknown\n\n302\n\nNo bell\n\n2 / 9\n\n<err>\n\nMeaning\n\n303\n\nToo loud\n",
      ),
    ).toEqual(expected);
    expect(
      codes(
        "<err>        Meaning\n301          Unknown\n302          No bell\n\n\n2 / 9\n     <err>        Meaning\n     303          Too loud\n",
      ),
    ).toEqual(expected);
    expect(
      codes(
        "<err>        Meaning\n301          Unknown\n302          No bell\n\n\n2 / 9\n     303          Too loud\n",
      ),
    ).toEqual(expected);
  });

  it("have a number for several codes, and a third column", () => {
    expect(codes("<err>\n\nMeaning\n\n301-304\n\nUnknown\n\n305\n\nNo bell\n")).toEqual([
      "<err> 301-304: Unknown",
      "<err> 305: No bell",
    ]);
    expect(
      codes(
        "<err>\n\nMeaning\n\nRemark\n\n301\n\nUnknown\n\nAsk us\n\n305\n\nNo bell\n\nBuy one\n",
      ),
    ).toEqual(["<err> 301: Unknown: Ask us", "<err> 305: No bell: Buy one"]);
    expect(
      codes(
        "<err>     Meaning        Remark\n301       Unknown        Ask us\n305       No bell        Buy one\n",
      ),
    ).toEqual(["<err> 301: Unknown: Ask us", "<err> 305: No bell: Buy one"]);
  });

  it("need no title, and may count in hexadecimal", () => {
    expect(codes("<err>\n\nMeaning\n\n0x0A\n\nUnknown\n\n0x0B\n\nNo bell\n", "")).toEqual([
      "<err> 10: Unknown",
      "<err> 11: No bell",
    ]);
  });

  it("about kinds of commands are no command tables", () => {
    const read = readManual(
      "1\n\nCommands\n\nTable 1: Types of AT Commands\nCommand Type\n\nSyntax\n\nDescription\n\nTest Command\n\nAT+<cmd>=?\n\nAsks what there is.\n\nWrite Command\n\nAT+<cmd>=<p1>[,<p2>]\n\nSets it.\n",
    );
    expect(read.sections[0]?.commandTable).toBeUndefined();
    expect(residueOf(read)).toEqual([]);
  });
});

describe("URCs", () => {
  it.each([
    [
      "plain",
      "1\n\nURCs\n\n1.1.\n\nURC of a Bell\n\nIt comes when the bell rings.\n\nURC of a Bell\n+XURC: “rings”,<bell>\n\nThe bell rings.\n\n+XURC: “stops”,<be\nll>\n\nThe bell has stopped by\nitself.\n\nParameter\n<bell>\n\nInteger type. Number of the bell.\n",
    ],
    [
      "layout",
      "1     URCs\n\n1.1.   URC of a Bell\n\nIt comes when the bell rings.\n\nURC of a Bell\n+XURC: “rings”,<bell>       The bell rings.\n+XURC: “stops”,<be          The bell has stopped by\nll>                         itself.\n\nParameter\n\n<bell>      Integer type. Number of the bell.\n",
    ],
  ])("have what they mean beside them in a %s text", (_, text) => {
    expect(summaryOf(text)).toEqual([
      "1 URCs",
      "1.1 URC of a Bell",
      "<bell> Integer type. Number of the bell.",
      'urc +XURC: "rings",<bell>: The bell rings.',
      'urc +XURC: "stops",<bell>: The bell has stopped by itself.',
    ]);
    expect(residueOf(readManual(text))).toEqual([]);
  });
});

it("tells that a manual underlines its defaults", () => {
  const text =
    "1\n\nIntroduction\n\n1.1. Signs\n•\n\nUnderline\n\nDefault setting of a parameter.\n\n1.2. More\nIt rings.\n";
  expect(readManual(text).flags.underlinedDefaults).toEqual({ line: 8, section: "1.1" });
  expect(
    readManual(text.replace("Underline", "Brackets")).flags.underlinedDefaults,
  ).toBeUndefined();
});

it("gives the ends of several answers that are printed below the last of them to each its own", () => {
  const form = (key: string): string =>
    `Write Command\nAT+XBELL="${key}"\n\nResponse\n[+XBELL: "${key}",<bell>]\n\n`;
  const text = `${head}AT+XBELL Ring a Bell\n${form("one")}${form("two")}${form("three")}OK\nOr\nERROR\n\nOK\nOr\nERROR\n\nOK\nOr\nERROR\n`;
  expect(summaryOf(text).filter((line) => /final|error|write/.test(line))).toEqual(
    ["one", "two", "three"].flatMap((key) => [
      `write AT+XBELL="${key}"`,
      "  final: OK",
      "  error: ERROR",
    ]),
  );
});

it.each([
  ["behind the word", "AT+XLAMP? or\nAT+XLAMP"],
  ["before the word", "AT+XLAMP?\nor AT+XLAMP"],
  ["not at all", "AT+XLAMP? or AT+XLAMP"],
])("reads both forms of a cell that breaks %s", (_, syntax) => {
  const text = `1 Lamp Commands

1.1. AT+XLAMP Light a Lamp
AT+XLAMP Light a Lamp
Read/Execution Command
${syntax}

Response
+XLAMP: <lamp>
OK

Parameter
<lamp>

Integer type. Number of the lamp. The range is 1-8.
`;
  const [command] = draftManual(readManual(text)).commands;
  expect(command?.operations.map((one) => [one.form, one.syntax])).toEqual([
    ["read", "AT+XLAMP?"],
    ["execute", "AT+XLAMP"],
  ]);
  expect(command?.operations.flatMap(({ undecided }) => undecided)).toEqual([]);
});

it("gives a name back the blank at which its syntax was torn", () => {
  const text = `1 Lamp Commands

1.1. AT+XLAMP Light a Lamp
AT+XLAMP Light a Lamp
Write Command
AT+XLAMP=<lamp mode>[,<step
time>]

Response
+XLAMP: <lamp mode>
OK

Parameter
<lamp mode>

Integer type. How it is lit. The range is 1-8.

<step time>

Integer type. How long. The range is 1-90.
`;
  const [command] = draftManual(readManual(text)).commands;
  expect(command?.params.map(({ wire, ranges }) => [wire, ranges?.value])).toEqual([
    ["lamp mode", [[1, 8]]],
    ["step time", [[1, 90]]],
  ]);
  expect(placeholdersOf(command?.operations[0]?.args ?? [])).toEqual(["lamp mode", "step time"]);
});
