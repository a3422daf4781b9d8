import { describe, expect, it } from "vitest";
import { statementsOf } from "../src/align/statements.ts";
import { draftManual } from "../src/draft/draft-manual.ts";
import { readManual } from "../src/reader/read-manual.ts";
import { factsIn } from "./facts-of.ts";
import { editText, type LampText, readLamp } from "./lamp-workshop.ts";

async function factsOf(layout: LampText, change = (text: string): string => text) {
  return factsIn(readManual(change(await readLamp(layout))));
}

describe.each(["plain", "layout"] satisfies LampText[])("the %s text", (layout) => {
  it("is understood but for the one line that has lost its beginning", async () => {
    const read = readManual(await readLamp(layout));
    expect(read.layout).toBe(layout);
    expect(read.residue.map(({ text }) => text)).toEqual(["is a main lamp."]);
  });

  it.each([
    [
      "a placeholder torn by a narrow cell",
      "+XDEMOCFG/write:login",
      'AT+XDEMOCFG="login"[,<user>,<secret>]',
    ],
    [
      "a syntax torn before a comma",
      "+XDEMOCFG/write:station",
      'AT+XDEMOCFG="station"[,<address>,<port>]',
    ],
    [
      "a syntax torn before its last bracket",
      "+XDEMOCFG/write:glow",
      'AT+XDEMOCFG="glow"[,<glow_type>]',
    ],
    ["nested optional groups", "+XDEMOADD/write", "AT+XDEMOADD=<mode>[,<kind>[,<lamp_name>]]"],
    ["a syntax on the page after its label", "+XDEMORUN/write", "AT+XDEMORUN=<timeout>"],
    ["an answer inside a footer", "+XDEMORUN/test/answer:1", "(30-900)"],
    [
      "the answer when parameters are left out",
      "+XDEMOCFG/write:glow/query",
      '+XDEMOCFG: "glow",<glow_type>',
    ],
    ["an answer in brackets", "+XDEMOADD/read/reply", "[+XDEMOADD: <kind>,<lamp_name>]"],
    ["a line behind OK", "+XDEMORUN/write/result", "+XDEMORUN: <err>,<station_error>"],
    ["a range", "+XDEMOCFG/params/channelID/range", "1-8"],
    ["a default in the middle of a row", "+XDEMOCFG/params/port/default", "700"],
    ["a size on the line after its words", "+XDEMOCFG/params/user/size", "at most 32"],
    ["two sizes for two cases", "+XDEMOADD/params/lamp_name/size", "at most 20, at most 40"],
    ["a unit torn from its word", "+XDEMORUN/params/timeout/unit", "second"],
    [
      "a value behind the next parameter's name",
      "+XDEMOCFG/params/glow_type/values/2/meaning",
      "Morse",
    ],
    ["a chapter as the table of error numbers", "+XDEMOCLR/execute/errors", "<err>"],
    ["a limit in a sentence", "+XDEMOADD/limits/lamps", "12"],
    ["a limit in kilobytes", "+XDEMOTXT/limits/lamp-text-size", "2048"],
    ["how data mode ends, told elsewhere", "+XDEMOTXT/write/data/length", "text_length"],
    ["that ATO does not lead back", "+XDEMOTXT/write/data/resumable", "no"],
    ["a response time", "+XDEMOCFG/time", "300"],
    [
      "a meaning over two lines",
      "<err>/codes/704/meaning",
      "Radio fault, such as a wet antenna, a neighbour who sends on the same channel at the same time, or a storm that no lamp survives for long, etc.",
    ],
    [
      "a command with a comment behind it",
      '+XDEMOCFG/examples/AT+XDEMOCFG="login","keeper","moth"',
      'AT+XDEMOCFG="login","keeper","moth"',
    ],
  ])("gives %s", async (_, path, value) => {
    expect((await factsOf(layout))[path]).toBe(value);
  });

  it("joins a word divided at the end of its line", async () => {
    const read = readManual(await readLamp(layout));
    const section = read.sections.find(({ id }) => id === "2.1");
    expect(section?.passages[0]?.text).toMatch(/^The command sets up/);
  });

  it("tells on which line a fact stands", async () => {
    const text = await readLamp(layout);
    const lines = text.split("\n");
    const numbers = statementsOf(draftManual(readManual(text)), new Map()).filter(({ path }) =>
      /^codes\/\d+$|\/values\/\d+$/.test(path),
    );
    expect(numbers.length).toBeGreaterThan(20);
    for (const { line, value } of numbers)
      expect(lines[line - 1]?.trim()).toMatch(new RegExp(`^${value}\\b`));
  });
});

it("reads the same facts from both extractions", async () => {
  expect(await factsOf("layout")).toEqual(await factsOf("plain"));
});

it("finds pages where form feeds have become blanks", async () => {
  const blanks = await factsOf("plain", (text) => text.replaceAll("\f", " "));
  expect(blanks).toEqual(await factsOf("plain"));
});

it("reads straight quotes, ligatures and dashes as their plain twins", async () => {
  const typeset = (text: string): string =>
    text.replaceAll("“", '"').replaceAll("”", '"').replaceAll("fi", "ﬁ").replaceAll("1-8", "1–8");
  expect(await factsOf("plain", typeset)).toEqual(await factsOf("plain"));
});

it("reads a row whose name and text stand on one line", async () => {
  const joined = (text: string): string =>
    editText(text, [["<input_length>\n\nThe length", "<input_length> The length"]]);
  expect(await factsOf("plain", joined)).toEqual(await factsOf("plain"));
});

it("reads values that stand on the lines of their numbers", async () => {
  const joined = (text: string): string =>
    editText(text, [["1\n\nMain lamp\n\n2\n\nSpare lamp", "1 Main lamp\n2 Spare lamp"]]);
  expect(await factsOf("plain", joined)).toEqual(await factsOf("plain"));
});

it("does not take a number that begins a line of prose for a value", async () => {
  const facts = await factsOf("plain", (text) =>
    editText(text, [["this text is 60 bytes.", "this text is\n60 bytes."]]),
  );
  expect(facts["+XDEMOCFG/params/address/size"]).toBe("at most 60");
  expect(facts["+XDEMOCFG/params/address/values/60"]).toBeUndefined();
});

it("claims no line for being there: noise stays residue", async () => {
  const noisy = editText(await readLamp("plain"), [
    ["\n706\n\nNo lamp chosen\n", "\n706\n\n705\n\nNo lamp chosen\n"],
    ["Lighting a lamp takes a handful", "and so on\n\nLighting a lamp takes a handful"],
    ["4.1. Station not Found\n", "4.1. Station not Found\n17\n\n"],
  ]);
  const residue = readManual(noisy).residue.map(({ text }) => text);
  expect(residue).toEqual(expect.arrayContaining(["and so on", "is a main lamp.", "17", "706"]));
});
