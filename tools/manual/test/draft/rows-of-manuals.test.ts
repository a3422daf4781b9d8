import { describe, expect, test } from "vitest";
import { bellOf, draftOf, openIn, paramIn } from "./bell-manual.ts";

const facts = (command: ReturnType<typeof bellOf>, wire: string) => {
  const {
    type,
    ranges,
    minBytes,
    maxBytes,
    unit,
    default: standard,
    values,
  } = paramIn(command, wire);
  return {
    type: type?.value,
    ranges: ranges?.value,
    size: minBytes === undefined && maxBytes === undefined ? undefined : maxBytes?.value,
    unit: unit?.value,
    default: standard?.value,
    values: values.map(({ value }) => value),
  };
};

const nothing = {
  type: undefined,
  ranges: undefined,
  size: undefined,
  unit: undefined,
  default: undefined,
  values: [],
};

const forms = `Write Command
AT+XBELL=<tune>,<side>,<beats>[,<rest>]

Response
OK
`;

describe("rows without a type word", () => {
  const plain = `<tune>
<side>
<beats>

<rest>

What the bell plays. The maximum length is 24 bytes.
“<tune>”
From which side it is struck.
1
From the left
2
From the right
How much of it is played, and the default is the whole tune. Unit: byte.
How long it is silent. The default value is 7. Unit: s.
`;
  const layout = `<tune>      What the bell plays. The maximum length is 24 bytes.
            “<tune>”
<side>      From which side it is struck.
            1    From the left
            2    From the right
<beats>     How much of it is played, and the default is the whole tune. Unit: byte.
<rest>      How long it is silent. The default value is 7. Unit: s.
`;

  test.each([
    ["plain", plain],
    ["in columns", layout],
  ])("are told apart, %s", (_, rows) => {
    const bell = bellOf({ forms, rows });
    expect(openIn(bell)).toEqual([]);
    expect(facts(bell, "tune")).toEqual({ ...nothing, type: "string", size: 24 });
    expect(facts(bell, "side")).toEqual({ ...nothing, type: "enum", values: [1, 2] });
    expect(facts(bell, "beats")).toEqual({ ...nothing, type: "integer", unit: "byte" });
    expect(facts(bell, "rest")).toEqual({
      ...nothing,
      type: "integer",
      unit: "second",
      default: 7,
    });
  });

  test("are open when names and texts do not come out even", () => {
    const rows = `<tune>
<side>
<beats>
<rest>

What the bell plays. The maximum length is 24 bytes.
How long it is silent. The default value is 7. Unit: s.
`;
    const bell = bellOf({ forms, rows });
    for (const wire of ["tune", "side", "beats", "rest"]) {
      const { undecided } = paramIn(bell, wire);
      expect(undecided, wire).not.toEqual([]);
      expect(facts(bell, wire), wire).toEqual(nothing);
    }
  });
});

describe("rows inside the response cell", () => {
  const inside = `Write Command
AT+XBELL=<bell number>[,<rest>]

Response
OK

Parameter
<bell number> Number of the bell. Range is 1-6.
<rest>
How long it is silent, in seconds. Default is 45.

Reference
`;

  test("belong to their names, blanks or not", () => {
    const text = `1

Bell Commands

1.1. AT+XBELL Ring a Bell
AT+XBELL Ring a Bell
${inside}`;
    const [bell] = draftOf(text).commands;
    if (bell === undefined) throw new Error("no command");
    expect(bell.params.map(({ wire }) => wire)).toEqual(["bell number", "rest"]);
    expect(facts(bell, "bell number")).toEqual({ ...nothing, type: "integer", ranges: [[1, 6]] });
    expect(facts(bell, "rest")).toEqual({
      ...nothing,
      type: "integer",
      unit: "second",
      default: 45,
    });
    expect(bell.operations[0]?.args).toEqual([
      { param: "bell number" },
      { optional: [{ param: "rest" }] },
    ]);
  });
});

describe("values", () => {
  const row = (values: string) =>
    bellOf({
      forms: forms.replace("<tune>,<side>,<beats>[,<rest>]", "<tune>"),
      rows: `<tune>\n\nInteger type. The tune.\n${values}\n`,
    });

  test.each([
    ["a mark of a note", "0\nShort\n1\nLong*", "values"],
    ["a value listed twice", "0\nShort\n0\nLong", "name"],
  ])("are open with %s", (_, values, about) => {
    const { undecided } = paramIn(row(values), "tune");
    expect(undecided.map((item) => item.about)).toContain(about);
  });

  test("that are not all of them leave an integer", () => {
    const bell = row("0\nSilent\nOthers\nNumber of a tune");
    expect(facts(bell, "tune")).toMatchObject({ type: "integer", values: [0] });
  });
});

describe("defaults that are underlined", () => {
  test("are said to be unreadable, each at its values", () => {
    const text = `1 Notation

1.1. Words

Underline      Default setting of a parameter.

2 Bell Commands

2.1. AT+XBELL Ring a Bell

AT+XBELL Ring a Bell
Write Command
AT+XBELL=<side>

Response
OK

Parameter
<side>      Integer type. From which side it is struck.
            0    From the left
            1    From the right
`;
    const draft = draftOf(text);
    expect(draft.unseen).not.toEqual([]);
    const side = draft.commands[0]?.params[0];
    expect(side?.default).toBeUndefined();
    expect(side?.undecided.map(({ about, reason }) => `${about}: ${reason}`)).toEqual([
      "default: default not readable: the manual underlines it",
    ]);
  });
});

describe("sentences", () => {
  const factsOf = (intro: string) =>
    bellOf({ intro: `${intro}\n` }).facts.map(({ about, bound, value, unit }) => ({
      about,
      bound,
      value,
      ...(unit !== undefined && { unit }),
    }));

  test.each([
    ["The maximum number of tunes is 12.", [{ about: "tunes", bound: "atMost", value: 12 }]],
    ["The maximum number of tunes is twelve.", [{ about: "tunes", bound: "atMost", value: 12 }]],
    ["The minimum number of bells is 3.", [{ about: "bells", bound: "atLeast", value: 3 }]],
    [
      "The maximum size of the whole tune is 3 Kbytes.",
      [{ about: "whole tune", bound: "atMost", value: 3072, unit: "byte" }],
    ],
    [
      "The maximum tune length is 90 bytes.",
      [{ about: "tune", bound: "atMost", value: 90, unit: "byte" }],
    ],
    ["The tower only supports four ropes.", [{ about: "ropes", bound: "atMost", value: 4 }]],
    [
      "Bells ring at an interval of 5 minutes.",
      [{ about: "interval", bound: "is", value: 5, unit: "minute" }],
    ],
  ])("state limits: %s", (sentence, stated) => {
    expect(factsOf(sentence)).toEqual(stated);
  });

  test.each([
    "If it rains, the maximum number of tunes is 12.",
    "The maximum number of tunes is 12 for old bells.",
    "The maximum number of tunes is 12 or 14.",
    "The maximum number of tunes is 12*.",
  ])("leave limits open that hold in one case: %s", (sentence) => {
    const bell = bellOf({ intro: `${sentence}\n` });
    expect(bell.facts).toEqual([]);
    expect(bell.undecided.map(({ text }) => text).join()).toContain("12");
  });
});
