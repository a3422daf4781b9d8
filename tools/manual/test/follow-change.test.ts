import { generate } from "@qsmtp/codegen/generate";
import { diffSchemas, highestBump, loadSchemaSet } from "@qsmtp/schema-diff";
import { describe, expect, it } from "vitest";
import type { ManualFinding } from "../src/check/manual-finding.ts";
import { lampChanges } from "./lamp-changes.ts";
import { editText, readLamp, Workshop } from "./lamp-workshop.ts";
import { commitAsReleased, prepareRelease } from "./prepare-release.ts";

/** The rules that the findings of a text fall under, by their ids. */
async function check(workshop: Workshop, text: string): Promise<ManualFinding[]> {
  await workshop.write("manual.txt", text);
  const checked = await workshop.run("check", "manual.txt", "--json");
  const { findings } = JSON.parse(checked.log) as { findings: ManualFinding[] };
  expect(checked.exitCode).toBe(findings.length === 0 ? 0 : 1);
  return findings;
}

const rulesOf = (findings: readonly ManualFinding[]): Record<string, string> =>
  Object.fromEntries(findings.map(({ id, rule }) => [id, rule]));

describe("a vendor's change goes the whole way: check, accept, generate, schema diff, changeset", () => {
  it.each(lampChanges)("$name", async (change) => {
    const workshop = await Workshop.open();
    const before = await workshop.keepSchema("before");
    await commitAsReleased(workshop.root);

    const found = await check(workshop, editText(await readLamp("plain"), change.edits.plain));
    expect(rulesOf(found)).toEqual(change.findings);
    expect(highestBump(found.map(({ bump }) => bump))).toBe(change.bump);

    const names = (change.names ?? []).flatMap((name) => ["--name", name]);
    const accepted = await workshop.run("accept", "--all", ...names);
    expect(accepted).toMatchObject({ exitCode: 0, error: "" });
    expect(await workshop.run("check", "manual.txt")).toMatchObject({ exitCode: 0 });

    await generate(workshop.schema);
    const changes = diffSchemas(await loadSchemaSet(before), await loadSchemaSet(workshop.schema));
    expect(highestBump(changes.map(({ bump }) => bump))).toBe(change.bump);

    const changesets = await prepareRelease(workshop.root, "lamp-manual");
    expect(changesets.map((text) => text.split("\n")[1])).toEqual(
      change.bump === "none" ? [] : [`"@qsmtp/protocol": ${change.bump}`],
    );
  });
});

describe("a layout text gives the same findings", () => {
  it.each(lampChanges)("$name", async ({ edits, findings }) => {
    const text = editText(await readLamp("layout"), edits.layout);
    expect(rulesOf(await check(await Workshop.open(), text))).toEqual(findings);
  });
});
