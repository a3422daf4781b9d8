import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Project } from "ts-morph";
import { judgeLiterals, type TypedFact } from "./judge-literals.ts";
import { literalsOf } from "./literals.ts";
import type { SchemaWords } from "./schema-words.ts";

/** A folder of hand-written code, and what of it is looked at. */
export interface Scope {
  readonly folder: string;
  /**
   * `code`: all but tests. `tests`: tests alone, and of them constants only that repeat a limit under a
   * name of their own: what goes over the wire is what tests say by themselves.
   */
  readonly files: "code" | "tests";
  /** Folders below that are not hand-written. */
  readonly without?: readonly string[];
}

/** Finds what of the schema is typed by hand below the folders. */
export async function scanFacts(
  root: string,
  scopes: readonly Scope[],
  words: SchemaWords,
): Promise<TypedFact[]> {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const found: TypedFact[] = [];
  for (const scope of scopes) {
    for (const file of await filesOf(root, scope)) {
      const text = await readFile(path.join(root, file), "utf8");
      found.push(...factsIn(project, file, text, words, scope.files));
    }
  }
  return found;
}

/** The same for one text. */
export function factsIn(
  project: Project,
  file: string,
  text: string,
  words: SchemaWords,
  files: Scope["files"] = "code",
): TypedFact[] {
  const source = project.createSourceFile(`/${file}`, text, { overwrite: true });
  const kinds = files === "tests" ? "named" : "everything";
  const facts = judgeLiterals(file, literalsOf(source), words, kinds);
  source.forget();
  return facts;
}

async function filesOf(root: string, { folder, files, without = [] }: Scope): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !/\/(node_modules|dist)\//.test(file))
    .filter((file) => !without.some((part) => file.startsWith(`${folder}/${part}/`)))
    .filter((file) => /\.(test|fixture)\.ts$/.test(file) === (files === "tests"))
    .sort();
}
