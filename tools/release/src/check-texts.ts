import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { isPlaceholder, placeholdersIn } from "@qsmtp/codegen/placeholder";
import { longestLineCharacters, longLines } from "./changelog-line.ts";
import type { ChangesetFile } from "./changeset-file.ts";

/** What no reader of the packages may meet: texts that nobody has written yet, a line for each file. */
export async function unwrittenTexts(root: string): Promise<string[]> {
  const folder = path.join(root, "schema");
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    name.endsWith(".json"),
  );
  const problems: string[] = [];
  for (const name of names.sort()) {
    const places = placeholdersIn(readJson(await readFile(path.join(folder, name), "utf8")));
    const [first, ...others] = places;
    if (first === undefined) continue;
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    problems.push(
      `schema/${name.replaceAll(path.sep, "/")} does not say yet what is meant, at ${first}${more}`,
    );
  }
  return problems;
}

/** What is no JSON holds no placeholder: whoever reads the schema complains about it. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with the words of pending changesets, whoever wrote them: a changelog prints them. */
export function faultyWords(changesets: readonly ChangesetFile[]): string[] {
  return changesets.flatMap(({ name, body }) => {
    const file = `.changeset/${name}`;
    const problems = longLines(body).map(
      (line) =>
        `${file} has a line of ${line.length} characters, "${firstWords(line)}", and a changelog has room for ${longestLineCharacters}: make it several`,
    );
    if (body.includes("<!--"))
      problems.push(`${file} has a comment, which the changelog would print: take it out`);
    if (isPlaceholder(body))
      problems.push(`${file} does not say yet what is meant: write it, and run release:prepare`);
    return problems;
  });
}

function firstWords(line: string): string {
  return line.split(" ").slice(0, 5).join(" ");
}
