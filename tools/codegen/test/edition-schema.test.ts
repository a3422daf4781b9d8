import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { loadSchema } from "../src/load.ts";
import { asOfEdition, buildModel } from "../src/model.ts";
import { type Fault, judgeFaults } from "./judge-faults.ts";
import { lamp } from "./lamp.ts";
import { commandFile, Sandbox, type SchemaFiles } from "./schema-folder.ts";

const manual = "bell-manual";
const at = (edition: string) => ({ manual, edition });

/** A manual of three editions beside the one of the lamps. */
const manuals = {
  $schema: "./manuals.schema.json",
  sources: [
    { id: "lamp-manual", kind: "manual", title: "Lamp Manual", families: ["LAMP"] },
    {
      id: manual,
      kind: "manual",
      title: "Bell Manual",
      editions: [{ id: "1.0" }, { id: "1.1" }, { id: "2.0" }],
      families: ["LAMP"],
    },
  ],
};

/** A bell that got louder twice, learnt to ring in a rhythm and forgot how to hum. */
const bell = commandFile({
  at: "+BELL",
  params: {
    volume: {
      wire: "v",
      type: "integer",
      description: "How loud.",
      ranges: [[0, 30]],
      unit: "dBm",
      default: 3,
      earlier: [
        { until: at("1.0"), ranges: [[0, 5]], unit: null, default: 1 },
        { until: at("1.1"), ranges: [[0, 10]] },
      ],
    },
    rhythm: { wire: "r", type: "integer", description: "How often.", since: at("2.0") },
  },
  operations: [
    {
      name: "testBell",
      form: "test",
      summary: "Asks how loud it rings.",
      supports: ["(0-30),<r>"],
      maxResponseMs: null,
      earlier: [
        { until: at("1.0"), supports: ["(0-5)"] },
        { until: at("1.1"), supports: ["(0-10)"] },
      ],
    },
    {
      name: "ring",
      form: "write",
      summary: "Rings.",
      args: [{ param: "volume" }, { optional: [{ param: "rhythm" }] }],
      maxResponseMs: null,
    },
    { name: "hum", form: "read", summary: "Hums.", maxResponseMs: null, until: at("1.0") },
    { name: "chime", form: "execute", summary: "Chimes.", maxResponseMs: 300, since: at("1.1") },
  ],
  facts: {
    maxBells: {
      atMost: 9,
      description: "Bells of one tower.",
      source: [{ id: manual }],
      earlier: [
        { until: at("1.0"), atMost: null, is: 3 },
        { until: at("1.1"), atMost: 5 },
      ],
    },
    towerTown: {
      is: "Bellville",
      description: "Where it is.",
      source: [{ id: manual }],
      since: at("2.0"),
    },
  },
  source: [{ id: manual, section: "2" }],
});

const belfry: SchemaFiles = {
  ...lamp,
  "manuals.json": manuals,
  "commands/base/bell.json": bell,
  "errors/bell.json": {
    $schema: "../error-table.schema.json",
    id: "bell",
    title: "Errors of bells",
    wire: "+CME ERROR: <err>",
    codes: [
      {
        code: 1,
        name: "cracked",
        meaning: "It is cracked",
        source: [{ id: manual }],
        earlier: [{ until: at("1.1"), name: "stolen", meaning: "It is gone" }],
      },
      { code: 2, name: "frozen", meaning: "It froze", source: [{ id: manual }], since: at("1.1") },
      { code: 3, name: "asleep", meaning: "It sleeps", source: [{ id: manual }], until: at("1.1") },
    ],
    source: [{ id: manual }],
  },
};

async function bells(edition: string) {
  const sandbox = await Sandbox.with(belfry);
  const model = buildModel(await loadSchema(path.join(sandbox.root, "schema")));
  const seen = asOfEdition(model, manual, edition);
  const command = seen.commands.find(({ command }) => command.at === "+BELL")?.command;
  const table = seen.errorTables.find(({ table }) => table.id === "bell")?.table;
  return {
    params: command?.params ?? {},
    operations: command?.operations.map(({ name }) => name),
    supports: command?.operations[0]?.supports,
    args: command?.operations.find(({ name }) => name === "ring")?.args,
    codes: table?.codes.map(({ code, name }) => `${code} ${name}`),
    lamps: seen.commands.find(({ command }) => command.at === "+LAMP")?.command.operations.length,
  };
}

describe("the model as of an edition", () => {
  it("is that of its first one", async () => {
    const seen = await bells("1.0");
    expect(seen).toMatchObject({
      operations: ["testBell", "ring", "hum"],
      supports: ["(0-5)"],
      args: [{ param: "volume" }],
      codes: ["1 stolen", "3 asleep"],
      lamps: 4,
    });
    expect(Object.keys(seen.params)).toEqual(["volume"]);
    expect(seen.params.volume).toMatchObject({ ranges: [[0, 5]], default: 1 });
    expect(seen.params.volume).not.toHaveProperty("unit");
    expect(seen.params.volume).not.toHaveProperty("earlier");
  });

  it("is that of one in between", async () => {
    const seen = await bells("1.1");
    expect(seen).toMatchObject({
      operations: ["testBell", "ring", "chime"],
      supports: ["(0-10)"],
      codes: ["1 stolen", "2 frozen", "3 asleep"],
    });
    expect(seen.params.volume).toMatchObject({ ranges: [[0, 10]], default: 3, unit: "dBm" });
  });

  it("is that of today for the newest", async () => {
    const seen = await bells("2.0");
    expect(seen).toMatchObject({
      operations: ["testBell", "ring", "chime"],
      supports: ["(0-30),<r>"],
      codes: ["1 cracked", "2 frozen"],
    });
    expect(Object.keys(seen.params)).toEqual(["volume", "rhythm"]);
  });

  it("is refused for one that is not listed", async () => {
    await expect(bells("1.2")).rejects.toThrow(
      'manuals.json lists no edition "1.2" of "bell-manual"; it lists: 1.0, 1.1, 2.0',
    );
  });
});

describe("what is generated", () => {
  it("is of today, with quirks for what earlier editions have otherwise", async () => {
    const sandbox = await Sandbox.with(belfry);
    expect(await sandbox.run()).toMatchObject({ exitCode: 0, error: "" });
    const files = await sandbox.generated();
    expect(files["commands.gen.ts"]).toContain("chime");
    expect(files["commands.gen.ts"]).not.toContain("hum");
    expect(files["errors/bell.gen.ts"]).not.toMatch(/stolen|asleep/);
    expect(files["families.gen.ts"]).toContain('"bell-manual": ["1.0", "1.1", "2.0"]');
    const quirks = files["quirks.gen.ts"] ?? "";
    const [earlier = ""] = /id: "bell-manual-bell-earlier"[\s\S]*?\n {2}\},\n/.exec(quirks) ?? [];
    expect(earlier.indexOf('until: "1.1"')).toBeGreaterThan(0);
    expect(earlier.indexOf('until: "1.0"')).toBeGreaterThan(earlier.indexOf('until: "1.1"'));
    expect(earlier).toContain('supports: ["(0-5)"]');
    expect(earlier).not.toContain('name: "chime"');
    const [added = ""] = /id: "bell-manual-bell-after-1-0"[\s\S]*?\n {2}\},\n/.exec(quirks) ?? [];
    expect(added).toContain('operations: ["chime"]');
    expect(added).toContain("available: false");
    expect(quirks).toContain(
      '{ manual: "bell-manual", until: "1.1", facts: { maxBells: 5 } },\n' +
        '  { manual: "bell-manual", until: "1.0", facts: { maxBells: 3 } },',
    );
    expect(files["facts.gen.ts"]).toContain("maxBells: number = 9");
  });

  it("tells in the reference since when a fact holds, what held before, and what is gone", async () => {
    const sandbox = await Sandbox.with(belfry);
    await sandbox.run();
    const page = (name: string) =>
      readFile(path.join(sandbox.root, "docs/reference", name), "utf8");
    const base = await page("base.md");
    const row = (name: string) => base.split("\n").find((line) => line.startsWith(`| \`${name}`));
    expect(row("rhythm")).toContain("(since edition `2.0` of bell-manual)");
    expect(row("volume")).toContain("(up to edition `1.1` of bell-manual: values 0 to 10)");
    expect(row("volume")).toContain(
      "(up to edition `1.0` of bell-manual: values 0 to 5, unit -, default `1`)",
    );
    expect(row("volume")).not.toContain("since");
    expect(base).toMatch(/### chime\n[\s\S]*?since edition `1\.1` of bell-manual/);
    expect(base).toMatch(/### testBell\n[\s\S]*?up to edition `1\.0` of bell-manual: .*\(0-5\)/);
    const errors = await page("errors.md");
    expect(errors).toMatch(/\| 1 \| .*up to edition `1\.1` of bell-manual: `stolen`/);
    expect(errors).toMatch(/\| 2 \| .*since edition `1\.1` of bell-manual/);
    const index = await page("index.md");
    expect(index).toContain("AT+BELL, `hum`: up to edition `1.0` of bell-manual");
    expect(index).toContain("Number 3 of the table `bell`: up to edition `1.1` of bell-manual");
  });
});

const named = (rest: object) => ({ ...bell, at: "+HORN", operations: [], params: {}, ...rest });
const blow = { name: "blow", form: "execute", summary: "Blows.", maxResponseMs: null };

const dated: Fault[] = [
  [
    "an edition that the manual does not list",
    named({ operations: [{ ...blow, since: at("1.5") }] }),
    "/operations/0/since",
    'is edition "1.5", which "bell-manual" does not list',
    "Use one of: 1.0, 1.1, 2.0.",
  ],
  [
    "a manual without editions",
    named({ operations: [{ ...blow, since: { manual: "lamp-manual", edition: "1" } }] }),
    "/operations/0/since",
    'names "lamp-manual", of which manuals.json lists no editions',
    "Use one of: bell-manual.",
  ],
  [
    "an end that no edition has followed",
    named({ operations: [{ ...blow, until: at("2.0") }] }),
    "/operations/0/until",
    'is "2.0", which no edition of "bell-manual" has followed',
    "List the edition that brought the change.",
  ],
  [
    "an end before the beginning",
    named({ operations: [{ ...blow, since: at("1.1"), until: at("1.0") }] }),
    "/operations/0/until",
    'lies before "since"',
    "Correct one of the two.",
  ],
  [
    "an earlier value from before the beginning",
    named({
      operations: [
        { ...blow, since: at("2.0"), earlier: [{ until: at("1.0"), maxResponseMs: 300 }] },
      ],
    }),
    "/operations/0/earlier/0/until",
    'lies before "since"',
    "Correct one of the two.",
  ],
  [
    "two values of one edition",
    named({
      operations: [
        {
          ...blow,
          earlier: [
            { until: at("1.0"), maxResponseMs: 300 },
            { until: at("1.0"), optional: true },
          ],
        },
      ],
    }),
    "/operations/0/earlier",
    "repeats an edition",
    "Make one entry of the two.",
  ],
];

const wrongThen: Fault[] = [
  [
    "an earlier value that nothing may have",
    named({ operations: [{ ...blow, earlier: [{ until: at("1.0"), summary: 7 }] }] }),
    "/operations/0/summary",
    "as of bell-manual 1.0 is 7, of the wrong type",
    "Give string.",
  ],
  [
    "an earlier property that nothing has",
    named({ operations: [{ ...blow, earlier: [{ until: at("1.1"), rangse: [[1, 2]] }] }] }),
    "/operations/0",
    'as of bell-manual 1.0 has the unknown property "rangse"',
    "Correct its spelling or remove it",
  ],
  [
    "something that a required part is taken from",
    named({
      operations: [
        { ...blow, form: "write", args: [], earlier: [{ until: at("1.0"), args: null }] },
      ],
    }),
    "/operations/0",
    'as of bell-manual 1.0 lacks the property "args"',
    'Add "args".',
  ],
];

const horns = {
  base: belfry,
  path: (id: string) => `commands/base/horn${id}.json`,
  names: /\b(blow)\b/g,
};

describe("a schema file that says of editions", () => judgeFaults(dated, horns));
describe("a schema file as of an edition against its meta-schema:", () =>
  judgeFaults(wrongThen, horns));

describe("a schema as of an edition", () => {
  it("is as consistent as that of today", async () => {
    const horn = named({
      params: { tone: { wire: "t", type: "integer", description: "Its tone.", since: at("1.1") } },
      operations: [
        {
          ...blow,
          form: "write",
          args: [{ const: 1 }],
          earlier: [{ until: at("1.0"), args: [{ param: "tone" }] }],
        },
        { ...blow, name: "toot", form: "write", args: [{ param: "tone" }] },
      ],
    });
    const sandbox = await Sandbox.with({ ...belfry, "commands/base/horn.json": horn });
    const { exitCode, error } = await sandbox.run();
    expect(exitCode).toBe(2);
    expect(error).toContain(
      'as of bell-manual 1.0 "toot" and "blow" look the same on the wire (write )',
    );
  });
});
