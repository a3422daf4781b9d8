import type { Model } from "@qsmtp/codegen/model";
import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import { Project } from "ts-morph";
import { describe, expect, test } from "vitest";
import { factsIn, type Scope } from "../src/facts/scan.ts";
import { schemaWords } from "../src/facts/schema-words.ts";
import { settle } from "../src/facts/settle.ts";

const source = [{ id: "lamp-manual" }];

const lamp: SchemaCommand = {
  at: "+LAMP",
  title: "Lamp of the gate",
  group: "base",
  stability: "stable",
  params: {
    glowSeconds: {
      wire: "t",
      type: "integer",
      description: "How long.",
      unit: "second",
      ranges: [[7, 12_345]],
      default: 45,
    },
    label: { wire: "l", type: "string", description: "What stands on it.", maxBytes: 64 },
    place: {
      wire: "p",
      type: "keyword",
      typeName: "LampPlace",
      description: "Where.",
      values: [
        { value: "ROOF", name: "roof", description: "On the roof" },
        { value: "door", name: "door", description: "At the door" },
      ],
    },
    colour: {
      wire: "c",
      type: "enum",
      typeName: "LampColour",
      description: "Which.",
      values: [
        { value: 0, name: "red", description: "Red" },
        { value: 3, name: "purple", description: "Purple", encoding: "koi8-r" },
        { value: 4, name: "green", description: "Green", encoding: "windows-1251" },
      ],
    },
  },
  operations: [
    {
      name: "lightLamp",
      form: "write",
      summary: "Lights it.",
      args: [
        { const: "brightness" },
        { param: "glowSeconds" },
        { param: "label" },
        { param: "place" },
        { param: "colour" },
      ],
      maxResponseMs: 9000,
    },
  ],
  facts: {
    maxBulbs: { atMost: 24, description: "Bulbs of one lamp.", source },
    coolDownMinutes: { atLeast: 6, unit: "minute", description: "Time off.", source },
  },
  source,
};

const model: Model = {
  commands: [
    {
      file: "commands/base/lamp.json",
      path: "base/lamp",
      command: lamp,
      ownTypes: [],
      importedTypes: new Map(),
    },
  ],
  errorTables: [
    {
      file: "errors/lamp.json",
      table: {
        id: "lamp",
        title: "Errors of lamps",
        wire: "<err>",
        codes: [
          { code: 711, name: "noPower", meaning: "No power", source },
          { code: 17, name: "bulbBroken", meaning: "Broken", source },
        ],
        source,
      },
    },
  ],
  manuals: new Map(),
  earlier: [],
  families: [],
  quirks: [],
  factFiles: [
    {
      file: "facts/gate.json",
      subject: {
        id: "gate",
        title: "Gate",
        facts: { gateWord: { is: "~~~", description: "What opens it.", source } },
      },
    },
  ],
};

const words = schemaWords(model);
const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });

function found(text: string, file = "packages/p/src/a.ts", files?: Scope["files"]): string[] {
  return factsIn(project, file, text, words, files).map(({ title }) => title);
}

describe("what is typed by hand is found:", () => {
  test.each([
    ["an error number", "if (answer(711)) retry();", "error noPower (lamp)"],
    ["an error number in a type", "type Refusal = 711;", "error noPower (lamp)"],
    ["a small one in a list of codes", "const passingCodes = [17];", "error bulbBroken (lamp)"],
    ["a small one under its name", "const broken = 17;", "error bulbBroken (lamp)"],
    ["an odd number, whatever it is called", "wait(12_345);", "glowSeconds of lightLamp"],
    ["a limit", "const bulbs = 24;", "fact maxBulbs"],
    ["a limit that is compared", "if (lamp.bulbs.length >= 24) refuse();", "fact maxBulbs"],
    ["a limit in a default", "const { mostBulbs = 24 } = options;", "fact maxBulbs"],
    ["a limit of a parameter", "function fit(bulbs = 24) {}", "fact maxBulbs"],
    ["a limit in a class", "class Box { bulbs = 24; }", "fact maxBulbs"],
    ["a limit in a call", 'option("--bulbs <n>", upTo(24));', "fact maxBulbs"],
    ["a time in another unit", "const coolDownMs = 360_000;", "fact coolDownMinutes"],
    ["a default", "const usualGlow = options.glow ?? 45;", "glowSeconds of lightLamp"],
    ["a default in ms", "const glowMs = 45_000;", "glowSeconds of lightLamp"],
    ["a size", "const longestLabel = 64;", "label of lightLamp"],
    [
      "a value under its name",
      "const colours = { purple: 3 };",
      "the value purple of an enumeration",
    ],
    ["a value that is compared", "return lamp.colour === 4;", "a value of the enumeration colour"],
    ["a command", 'send("AT+LAMP=1");', "the command +LAMP"],
    ["a command in words", `fail(\`ask with AT+LAMP for \${n}\`);`, "the command +LAMP"],
    ["a command in a pattern", "const lines = /^\\+LAMP: (.*)$/;", "the command +LAMP"],
    ["the name of a setting", 'settings.get("brightness");', 'the word "brightness" of the wire'],
    ["a word of the wire", 'const place = "ROOF";', 'the word "ROOF" of the wire'],
    ["a word in front of a name", `const name = \`ROOF:\${n}\`;`, 'the word "ROOF" of the wire'],
    ["a word in a pattern", "const places = /^(ROOF|WALL):/;", 'the word "ROOF" of the wire'],
    ["a fact that is a text", 'write("~~~");', 'the word "~~~" of the wire'],
    ["a character set", 'const sets = ["windows-1251"];', 'the word "windows-1251" of the wire'],
  ])("%s", (_, text, title) => {
    expect(found(text)).toEqual([title]);
  });

  test("a number that the name of the file explains", () => {
    expect(found("const most = 24;", "packages/p/src/bulbs.ts")).toEqual(["fact maxBulbs"]);
  });

  test("with its line, as it is written", () => {
    const [fact] = factsIn(project, "a.ts", "\n\nconst bulbs = 2_4;", words);
    expect(fact).toEqual({ file: "a.ts", line: 3, written: "2_4", title: "fact maxBulbs" });
  });
});

describe("what is no fact is left alone:", () => {
  test.each([
    ["an equal number of something else", "const sheep = 24;"],
    ["a number of another function", "const sheep = () => 24 + goats;"],
    ["a unit", "const glowMs = glowSeconds * 1000;"],
    ["a base", "const bulbs = text.toString(24);"],
    ["another word", 'const place = "door";'],
    ["a word inside another", 'fail("PROOF: none"); fail("ROOFER");'],
    ["another command", 'send("AT+LAMPS"); send("+LAMPX: 1");'],
    ["an import", 'import { a } from "brightness";'],
    ["a comment", "// at most 24 bulbs, AT+LAMP\nconst a = 1;"],
    ["what comes from the schema", "const most = maxBulbs; send(lightLamp.at);"],
  ])("%s", (_, text) => {
    expect(found(text)).toEqual([]);
  });

  describe("in a test", () => {
    const inTest = (text: string) => found(text, "packages/p/src/a.test.ts", "tests");

    test("a constant that repeats a limit under its name", () => {
      expect(inTest("const maxBulbs = 24;")).toEqual(["fact maxBulbs"]);
    });

    test.each([
      ["what it sends and expects", 'send("AT+LAMP=1"); expect(bulbs).toBe(24);'],
      ["the error of an answer", "const noPower = 711;"],
      ["a number of something else", "const sheep = 24;"],
    ])("not %s", (_, text) => {
      expect(inTest(text)).toEqual([]);
    });
  });
});

describe("an exception", () => {
  const fact = { file: "a.ts", line: 3, written: "24", title: "fact maxBulbs" };
  const exception = { file: "a.ts", written: "24", reason: "sheep" };

  test("takes out what it names, in its file alone", () => {
    const other = { ...fact, file: "b.ts" };
    expect(settle([fact, other], [exception])).toEqual({ found: [other], unused: [] });
  });

  test("that nothing matches is told", () => {
    expect(settle([], [exception])).toEqual({ found: [], unused: [exception] });
  });
});
