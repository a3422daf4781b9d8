import { generate } from "@qsmtp/codegen/generate";
import { diffSchemas, highestBump, loadSchemaSet } from "@qsmtp/schema-diff";
import { describe, expect, it } from "vitest";
import type { ManualFinding } from "../src/check/manual-finding.ts";
import { lampChanges } from "./lamp-changes.ts";
import { editText, type LampText, readLamp, Workshop } from "./lamp-workshop.ts";

/** The whole way of a vendor's change: check, accept, generate, schema diff, bump. */
describe.each(["plain", "layout"] satisfies LampText[])("in a %s text", (layout) => {
  it.each(lampChanges)("$name", async ({ edits, names = [], findings, bump }) => {
    const workshop = await Workshop.open();
    const before = await workshop.keepSchema("before");
    await workshop.write("manual.txt", editText(await readLamp(layout), edits[layout]));

    const checked = await workshop.run("check", "manual.txt", "--json");
    const found = JSON.parse(checked.log) as { findings: ManualFinding[] };
    expect(Object.fromEntries(found.findings.map(({ id, rule }) => [id, rule]))).toEqual(findings);
    expect(checked.exitCode).toBe(found.findings.length === 0 ? 0 : 1);
    expect(highestBump(found.findings.map((finding) => finding.bump))).toBe(bump);

    const given = names.flatMap((name) => ["--name", name]);
    const accepted = await workshop.run("accept", "--all", ...given);
    expect(accepted).toMatchObject({ exitCode: 0, error: "" });
    expect(await workshop.run("check", "manual.txt")).toMatchObject({ exitCode: 0 });

    await generate(workshop.schema);
    const changes = diffSchemas(await loadSchemaSet(before), await loadSchemaSet(workshop.schema));
    expect(highestBump(changes.map((change) => change.bump))).toBe(bump);
  });
});
