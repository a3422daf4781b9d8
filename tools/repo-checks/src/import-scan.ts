import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** One import of a source file. */
export interface ImportFound {
  /** Path from the root of the repository, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

/** Static imports, re-exports and dynamic imports with a literal. */
const importPattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)["']([^"']+)["']/g;

/** Finds the imports of every TypeScript file below a folder; comments do not count. */
export async function scanImports(root: string, folder: string): Promise<ImportFound[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/[\\/](node_modules|dist)[\\/]/.test(file))
    .sort();
  const found: ImportFound[] = [];
  for (const file of files) {
    const text = withoutComments(await readFile(file, "utf8"));
    const relative = path.relative(root, file).split(path.sep).join("/");
    text.split("\n").forEach((content, index) => {
      for (const match of content.matchAll(importPattern)) {
        found.push({ file: relative, line: index + 1, specifier: match[1] ?? "" });
      }
    });
  }
  return found;
}

/** Blanks comments out, line numbers kept: an example in a doc comment is no import. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, " "))
    .replaceAll(/^\s*\/\/.*$/gm, "");
}

/** Folders of the packages in the workspace, from the root of the repository. */
export async function workspaceFolders(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const group of ["packages", "tools", "tests"]) {
    for (const entry of await readdir(path.join(root, group), { withFileTypes: true })) {
      if (entry.isDirectory()) found.push(`${group}/${entry.name}`);
    }
  }
  return found.sort();
}
