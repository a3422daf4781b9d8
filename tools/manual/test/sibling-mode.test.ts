import { expect, it } from "vitest";
import { Workshop } from "./lamp-workshop.ts";

/** What a manual of another family, the Yard modules, says; each part in the place of its own. */
interface YardText {
  readonly syntax?: string;
  readonly range?: string;
  readonly values?: string;
  readonly more?: string;
  readonly urc?: string;
  readonly urcRange?: string;
}

function yardText(parts: YardText = {}): string {
  const {
    syntax = "AT+XPOST=<post>[,<glow>]",
    range = "The range is 1-8.",
    values = "0\nDark\n1\nLit",
    more = "",
    urc = '+XPOST: "fell",<post>',
    urcRange = "",
  } = parts;
  return `1 Introduction

YD41 modules light posts. The maximum number of posts is 3.

2 Post Commands

2.1. AT+XPOST Light a Post
AT+XPOST Light a Post
Write Command
${syntax}

Response
OK

Parameter
<post>

Integer type. Number of the post. ${range}

<glow>

Integer type. What it does.
${values}

Example
AT+XPOST=1
OK

${more}
3 Description of URC

3.1. URC of a Fallen Post
The line comes when a post fell over.

URC of a Fallen Post
${urc}

A post fell over.

Parameter
<post>

Integer type. Number of the post. ${urcRange}
`;
}

const yard = { id: "yard-manual", kind: "manual", title: "YD4x Post Manual", families: ["YD4x"] };

const post = {
  $schema: "../../command.schema.json",
  at: "+XPOST",
  title: "Posts of the yard",
  group: "base",
  stability: "stable",
  params: {
    post: { wire: "post", type: "integer", description: "Number of the post.", ranges: [[1, 8]] },
    glow: {
      wire: "glow",
      type: "enum",
      typeName: "PostGlow",
      description: "What it does.",
      values: [
        { value: 0, name: "dark", description: "Dark" },
        { value: 1, name: "lit", description: "Lit" },
      ],
    },
  },
  operations: [
    {
      name: "lightPost",
      form: "write",
      summary: "Lights a post.",
      args: [{ param: "post" }, { optional: [{ param: "glow" }] }],
      maxResponseMs: null,
      examples: [{ input: { post: 2 }, sent: "AT+XPOST=2", received: ["OK"] }],
    },
  ],
  urcs: [
    {
      name: "postFell",
      summary: "A post fell over.",
      line: { prefix: "+XPOST", fields: [{ const: "fell" }, { param: "post" }] },
      source: [{ id: "yard-manual", section: "3.1", confidence: "sibling" }],
    },
  ],
  source: [{ id: "yard-manual", section: "2.1", confidence: "sibling" }],
};

/** A schema that has posts from the manual of the Yard family, which it does not describe. */
async function yardWorkshop(...quirks: object[]): Promise<Workshop> {
  const workshop = await Workshop.open();
  const { sources, ...manuals } = await workshop.readJson<{ sources: object[] }>("manuals.json");
  const { families, ...rest } = await workshop.readJson<{ families: object[] }>("families.json");
  const family = {
    id: "YD4x",
    title: "Modules YD4x",
    relation: "sibling",
    models: [{ id: "YD41" }],
    source: [{ id: "yard-manual", section: "1" }],
  };
  const write = (file: string, json: object): Promise<void> =>
    workshop.write(`schema/${file}`, JSON.stringify(json));
  await write("manuals.json", { ...manuals, sources: [...sources, yard] });
  await write("families.json", { ...rest, families: [...families, family] });
  await write("commands/base/xpost.json", post);
  for (const [index, quirk] of quirks.entries()) await write(`quirks/quirk-${index}.json`, quirk);
  return workshop;
}

/** A quirk record about posts of one family. */
function quirk(
  index: number,
  change: object,
  family = "YD4x",
  of: object = { param: "post" },
): object {
  return {
    $schema: "../quirk.schema.json",
    id: `quirk-${index}`,
    title: "Posts are otherwise",
    kind: "parameter",
    command: "+XPOST",
    ...of,
    variants: [
      { applies: [{ family }], change, evidence: [{ id: "yard-manual", section: "2.1" }] },
    ],
  };
}

interface Checked {
  readonly manual: string;
  readonly outside: readonly string[];
  readonly findings: readonly (readonly [
    id: string,
    manual: string | null,
    schema: string | null,
  ])[];
}

async function check(workshop: Workshop, parts?: YardText): Promise<Checked> {
  await workshop.write("yard.txt", yardText(parts));
  const { log, error } = await workshop.run("check", "yard.txt", "--json");
  if (error !== "") throw new Error(error);
  const { manual, outside = [], findings } = JSON.parse(log);
  type Found = { id: string; manual: string | null; schema: string | null };
  return {
    manual,
    outside,
    findings: findings.map(({ id, manual: said, schema }: Found) => [id, said, schema]),
  };
}

it("knows the manual by its modules and finds nothing where the two agree", async () => {
  const found = await check(await yardWorkshop());
  expect(found).toEqual({ manual: "yard-manual", outside: [], findings: [] });
});

it.each<[string, YardText, Checked["findings"]]>([
  ["a range", { range: "The range is 1-6." }, [["+XPOST/params/post/range", "1-6", "1-8"]]],
  [
    "a new value",
    { values: "0\nDark\n1\nLit\n2\nBlue" },
    [["+XPOST/params/glow/values/2", "2", null]],
  ],
  [
    "the syntax",
    { syntax: "AT+XPOST=<post>,<glow>" },
    [["+XPOST/write", "AT+XPOST=<post>,<glow>", "AT+XPOST=<post>[,<glow>]"]],
  ],
  [
    "an unsolicited line",
    { urc: '+XPOST: "fell"' },
    [["+XPOST/urcs/fell", '+XPOST: "fell"', '+XPOST: "fell",<post>']],
  ],
  [
    "a row of an unsolicited line",
    { urcRange: "The range is 1-5." },
    [["+XPOST/params/post/range", "1-5", "1-8"]],
  ],
])(
  "tells what contradicts the schema, and leaves it to a person: %s",
  async (_, parts, expected) => {
    const workshop = await yardWorkshop();
    expect((await check(workshop, parts)).findings).toEqual(expected);
    const before = await workshop.snapshot();
    const [[id = ""] = []] = expected;
    const outcome = await workshop.run("accept", id);
    expect(outcome.error).toMatch(/^NOT_AUTOMATIC: .*write a quirk record/);
    expect(await workshop.snapshot()).toEqual(before);
  },
);

it("is silent about what the manual leaves out", async () => {
  const parts = { range: "", syntax: "AT+XPOST=<post>[,<glow>]" };
  expect((await check(await yardWorkshop(), parts)).findings).toEqual([]);
});

it("is silent about limits, modules and lines that the schema does not offer", async () => {
  const found = await check(await yardWorkshop(), { urc: '+XPOST: "stolen",<post>' });
  expect(found.findings).toEqual([]);
});

it("names the commands that the schema does not offer, and compares nothing of them", async () => {
  const more = `2.2. AT+XHOLE Dig a Hole
AT+XHOLE Dig a Hole
Write Command
AT+XHOLE=<depth>

Response
+XHOLE: <depth>
OK

Parameter
<depth>

Integer type. How deep it is. The range is 1-90.

Example
AT+XHOLE=12
+XHOLE: 12
OK
`;
  const found = await check(await yardWorkshop(), { more });
  expect(found).toMatchObject({ outside: ["+XHOLE"], findings: [] });
});

it("holds the text against the schema as the quirk records have it for the family", async () => {
  const parts = { range: "The range is 1-6.", values: "0\nDark\n2\nBlue" };
  const workshop = await yardWorkshop(
    quirk(0, { ranges: [[1, 6]] }),
    quirk(1, { addsValues: [2], removesValues: [1] }, "YD4x", { param: "glow" }),
  );
  expect((await check(workshop, parts)).findings).toEqual([]);
  // What the record says is what counts then.
  expect((await check(workshop)).findings).toEqual([
    ["+XPOST/params/post/range", "1-8", "1-6"],
    ["+XPOST/params/glow/values/1", "1", null],
  ]);
});

it.each([
  ["another family", quirk(0, { ranges: [[1, 6]] }, "XD4x")],
  [
    "other models",
    {
      ...quirk(0, {}),
      variants: [
        {
          applies: [{ family: "YD4x", models: ["YD41"] }],
          change: { ranges: [[1, 6]] },
          evidence: [{ id: "yard-manual", section: "2.1" }],
        },
      ],
    },
  ],
  [
    "a firmware",
    {
      ...quirk(0, {}),
      variants: [
        {
          applies: [{ family: "YD4x", firmware: ["R01"] }],
          change: { ranges: [[1, 6]] },
          evidence: [{ id: "yard-manual", section: "2.1" }],
        },
      ],
    },
  ],
])("takes no record of %s for its own", async (_, record) => {
  // The manual's title names the series and no single model.
  expect((await check(await yardWorkshop(record))).findings).toEqual([]);
});

it("is told by a judgement why a difference stays", async () => {
  const workshop = await yardWorkshop();
  await check(workshop, { range: "The range is 1-6." });
  const why = ["--reason", "Only the newest posts are numbered so high."];
  const id = "+XPOST/params/post/range";
  const judged = await workshop.run("judge", id, "--means", "nothing", ...why);
  expect(judged).toMatchObject({ exitCode: 0 });
  expect((await workshop.run("check", "yard.txt")).log).toContain(`1 judged: ${id}`);
});
