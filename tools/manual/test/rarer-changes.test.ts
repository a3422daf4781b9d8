import { lintModel } from "@qsmtp/codegen/lint";
import { expect, it } from "vitest";
import { refreshExamples } from "../src/accept/refresh-examples.ts";
import { type ComparedManual, compareManual } from "../src/check/compare-manual.ts";
import { loadPatches, type Patch } from "../src/check/patches.ts";
import { readManual } from "../src/reader/read-manual.ts";
import { SchemaState } from "../src/schema/schema-state.ts";
import { editText, readLamp, Workshop } from "./lamp-workshop.ts";
import { rarerChanges } from "./rarer-changes.ts";

async function openSchema(): Promise<{ state: SchemaState; patches: Patch[] }> {
  const workshop = await Workshop.open();
  const { schema } = workshop;
  return { state: await SchemaState.load(schema), patches: await loadPatches(schema) };
}

function rulesOf({ findings }: ComparedManual): Record<string, string> {
  return Object.fromEntries(findings.map(({ id, rule }) => [id, rule]));
}

it.each(rarerChanges)("$name", async ({ edits, findings, left = [] }) => {
  const { state, patches } = await openSchema();
  const read = readManual(editText(await readLamp("plain"), edits));

  const compared = compareManual(read, state, "lamp-manual", patches);
  expect(rulesOf(compared)).toEqual(findings);

  const accepted = refreshExamples(state, compared.accepted, () => {});
  accepted.assertValid();
  lintModel(accepted.model());
  const again = compareManual(read, accepted, "lamp-manual", patches);
  expect(again.findings.map(({ id }) => id)).toEqual(left);
});

it("follows chapters that got other numbers", async () => {
  const { state, patches } = await openSchema();
  const moved = editText(await readLamp("plain"), [
    ["\n5\n\nSummary of Error", "\n5\n\nWeather\n\nLamps like it dry.\n\f6\n\nSummary of Error"],
    ["\n6\n\nSummary of Station", "\n7\n\nSummary of Station"],
  ])
    .replaceAll("Chapter 6", "Chapter 7")
    .replaceAll("Chapter 5", "Chapter 6");
  const read = readManual(moved);

  const compared = compareManual(read, state, "lamp-manual", patches);
  expect(rulesOf(compared)).toEqual({
    "lamp/section": "source-changed",
    "station/section": "source-changed",
  });
  const again = compareManual(read, compared.accepted, "lamp-manual", patches);
  expect(again.findings).toEqual([]);
});

it("adds a value to every parameter that shares the exported type", async () => {
  const { state, patches } = await openSchema();
  const file = "commands/base/xdemoclr.json";
  const clear = state.command("+XDEMOCLR")?.command;
  const glow = state.command("+XDEMOCFG")?.command.params?.glow;
  if (clear === undefined || glow === undefined) throw new Error("the schema of the lamps changed");
  const source = [{ id: "lamp-notes" }];
  const reply = [{ prefix: "+XDEMOCLR", fields: [{ param: "glow" }] }];
  const read = {
    name: "readGlow",
    form: "read",
    summary: "Reads the glow.",
    reply,
    source,
  } as const;
  const shared = state.withCommand(file, {
    ...clear,
    params: { glow: { ...glow, source } },
    operations: [...clear.operations, { ...read, maxResponseMs: null }],
  });
  const edits = [["2\n\nMorse\n", "2\n\nMorse\n\n3\n\nRainbow\n"]] as const;
  const manual = readManual(editText(await readLamp("plain"), edits));
  const { accepted } = compareManual(manual, shared, "lamp-manual", patches);
  const values = accepted.command("+XDEMOCLR")?.command.params?.glow?.values;
  expect(values?.map(({ value }) => value)).toEqual([0, 1, 2, 3]);
});
