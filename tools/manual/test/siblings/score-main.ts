import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { draftInFiles, draftInMemory } from "./draft-text.ts";
import { printScore } from "./print-score.ts";
import { scoreDraft, wrongInSilence } from "./score.ts";
import type { SeenDraft } from "./seen.ts";
import { seenFiles } from "./seen-files.ts";
import { readTruth, truthFolder } from "./truth.ts";

/**
 * `score-main.ts <text> <truth> [family]`: measures the draft of a manual's text against a truth
 * file (its path, or its name among ours). With a family the files of `manual:draft` are measured,
 * without one the draft in memory, which knows its lines. Instead of a text, a folder that holds a
 * draft already.
 */
const [text, truth, family] = process.argv.slice(2);
if (text === undefined || truth === undefined) {
  console.error("give the text of a manual, or a folder with its draft, and a truth file");
  process.exitCode = 2;
} else {
  const file = existsSync(truth) ? truth : path.join(truthFolder, `${truth}.json`);
  const score = scoreDraft(readTruth(file), await seenIn(text));
  console.log(printScore(score));
  process.exitCode = wrongInSilence(score).length === 0 ? 0 : 1;
}

async function seenIn(name: string): Promise<SeenDraft> {
  if (statSync(name).isDirectory()) return seenFiles(name);
  const words = await readFile(name, "utf8");
  return family === undefined ? draftInMemory(words) : await draftInFiles(words, family);
}
