import { describe, expect, it } from "vitest";
import { type Fault, judgeFaults } from "./judge-faults.ts";
import { lamp } from "./lamp.ts";
import { commandFile, Sandbox, type SchemaFiles } from "./schema-folder.ts";

const file = "commands/base/siren.json";

const volume = { wire: "v", type: "integer", description: "How loud." };
const tone = { ...volume, wire: "t" };
const write = {
  name: "sound",
  form: "write",
  summary: "Sounds the siren.",
  args: [{ param: "volume" }],
  maxResponseMs: null,
};
const read = { name: "getSound", form: "read", summary: "Asks.", maxResponseMs: null };
const siren = (rest: object) => commandFile({ at: "+SIREN", ...rest });
const one = (operation: object, params: object = { volume }) =>
  siren({ params, operations: [{ ...write, ...operation }] });

const kind = (names: readonly string[]) => ({
  wire: "k",
  type: "enum",
  typeName: "SirenKind",
  description: "Which kind.",
  values: names.map((name, value) => ({ value, name, description: name })),
});

/** Faults of one stage stand in one schema, a file each: a stage reports all that it finds. */
const unreadable: Fault[] = [
  ["no JSON", '{ "at": "+SIREN", }', "", "cannot be read as JSON", "Correct the JSON syntax."],
];

const malformed: Fault[] = [
  ["nothing", null, "/$schema", "names no meta-schema", '"../../command.schema.json"'],
  [
    "another meta-schema",
    { ...siren({}), $schema: "./command.schema.json" },
    "/$schema",
    "names no meta-schema, or another one",
    'Write "$schema": "../../command.schema.json".',
  ],
  [
    "an unknown property",
    siren({ tittle: "Siren" }),
    "",
    'has the unknown property "tittle"',
    "Correct its spelling or remove it; known are: $schema, at, title,",
  ],
  [
    "no source",
    { ...siren({}), source: undefined },
    "",
    'lacks the property "source"',
    'Add "source".',
  ],
  [
    "a word that is not allowed",
    siren({ stability: "sound" }),
    "/stability",
    'is "sound", which is not allowed here',
    "Use one of: stable, beta, draft.",
  ],
  [
    "a value of another type",
    one({ maxResponseMs: "300" }),
    "/operations/0/maxResponseMs",
    'is "300", of the wrong type',
    "Give integer or null.",
  ],
  [
    "a property that its type cannot have",
    siren({ params: { volume: { ...volume, maxBytes: 5 } }, operations: [write] }),
    "/params/volume/maxBytes",
    "does not belong here",
    "Remove it",
  ],
  [
    "a name of the wrong shape",
    siren({ at: "siren" }),
    "/at",
    '"siren" has the wrong shape',
    "It must match ^",
  ],
  ...["\u202e", "\u2028", "\u0000", "\u001b", "\n", "\u200b", "\ufeff", "\ud800"].map(
    (hidden): Fault => [
      `a text with ${JSON.stringify(hidden)}, which nobody sees`,
      siren({ description: `Loud${hidden}er.` }),
      "/description",
      `the text holds \\u{${hidden.charCodeAt(0).toString(16)}}`,
      "Remove the character",
    ],
  ),
  [
    "a name with a character that nobody sees",
    siren({
      params: { volume },
      operations: [
        {
          ...write,
          examples: [{ sent: "AT+SIREN=1", received: ["OK"], input: { "vol\u202eume": 1 } }],
        },
      ],
    }),
    "/operations/0/examples/0/input/vol\\u{202e}ume",
    "the name holds \\u{202e}",
    "Remove the character",
  ],
];

const inconsistent: Fault[] = [
  [
    "a source that nobody lists",
    siren({ source: [{ id: "siren-manual" }] }),
    "/source",
    'cites "siren-manual", which manuals.json does not list',
    "Use one of: lamp-manual.",
  ],
  [
    "a draft whose names nobody has given",
    siren({ namesProposed: true }),
    "/namesProposed",
    "is a draft: its names were made up by a tool",
    "Give the names, which are API",
  ],
  [
    "a parameter that is not declared",
    one({ args: [{ param: "volum" }, { param: "volume" }] }),
    "/operations/0/args",
    'mentions the parameter "volum", which the command does not declare',
    'Declare it under "params", or correct the name.',
  ],
  [
    "a parameter that is not used",
    one({}, { volume, tone }),
    "/params/tone",
    "is declared but never used",
    "Use it in an operation or URC, or remove it.",
  ],
  [
    "a stable operation without an example",
    one({ stability: "stable" }),
    "/operations/0",
    '"sound" is stable and has no example',
    'Add one under "examples"',
  ],
  [
    "an error table that does not exist",
    one({ errors: ["sirens"] }),
    "/operations/0/errors",
    'names the error table "sirens", which does not exist',
    "Use one of: lamp.",
  ],
  [
    "a completion by an unknown line",
    one({ completion: { urc: "silence" } }),
    "/operations/0/completion/urc",
    'completes with the URC "silence", which no command declares',
    'Declare it under "urcs".',
  ],
  [
    "a data phase and an outcome together",
    one({
      completion: { urc: "lampBurnt" },
      data: { direction: "toModule", endsOn: ["dtr"], earlyExit: "result", resumable: false },
    }),
    "/operations/0",
    '"sound" has a data phase and an outcome, which the types cannot tell',
    "Keep one of them, or give such operations traits of their own.",
  ],
  [
    "a text as long as no field says",
    siren({
      params: { volume },
      urcs: [
        {
          name: "sirenHeard",
          summary: "Somebody heard it.",
          line: { prefix: "+HEARD", fields: [{ param: "volume" }] },
          tail: { bytes: "tone" },
          source: [{ id: "lamp-manual" }],
        },
      ],
    }),
    "/urcs/0/tail/bytes",
    'refers to "tone", which is no field of "sirenHeard"',
    "Use one of: volume.",
  ],
  [
    "a time limit that is no argument",
    one({ completion: { urc: "lampBurnt", within: "tone" } }),
    "/operations/0/completion/within",
    'refers to "tone", which is no argument of "sound"',
    "Use one of: volume.",
  ],
  [
    "a function name that another file has",
    one({ name: "lightLamp" }),
    "/operations/0/name",
    'the exported name "lightLamp" is taken by commands/base/lamp.json',
    "Names are API: choose another one.",
  ],
  [
    "two operations that the same bytes could mean",
    siren({
      params: { volume, tone },
      operations: [
        { ...write, args: [{ param: "volume" }, { optional: [{ param: "tone" }] }] },
        { ...write, name: "tune", args: [{ param: "tone" }] },
      ],
    }),
    "/operations/1",
    '"tune" and "sound" look the same on the wire (write <number>)',
    "Give one of them another constant, or make them one operation.",
  ],
  [
    "two operations without arguments in the same form",
    siren({ operations: [read, { ...read, name: "askSound" }] }),
    "/operations/1",
    '"askSound" and "getSound" look the same on the wire (read )',
    "Give one of them another constant, or make them one operation.",
  ],
  [
    "a type with other values than elsewhere",
    siren({
      params: {
        volume: { ...kind(["red", "green"]), typeName: "LampColor" },
      },
      operations: [write],
    }),
    "/params/volume",
    'the type "LampColor" has other values in commands/base/lamp.json',
    "Repeat the values to the letter, or choose another type name.",
  ],
  [
    "a word of the language as a name",
    one({ name: "delete" }),
    "/operations/0/name",
    'the exported name "delete" is taken by the language',
    "Names are API: choose another one.",
  ],
  [
    "a name that makes a module a promise",
    one({ name: "then" }),
    "/operations/0/name",
    'the exported name "then" is taken by the generated files themselves',
    "Names are API: choose another one.",
  ],
  [
    "a type that the language has",
    one({}, { volume: { ...kind(["low"]), typeName: "Uint8Array" } }),
    "/params",
    'the exported name "Uint8Array" is taken by the generated files themselves',
    "Names are API: choose another one.",
  ],
  [
    "a name that the constant of a parameter has",
    one({ name: "volumeParam" }),
    "/operations/0/name",
    `the exported name "volumeParam" is that of a parameter's constant`,
    "Names are API: choose another one.",
  ],
  [
    "a parameter by the name of what every object has",
    one({ args: [{ param: "constructor" }] }, { constructor: volume }),
    "/params/constructor",
    '"constructor" is a member that objects have already',
    "Names are API: choose another one.",
  ],
  [
    "a parameter that is declared by every object only",
    one({ args: [{ param: "volume" }, { param: "toString" }] }),
    "/operations/0/args",
    'mentions the parameter "toString", which the command does not declare',
    'Declare it under "params", or correct the name.',
  ],
  [
    "a list by the name of what every line has",
    one({ args: [{ list: "volume", as: "extraFields" }] }),
    "/operations/0/args/0/as",
    '"extraFields" is a member that objects have already',
    "Names are API: choose another one.",
  ],
  [
    "a value name that stands twice",
    one({}, { volume: kind(["low", "low"]) }),
    "/params/volume",
    "repeats a name",
    "Each name may stand once.",
  ],
];

const sirens = {
  base: lamp,
  path: (id: string) => `commands/base/siren${id}.json`,
  names: /\b(sound|tune|getSound|askSound|SirenKind)\b/g,
};

describe("a schema file that is no JSON:", () => judgeFaults(unreadable, sirens));
describe("a schema file against its meta-schema:", () => judgeFaults(malformed, sirens));
describe("a schema file against the others:", () => judgeFaults(inconsistent, sirens));

describe("an invalid schema", () => {
  it("leaves the files of the last good one alone", async () => {
    const sandbox = await Sandbox.with(lamp);
    await sandbox.run();
    const before = await sandbox.generated();
    await sandbox.write({ [file]: siren({ tittle: "Siren" }) });
    for (const args of [[], ["--check"]]) {
      expect((await sandbox.run(...args)).exitCode).toBe(2);
      expect(await sandbox.generated()).toEqual(before);
    }
  });

  it("is told all that is wrong at once, shallow and deep", async () => {
    const files: SchemaFiles = {
      ...lamp,
      [file]: siren({ tittle: "Siren", operations: [{ ...write, maxResponseMs: "300" }] }),
      "commands/base/bell.json": commandFile({ at: "bell" }),
      "errors/bell.json": { $schema: "../error-table.schema.json", id: "bell" },
    };
    const { error } = await (await Sandbox.with(files)).run();
    for (const where of [
      `${file}\n  has the unknown property "tittle"`,
      `${file}#/operations/0/maxResponseMs\n`,
      "commands/base/bell.json#/at\n",
      'errors/bell.json\n  lacks the property "codes"',
    ]) {
      expect(error).toContain(where);
    }
  });

  it.each([
    ['commands/base/bell";boom();".json', 'commands/base/bell";boom();".json'],
    ["commands/base/bell\nboom().json", "commands/base/bell\\u{a}boom().json"],
    ["commands/bell.json", "commands/bell.json"],
    ["commands/base/loud/bell.json", "commands/base/loud/bell.json"],
  ])("refuses the file %j, whose name would stand in code", async (name, shown) => {
    const content = { ...commandFile({ at: "+BELL" }), $schema: "../../command.schema.json" };
    const { error } = await (await Sandbox.with({ ...lamp, [name]: content })).run();
    expect(error).toContain(`${shown}\n  has a name or place that no module can have`);
  });

  it("names the error codes that stand twice", async () => {
    const table = lamp["errors/lamp.json"] as { codes: object[] };
    const codes = [...table.codes, ...table.codes];
    const files = { ...lamp, "errors/lamp.json": { ...table, codes } };
    const { error } = await (await Sandbox.with(files)).run();
    expect(error).toContain("errors/lamp.json#/codes/1\n  repeats the code 5");
    expect(error).toContain("errors/lamp.json#/codes/1\n  repeats the name noPower");
  });
});
