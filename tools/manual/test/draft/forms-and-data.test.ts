import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printFields } from "../../src/grammar/syntax.ts";
import { bellManual, bellOf, draftOf, openIn, paramIn } from "./bell-manual.ts";

const form = (syntax: string, response: string, kind = "Write Command"): string =>
  `${kind}\n${syntax}\n\nResponse\n${response}\n`;

describe("a plain command", () => {
  test("is drafted whole, each fact with its line", () => {
    const bell = bellOf();
    expect(openIn(bell)).toEqual([]);
    expect(bell).toMatchObject({ at: "+XBELL", title: "Ring a Bell", section: "1.1" });
    const lines = bellManual().split("\n");
    const pause = paramIn(bell, "pause");
    expect([
      pause.type?.value,
      pause.ranges?.value,
      pause.default?.value,
      pause.unit?.value,
    ]).toEqual(["integer", [[2, 900]], 30, "second"]);
    for (const fact of [pause.type, pause.ranges, pause.default, pause.unit]) {
      expect(lines[(fact?.line ?? 0) - 1]).toContain("How long it is silent");
    }
    expect(bell.operations.map(({ form: kind, args }) => `${kind} ${printFields(args)}`)).toEqual([
      "write <bell>[,<pause>]",
    ]);
  });
});

describe("the data phase", () => {
  const rows = `<bell>

Integer type. Number of the bell. The range is 1-4.

<size>

Integer type. How many bytes of the tune there are. Unit: byte.

<wait>

Integer type. How long the next byte may take. Unit: second.
`;
  const draft = (response: string, intro = "") =>
    bellOf({ forms: form("AT+XBELL=<bell>[,<size>[,<wait>]]", response), rows, intro })
      .operations[0];

  test.each([
    ["the binary data of the tune can be inputted.", "toModule"],
    ["the bytes of the tune are to be entered.", "toModule"],
    ["the data of the tune can be written.", "toModule"],
    ["the data received from the host are kept as the tune.", "toModule"],
    ["the binary data of the tune will be outputted.", "fromModule"],
    ["the bytes of the tune will be read out.", "fromModule"],
    ["the data of the tune are sent to the host.", "fromModule"],
  ])("goes where sentences say: %s", (sentence, direction) => {
    const operation = draft(
      `CONNECT\nTA switches to data mode, and ${sentence}\n+XBELL: <size>\nOK`,
    );
    expect(operation?.data?.value.direction, JSON.stringify(operation)).toBe(direction);
  });

  test("a sentence of the section does as well", () => {
    const intro = "The command plays a tune. All inputted data will be the tune.\n";
    expect(draft("CONNECT\n+XBELL: <size>\nOK", intro)?.data?.value.direction).toBe("toModule");
  });

  test("a number behind CONNECT comes with what the module sends", () => {
    const operation = draft("CONNECT <sent_length>\nTA switches to data mode.\nOK");
    expect(operation?.data?.value).toMatchObject({
      direction: "fromModule",
      length: { connect: true },
    });
  });

  test.each([
    ["nothing is said", "CONNECT\nOK"],
    ["data mode alone is said", "CONNECT\nTA switches to data mode.\nOK"],
    [
      "both directions are said",
      "CONNECT\nTA switches to data mode, the data can be inputted and the data will be outputted.\nOK",
    ],
    ["the mode is transparent", "CONNECT\nThe module enters transparent access mode.\nOK"],
    ["a prompt stands in its place", ">\nEnter the data of the tune.\nOK"],
  ])("is open when %s", (_, response) => {
    const operation = draft(response);
    expect(operation?.data).toBeUndefined();
    expect(operation?.undecided.map(({ about }) => about)).toContain("data");
  });

  test("ends as sentences say", () => {
    const operation = draft(
      "CONNECT\nThe data can be inputted. When the total size of the inputted data reaches <size> or the time reaches <wait>, TA returns to command mode.\n+XBELL: <size>\nOK",
    );
    expect(operation?.data?.value).toMatchObject({
      direction: "toModule",
      length: { param: "size" },
      endsOn: ["length", "totalTime"],
      time: "wait",
    });
  });

  test("a pause of the host is another end than a time", () => {
    const intro =
      "Data can be inputted after CONNECT. When the data reaches <size>, or there is no data inputted when <wait> reaches, the module leaves data mode.\n";
    expect(draft("CONNECT\n+XBELL: <size>\nOK", intro)?.data?.value.endsOn).toEqual([
      "length",
      "idleTime",
    ]);
  });
});

describe("two forms of one kind", () => {
  test("are two operations, whatever is between label and syntax", () => {
    const bell = bellOf({
      forms: [
        form("Ask for a bell\nAT+XBELL=<bell>", "+XBELL: <bell>,<pause>\nOK"),
        form("Ring one\nAT+XBELL=<bell>,<pause>", "OK"),
      ].join("\n"),
    });
    expect(
      bell.operations.map(({ title, args, reply }) => [
        title,
        printFields(args),
        reply.map(({ fields }) => printFields(fields)),
      ]),
    ).toEqual([
      ["Ask for a bell", "<bell>", ["<bell>,<pause>"]],
      ["Ring one", "<bell>,<pause>", []],
    ]);
  });

  test("that send the same are open", () => {
    const bell = bellOf({
      forms: [form("AT+XBELL=<bell>", "OK"), form("AT+XBELL=<bell>", "+XBELL: <pause>\nOK")].join(
        "\n",
      ),
    });
    expect(openIn(bell).join()).toContain("describes the same command line");
  });

  test("a form that asks when its parameters are left out is two", () => {
    const bell = bellOf({
      forms: form(
        'AT+XBELL="tone"[,<bell>,<pause>]',
        'If <bell> and <pause> are both omitted, query the current settings:\n+XBELL: "tone",<bell>,<pause>\nOK\nIf they are not omitted:\nOK',
      ),
    });
    expect(bell.operations.map(({ args, reply }) => [printFields(args), reply.length])).toEqual([
      ['"tone",<bell>,<pause>', 0],
      ['"tone"', 1],
    ]);
  });
});

describe("answers", () => {
  const replyOf = (response: string) => {
    const [operation] = bellOf({ forms: form("AT+XBELL=<bell>,<pause>", response) }).operations;
    return {
      reply: operation?.reply.map(({ fields, repeat }) => `${printFields(fields)} ${repeat}`),
      result: operation?.completion && printFields(operation.completion.fields),
      open: operation?.undecided.map(({ about }) => about),
    };
  };

  test.each([
    ["+XBELL: <bell>\nOK", ["<bell> one"]],
    ["[+XBELL: <bell>]\nOK", ["<bell> zeroOrOne"]],
    ["[+XBELL: <bell><CR><LF>]\nOK", ["<bell> zeroOrMore"]],
    ["+XBELL: <bell>\n[+XBELL: <bell>\n[...]]\nOK", ["<bell> oneOrMore"]],
    ["OK", []],
  ])("repeat as they are printed: %s", (response, reply) => {
    expect(replyOf(response)).toEqual({ reply, result: undefined, open: [] });
  });

  test("behind OK tell how it ended", () => {
    expect(replyOf("OK\n+XBELL: <bell>,<pause>")).toMatchObject({
      reply: [],
      result: "<bell>,<pause>",
    });
  });

  test.each([
    ["a final line that is not OK", "SEND OK"],
    ["two lines behind OK", "OK\n+XBELL: <bell>\n+XBELL: <pause>,<bell>"],
    [
      "cases that differ",
      "If it rings:\n+XBELL: <bell>\nOK\nIf it is silent:\n+XBELL: <pause>,<bell>\nOK",
    ],
    ["a line in one case only", "If it rings:\n+XBELL: <bell>\nOK\nIf it is silent:\nOK"],
    ["a bracket that does not close", "+XBELL: <bell>[,<pause>\nOK"],
  ])("are open with %s", (_, response) => {
    expect(replyOf(response).open).toContain("reply");
  });
});

describe("the syntax", () => {
  test.each([
    ["a round bracket in place of a square one", "AT+XBELL=<bell>[,<pause>)"],
    ["a bracket too many", "AT+XBELL=<bell>[,<pause>]]"],
    ["a bracket too few", "AT+XBELL=<bell>[,<pause>"],
    ["two names without a comma", "AT+XBELL=<bell>/<pause>"],
    ["names in quotes", 'AT+XBELL="<bell>/<pause>"'],
    ["another command", "AT+XBULL=<bell>,<pause>"],
    ["what may be left out in front", "AT+XBELL=[<bell>,]<pause>"],
    ["what may be left out in between", "AT+XBELL=<bell>[,<tone>],<pause>"],
    ["dots for more of the same", "AT+XBELL=<bell>[,<bell>[,...]]"],
  ])("is open with %s", (_, syntax) => {
    const bell = bellOf({ forms: form(syntax, "OK") });
    expect(
      bell.operations.flatMap(({ undecided }) => undecided.map(({ about }) => about)),
    ).toContain("syntax");
  });

  const names = fc.uniqueArray(fc.constantFrom("a", "b1", "cc", "d_d", "eE"), { minLength: 1 });
  const field = fc.tuple(names, fc.nat({ max: 5 })).map(([all, taken]) => {
    const required = all.slice(0, Math.min(taken, all.length)).map((name) => `<${name}>`);
    const optional = all.slice(required.length);
    const tail = optional.reduceRight(
      (inner, name, index) => `[${required.length + index === 0 ? "" : ","}<${name}>${inner}]`,
      "",
    );
    return `${required.join(",")}${tail}`;
  });

  test("is read and printed as it is written", () => {
    fc.assert(
      fc.property(field, (text) => {
        const bell = bellOf({ forms: form(`AT+XBELL=${text}`, "OK") });
        expect(bell.operations.map(({ args }) => printFields(args))).toEqual([text]);
        expect(bell.operations[0]?.undecided).toEqual([]);
      }),
    );
  });
});

describe("test answers", () => {
  const supports = (answer: string) =>
    bellOf({
      forms: `${form("AT+XBELL=?", `${answer}\nOK`, "Test Command")}\n${form("AT+XBELL=<bell>[,<pause>]", "OK")}`,
    });

  test.each(["+XBELL: (1-4)[,(2-900)]", "+XBELL: (1-4),(2-900)", '+XBELL: "on",(0,1)'])(
    "are what the module prints: %s",
    (answer) => {
      expect(supports(answer).operations[0]?.supports).toMatchObject([
        { value: answer.slice(8), inWords: false },
      ]);
    },
  );

  test.each([
    "+XBELL: (range of supported <bell>s)",
    "+XBELL: (list of supported <bell>s),(range of supported <pause>s)",
  ])("in words are none of it: %s", (answer) => {
    expect(supports(answer).operations[0]?.supports).toMatchObject([{ inWords: true }]);
  });

  test("that contradict the rows leave them open", () => {
    const bell = supports("+XBELL: (0-4)[,(2-900)]");
    expect(openIn(bell).join()).toContain("the test answer of line");
    expect(paramIn(bell, "pause").ranges?.value).toEqual([[2, 900]]);
  });
});

describe("a response time", () => {
  const time = (text: string) =>
    bellOf({
      forms: `${form("AT+XBELL=<bell>[,<pause>]", "OK")}\nMaximum Response Time\n\n${text}\n`,
    }).operations[0];

  test.each([
    ["300 ms", 300],
    ["40 seconds", 40_000],
    ["90s, determined by network.", 90_000],
    ["2 minutes, depending on the network", 120_000],
  ])("%s", (text, ms) => {
    expect(time(text)?.maxResponseMs?.value).toBe(ms);
  });

  test.each(["5 s by default, depending on <pause>", "up to the network", "5 s (10 s with a key)"])(
    "is open when something changes it: %s",
    (text) => {
      expect(time(text)?.maxResponseMs).toBeUndefined();
      expect(time(text)?.undecided.map(({ about }) => about)).toContain("time");
    },
  );
});

describe("any text", () => {
  const pieces = [
    "1",
    "Bell Commands",
    "1.1. AT+XBELL Ring a Bell",
    "AT+XBELL Ring a Bell",
    "Write Command",
    "Read command",
    "AT+XBELL=<bell>[,<pause>",
    "Response",
    "OK",
    "CONNECT <n>",
    "[+XBELL: <a>",
    "[...]]",
    ">",
    "<Input data>",
    "If <a> is omitted:",
    "Parameter",
    "<bell>",
    "<bell> Integer type. The range is 1-",
    "9",
    "“a”",
    "0 Off",
    "Others",
    "Table 1: Codes",
    "<err>",
    "Meaning",
    "700",
    "700-99999999999",
    "returned by the form.",
    "Maximum Response Time",
    "Example",
    'AT+XBELL=1,"a',
    '+XBELL: 1,,"',
    "NOTE",
    "",
    "   ",
    "reaches <bell> or time reaches <x>",
    "\f",
  ];

  test("is drafted to its end", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 80 }), (lines) => {
        const draft = draftOf(lines.join("\n"));
        expect(draft.words.every(({ path, line }) => path !== "" && line > 0)).toBe(true);
      }),
      { numRuns: cases(400) },
    );
  });
});
