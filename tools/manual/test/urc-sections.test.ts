import { expect, it } from "vitest";
import { diffManuals } from "../src/diff/diff-manuals.ts";
import { readManual } from "../src/reader/read-manual.ts";
import { editText, readLamp, Workshop } from "./lamp-workshop.ts";

const lastWords = "Chapter 6. No code at all is given as 0.\n";

/** The lamp manual with a section about lines that the module sends of itself. */
async function withUrcs(line: string): Promise<string> {
  return editText(await readLamp("plain"), [
    [
      lastWords,
      `${lastWords}
2.6. URC of a Broken Lamp
The line comes when a lamp broke.

URC of a Broken Lamp
${line}

A lamp broke.
`,
    ],
  ]);
}

const clear = "commands/base/xdemoclr.json";

/** The schema has an event for it, from the same manual. */
async function broken(fields: object[]): Promise<Workshop> {
  const workshop = await Workshop.open();
  const command = await workshop.readJson<object>(clear);
  const urc = {
    name: "lampBroken",
    summary: "A lamp broke.",
    line: { prefix: "+XDEMOCLR", fields },
    source: [{ id: "lamp-manual", section: "2.6" }],
  };
  await workshop.write(`schema/${clear}`, JSON.stringify({ ...command, urcs: [urc] }));
  return workshop;
}

async function check(workshop: Workshop, text: string): Promise<unknown> {
  await workshop.write("manual.txt", text);
  const { log } = await workshop.run("check", "manual.txt", "--json");
  type Found = { id: string; kind: string; bump: string };
  return (JSON.parse(log).findings as Found[])
    .filter(({ id }) => id.includes("/urcs/"))
    .map(({ id, kind, bump }) => [id, kind, bump]);
}

it("agrees with a schema that has the line", async () => {
  const workshop = await broken([{ const: "broken" }]);
  expect(await check(workshop, await withUrcs('+XDEMOCLR: "broken"'))).toEqual([]);
});

it("tells a line that the schema does not have", async () => {
  const found = await check(await Workshop.open(), await withUrcs('+XDEMOCLR: "broken"'));
  expect(found).toEqual([["+XDEMOCLR/urcs/broken", "manual-only", "undecidable"]]);
});

it("tells a line that has other fields", async () => {
  const workshop = await broken([{ const: "broken" }]);
  const found = await check(workshop, await withUrcs('+XDEMOCLR: "broken",1'));
  expect(found).toEqual([["+XDEMOCLR/urcs/broken", "mismatch", "undecidable"]]);
});

it("tells a line that no section describes any more", async () => {
  const workshop = await broken([{ const: "broken" }]);
  const found = await check(workshop, await readLamp("plain"));
  expect(found).toEqual([["+XDEMOCLR/urcs/broken", "schema-only", "undecidable"]]);
});

it("tells between two texts what is new of such lines", async () => {
  const [old, young] = [
    await withUrcs('+XDEMOCLR: "broken"'),
    await withUrcs('+XDEMOCLR: "broken",1'),
  ];
  const changes = diffManuals(readManual(old), readManual(young));
  const said = { id: "+XDEMOCLR/urcs/broken", new: '+XDEMOCLR: "broken",1' };
  expect(changes).toContainEqual(expect.objectContaining(said));
  expect(diffManuals(readManual(old), readManual(old))).toEqual([]);
});
