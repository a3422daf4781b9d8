import { readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { renderPage } from "../src/page.ts";
import { type Result, run } from "../src/result.ts";
import { scenarios } from "../src/scenarios.ts";
import { qsmtp } from "../src/subjects/qsmtp.ts";
import { sieSerial } from "../src/subjects/sie-serial.ts";

describe("our client", () => {
  let result: Result;

  beforeAll(async () => {
    result = await run(qsmtp);
  });

  it.each(scenarios.map(({ title }, at) => ({ title, at })))("passes: $title", ({ at }) => {
    expect(result.verdicts[at]).toBe("ok");
  });

  it("gives no reply to another command, and loses none but the late ones", () => {
    const best = { right: 570, wrong: 0, failed: 30, left: 0 };
    expect(result.tally).toEqual(best);
    expect(result.echoedAtOnce).toEqual(best);
  });
});

// The other peers load a native module; `pnpm conformance --check` runs them.
describe("the page", () => {
  it.each([qsmtp, sieSerial])("shows what a run of $name gives", async (subject) => {
    const page = path.resolve(import.meta.dirname, "../../../docs/conformance.md");
    const shown = columnOf(subject.name, await readFile(page, "utf8"));
    expect(shown.length).toBeGreaterThan(scenarios.length);
    expect(columnOf(subject.name, renderPage([await run(subject)]))).toEqual(shown);
  });
});

/** All cells of the columns headed by a subject, row titles before them. */
function columnOf(name: string, page: string): string[] {
  const cells: string[] = [];
  let column = -1;
  for (const line of page.split("\n")) {
    const row = line.split("|").map((cell) => cell.trim());
    if (!line.startsWith("|")) column = -1;
    else if (column < 0) column = row.findIndex((cell) => cell.startsWith(`\`${name}\``));
    else if (column > 0) cells.push(`${row[1]}: ${row[column]}`);
  }
  return cells;
}
