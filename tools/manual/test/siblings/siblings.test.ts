import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { draftInFiles, draftInMemory } from "./draft-text.ts";
import { scoreDraft, shareRight, wrongInSilence } from "./score.ts";
import type { SeenDraft } from "./seen.ts";
import { readTruth, siblingTexts, truthFolder } from "./truth.ts";

// Thousands of lines are read and drafted, some of them into files.

const texts = path.resolve(import.meta.dirname, "../../../../../shared/manuals/siblings");
const families = { bg96: "BG9x", ec200u: "EC200U" } as const;

const kinds = siblingTexts.flatMap((name) =>
  ["", ".layout"].map((extract) => ({ name, file: `${name}${extract}.txt` })),
);

/** The vendor's texts may not be kept here; where they lie beside the repository, they are drafted. */
describe.each(kinds)("the draft of $file", ({ name, file }) => {
  const place = path.join(texts, file);
  const isThere = existsSync(place);
  if (!isThere) console.warn(`the sibling manual was not drafted: ${place} is not there`);
  const truth = readTruth(path.join(truthFolder, `${name}.json`));

  function judge(draft: SeenDraft): void {
    const score = scoreDraft(truth, draft);
    expect.soft(wrongInSilence(score)).toEqual([]);
    expect.soft(score.commands).toEqual({ found: truth.commands.length, missed: 0, invented: 0 });
    expect.soft(score.operations).toMatchObject({ missed: 0, invented: 0 });
    expect.soft(score.codes).toMatchObject({ missed: 0, invented: 0 });
    expect.soft(score.unreadable.silent).toBe(0);
    expect(shareRight(score)).toBeGreaterThanOrEqual(0.95);
  }

  // The vendor's texts may not be kept here; where they lie beside the repository, they are read.
  test.runIf(isThere)("is what a person has read, or undecided", async () => {
    judge(draftInMemory(await readFile(place, "utf8")));
  });

  test.runIf(isThere)("is the same in the files of manual:draft", async () => {
    const family = name.startsWith("bg96") ? families.bg96 : families.ec200u;
    judge(await draftInFiles(await readFile(place, "utf8"), family));
  });
});
