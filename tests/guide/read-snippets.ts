import { readFile } from "node:fs/promises";

/** A piece of code on the page, and the file that it belongs to. */
export interface Snippet {
  readonly file: string;
  readonly code: string;
  /** Where it begins on the page. */
  readonly line: number;
}

/** The code of a page in order, and the languages of blocks that name no file. */
export async function readSnippets(
  page: string,
): Promise<{ snippets: Snippet[]; unnamed: string[] }> {
  const text = await readFile(page, "utf8");
  const snippets: Snippet[] = [];
  const unnamed: string[] = [];
  for (const block of text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)) {
    const [, info = "", code = ""] = block;
    const file = /\bfile=(\S+)/.exec(info)?.[1];
    const line = text.slice(0, block.index).split("\n").length;
    if (file === undefined) unnamed.push(info);
    else snippets.push({ file, code, line });
  }
  return { snippets, unnamed };
}

/** The files that the snippets make: those of one name behind each other, at the lines of the page. */
export function filesOf(snippets: readonly Snippet[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const { file, code, line } of snippets) {
    const before = files.get(file) ?? "";
    // An error is told with the line of the page.
    const missing = line - (before.split("\n").length - 1);
    files.set(file, `${before}${"\n".repeat(Math.max(0, missing))}${code}`);
  }
  return files;
}
