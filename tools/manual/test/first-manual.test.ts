import { expect, it } from "vitest";
import { editText, readLamp, Workshop } from "./lamp-workshop.ts";

/** A manual that nothing of the schema rests on yet: all its names are asked for. */
async function open(): Promise<Workshop> {
  const workshop = await Workshop.open();
  const sources = await workshop.readJson<{ sources: object[] }>("manuals.json");
  const yard = { id: "yard-manual", kind: "manual", title: "Yard lamps", families: ["YD"] };
  const added = { ...sources, sources: [...sources.sources, yard] };
  await workshop.write("schema/manuals.json", JSON.stringify(added));
  // A size that depends on another parameter is for a person.
  const text = editText(await readLamp("plain"), [
    [
      "If the name is in capitals, its length is 0-20 in\nunit of byte. Otherwise the length of <lamp_name > counts in pairs and the\nrange is 0-40 in unit of byte.",
      "The maximum size is 20 bytes.",
    ],
  ]);
  await workshop.write("yard.txt", text.replaceAll("XDEMO", "YDEMO"));
  return workshop;
}

/** A name for each that is asked for. */
function namesFor(error: string): string[] {
  const keys = [...error.matchAll(/--name '(.+)=(name\w*|TypeName|group|\w+\|\w+)'/g)];
  return keys.flatMap(([, key = "", kind], index) => {
    const ending = kind?.replace(/^(?:name|TypeName|group)/, "") ?? "";
    const [choice, ...others] = kind?.split("|") ?? [];
    if (others.length > 0) return ["--name", `${key}=${choice}`];
    const own =
      kind === "TypeName" ? `Yard${index}` : kind === "group" ? "base" : `yard${index}${ending}`;
    return ["--name", `${key}=${key.endsWith("/id") ? `yard-${index}` : own}`];
  });
}

it("takes a whole manual in, and agrees with it then", async () => {
  const workshop = await open();
  await workshop.run("check", "yard.txt", "--manual", "yard-manual");
  const asked = await workshop.run("accept", "--all");
  expect(asked.error).toContain("--name 'yard-manual/group=group'");
  expect(asked.error).toContain("--name '<err>/id=name'");
  // What the manual does not say is asked for as well, and never made up.
  expect(asked.error).toContain("--name '+YDEMOTXT/write/data/earlyExit=result|aborted'");
  const outcome = await workshop.run("accept", "--all", ...namesFor(asked.error));
  expect(outcome).toMatchObject({ exitCode: 0, error: "" });
  const again = await workshop.run("check", "yard.txt", "--manual", "yard-manual", "--json");
  const { findings } = JSON.parse(again.log) as { findings: { id: string; message: string }[] };
  expect(findings.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
});
