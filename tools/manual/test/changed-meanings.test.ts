import { describe, expect, it } from "vitest";
import type { ManualFinding } from "../src/check/manual-finding.ts";
import { changedMeanings } from "./changed-meanings.ts";
import { editText, readLamp, Workshop } from "./lamp-workshop.ts";

/** A workshop that has seen the text before. */
async function recorded(): Promise<Workshop> {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  await workshop.run("accept", "--all", "--file", "manual.txt");
  return workshop;
}

async function check(workshop: Workshop, text: string): Promise<ManualFinding[]> {
  await workshop.write("manual.txt", text);
  const outcome = await workshop.run("check", "manual.txt", "--json");
  const { findings } = JSON.parse(outcome.log) as { findings: ManualFinding[] };
  expect(outcome.exitCode).toBe(findings.length === 0 ? 0 : 1);
  return findings;
}

const runningLines = `
XD4x&XG7x_Lamp_AT_Commands_Manual

7 / 14

Lamp Module Series
XD4x&XG7x Lamp AT Commands Manual
`;

describe("a change of what the manual means is seen at its place", () => {
  it.each(changedMeanings)("$name", async ({ edits, findings }) => {
    const text = editText(await readLamp("plain"), edits);
    const found = await check(await recorded(), text);
    expect(Object.fromEntries(found.map(({ id, bump }) => [id, bump]))).toEqual(findings);
    for (const { line, section } of found) expect([line > 0, section !== ""]).toEqual([true, true]);
  });
});

describe("what is printed otherwise means the same", () => {
  it.each<[string, (text: string) => string]>([
    [
      "paragraphs are wrapped anew",
      (text) => text.replace(/(?<=[a-z,]) ?\n(?=[a-z]{3,} [a-z])/g, " "),
    ],
    [
      "words are divided at line ends",
      (text) => text.replace("undoes whatever", "un-\ndoes whatever"),
    ],
    ["pages are cut elsewhere", (text) => text.replace("\n2.4. ", `${runningLines}\n2.4. `)],
    ["pages are cut inside a table", (text) => text.replace("\n704\n", `${runningLines}\n704\n`)],
    [
      "running lines are gone",
      (text) =>
        text.replaceAll(
          /^(?:Lamp Module Series|XD4x&XG7x.Lamp.AT.Commands.Manual|\d+ \/ 14)$/gm,
          "",
        ),
    ],
    ["form feeds are gone", (text) => text.replaceAll("\f", "\n")],
    ["a form feed ends the text", (text) => `${text}\f`],
    ["quotes are straight", (text) => text.replaceAll(/[“”]/g, '"')],
    [
      "dashes and ligatures are typeset",
      (text) => text.replaceAll("fi", "ﬁ").replaceAll(" - ", " – "),
    ],
    ["lines end with CR LF", (text) => text.replaceAll("\n", "\r\n")],
    ["headings are in capitals", (text) => text.replace("Login refused", "LOGIN REFUSED")],
    [
      "a comma is put in",
      (text) => text.replace("No code at all is given as 0", "No code, at all, is given as 0"),
    ],
    [
      "a range is worded otherwise",
      (text) =>
        text.replace(
          "The range is 1-8, and the default value is 1. A",
          "Range: 1–8. Default: 1. A",
        ),
    ],
    [
      "a size is worded otherwise",
      (text) =>
        text.replace("The maximum size of this text is 60 bytes.", "Maximum size: 60 bytes."),
    ],
    [
      "a unit comes first",
      (text) =>
        text.replace("The range is 30-900. Unit:\nsecond.", "Unit: second. The range is 30-900."),
    ],
  ])("%s", async (_, change) => {
    const text = change(await readLamp("plain"));
    expect(await check(await recorded(), text)).toEqual([]);
  });

  it("holds for slips that the vendor mends", async () => {
    const workshop = await Workshop.open();
    const mended = await readLamp("plain");
    const slips = editText(mended, [
      [
        "Customers should not light lamps again before receiving",
        "Customers should not light lamps again before recieving",
      ],
      ["another module is sending", "another module is sendding"],
      ["Too many lamps", "To many lamps"],
    ]);
    await workshop.write("manual.txt", slips);
    await workshop.run("accept", "--all", "--file", "manual.txt");
    expect(await check(workshop, mended)).toEqual([]);
  });

  it("holds for the other extraction", async () => {
    const findings = await check(await recorded(), await readLamp("layout"));
    expect(findings).toEqual([]);
  });
});
