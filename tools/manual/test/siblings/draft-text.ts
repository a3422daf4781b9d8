import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { draftManual } from "../../src/draft/draft-manual.ts";
import { decodeText } from "../../src/reader/decode-text.ts";
import { readManual } from "../../src/reader/read-manual.ts";
import { run } from "../../src/run.ts";
import type { SeenDraft } from "./seen.ts";
import { seenDraft } from "./seen-draft.ts";
import { seenFiles } from "./seen-files.ts";

/** The draft of a text in memory. */
export function draftInMemory(text: string): SeenDraft {
  const bytes = new TextEncoder().encode(text);
  return seenDraft(draftManual(readManual(decodeText(bytes, "manual.txt"))));
}

/**
 * The draft that `pnpm manual:draft` writes into files.
 * @throws Error with what was printed when the text cannot be read
 */
export async function draftInFiles(text: string, family: string): Promise<SeenDraft> {
  const folder = await mkdtemp(path.join(tmpdir(), "draft-"));
  try {
    const file = path.join(folder, "manual.txt");
    const out = path.join(folder, "out");
    await writeFile(file, text);
    const printed: string[] = [];
    const code = await run(["draft", file, "--family", family, "--out", out], {
      root: path.resolve(import.meta.dirname, "../../../.."),
      cwd: folder,
      log: (line) => printed.push(line),
      error: (line) => printed.push(line),
    });
    if (code === 2) throw new Error(`the text could not be drafted:\n${printed.join("\n")}`);
    return seenFiles(out);
  } finally {
    await rm(folder, { recursive: true });
  }
}
