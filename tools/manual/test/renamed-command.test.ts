import { diffSchemas, loadSchemaSet } from "@qsmtp/schema-diff";
import { expect, it } from "vitest";
import { readLamp, Workshop } from "./lamp-workshop.ts";

interface Manuals {
  readonly $schema: string;
  readonly sources: readonly { readonly id: string }[];
}

/** A repository that follows the lamp manual, and its next text, in which a command is renamed. */
async function renamed(was: string, now: string): Promise<Workshop> {
  const workshop = await Workshop.open();
  const { $schema, sources } = await workshop.readJson<Manuals>("manuals.json");
  const dated = sources.map((source) =>
    source.id === "lamp-manual" ? { ...source, editions: [{ id: "1.0" }] } : source,
  );
  await workshop.write("schema/manuals.json", JSON.stringify({ $schema, sources: dated }));
  const text = await readLamp("plain");
  await workshop.write("first.txt", text);
  await workshop.run("check", "first.txt");
  await workshop.run("accept", "--all");
  await workshop.write("manual.txt", text.replaceAll(was, now));
  return workshop;
}

it.each([
  // No parameter tells that it is the same one: its title does.
  ["XDEMOCLR", "XDEMOWIPE"],
  ["XDEMOADD", "XDEMOPUT"],
  ["XDEMORUN", "XDEMOPLAY"],
  // Patches correct what its rows say: they go along.
  ["XDEMOTXT", "XDEMOSAY"],
])("accepts %s under its new name %s, and loses nothing of it", async (was, now) => {
  const workshop = await renamed(was, now);
  const before = await workshop.keepSchema("before");
  const checked = await workshop.run("check", "manual.txt", "--json");
  const { findings } = JSON.parse(checked.log);
  expect(findings).toMatchObject([
    { id: `+${now}`, rule: "command-wire-name-changed", bump: "major", schema: `+${was}` },
  ]);
  const outcome = await workshop.run("accept", "--all", "--edition", "2.0");
  expect(outcome).toMatchObject({ exitCode: 0, error: "" });
  // Nothing was asked for: all names of the API stay.
  const rules = diffSchemas(await loadSchemaSet(before), await loadSchemaSet(workshop.schema));
  expect([...new Set(rules.map(({ rule }) => rule))]).toContain("command-wire-name-changed");
  expect(rules.filter(({ rule }) => /added|removed/.test(rule))).toEqual([]);
  for (const text of ["first.txt", "manual.txt"]) {
    const again = await workshop.run("check", text);
    expect([text, again.exitCode, again.log.split("\n")[1]]).toEqual([
      text,
      0,
      expect.stringContaining("0 findings"),
    ]);
  }
});

it("asks nobody to believe that two commands without parameters are one", async () => {
  const workshop = await renamed("XDEMOCLR Forget all Lamps", "XDEMOOFF Turn all Lamps off");
  const text = await workshop.snapshot();
  await workshop.write("manual.txt", (text["manual.txt"] ?? "").replaceAll("XDEMOCLR", "XDEMOOFF"));
  const { log } = await workshop.run("check", "manual.txt", "--json");
  const rules = JSON.parse(log).findings.map(({ rule }: { rule: string }) => rule);
  expect(rules).toContain("command-removed");
  expect(rules).not.toContain("command-wire-name-changed");
});
