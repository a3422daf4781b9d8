import { expect, it } from "vitest";
import { type Outcome, readLamp, Workshop } from "./lamp-workshop.ts";

async function checkText(text: string, ...options: string[]): Promise<Outcome> {
  const workshop = await Workshop.open();
  await workshop.write("whole.txt", await readLamp("plain"));
  await workshop.run("accept", "--all", "--file", "whole.txt");
  const sources = await workshop.readJson<{ sources: object[] }>("manuals.json");
  const yard = { id: "yard-manual", kind: "manual", title: "Yard lamps", families: ["YD"] };
  const added = { ...sources, sources: [...sources.sources, yard] };
  await workshop.write("schema/manuals.json", JSON.stringify(added));
  await workshop.write("manual.txt", text);
  return workshop.run("check", "manual.txt", ...options);
}

it.each([
  ["3", "\n3\n\nExamples", "\n4\n\nError Handling"],
  ["4", "\n4\n\nError Handling", "\n5\n\nSummary of Error"],
])("names the one chapter that is missing, %s, and the way out", async (chapter, from, to) => {
  const text = await readLamp("plain");
  const cut = text.slice(0, text.indexOf(from)) + text.slice(text.indexOf(to));
  const outcome = await checkText(cut);
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toMatch(
    new RegExp(`^MANUAL_TRUNCATED: manual\\.txt lacks section ${chapter}(?:, ${chapter}\\.1)?[ ;]`),
  );
  expect(outcome.error).toContain('"chapters" in schema/texts.json');
  expect(outcome.error).toMatch(/found are [^.]*5, 6, A/);
});

it.each<[string, string, RegExp]>([
  [
    "prose",
    "Dear reader,\nthis is a letter.\n",
    /no chapter or section was recognised .*line 1 "Dear reader,"/,
  ],
  [
    "headings alone",
    "1 Lamps\n\n1.1. What They Are\nA lamp is a lamp.\n",
    /sections 1, 1\.1 were recognised/,
  ],
])("tells which step failed on %s, and the nearest lines", async (_, text, words) => {
  for (const options of [[], ["--manual", "yard-manual"]]) {
    const outcome = await checkText(text, ...options);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.error).toMatch(/^MANUAL_FOREIGN: manual\.txt has no command table: /);
    expect(outcome.error).toMatch(words);
    expect(outcome.error).not.toMatch(/manual of \./);
  }
});
