import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { lintModel } from "@qsmtp/codegen/lint";
import { loadSchema } from "@qsmtp/codegen/load";
import { buildModel, type Model } from "@qsmtp/codegen/model";
import { formatProblem, SchemaError } from "@qsmtp/codegen/problem";
import { validateFiles } from "@qsmtp/codegen/validate";

const run = promisify(execFile);

/** One state of the schema, validated. */
export interface SchemaSet {
  /** What the caller named: a folder or a revision. */
  readonly name: string;
  readonly model: Model;
}

/** A schema that was asked for cannot be had. */
export class SchemaSetError extends Error {
  override readonly name = "SchemaSetError";
  readonly code = "SCHEMA_SET_UNREADABLE";
}

/** Where git revisions are looked up, and where the schema lies in them. */
export interface SchemaPlace {
  readonly repository: string;
  /** Folder of the schema from the root of the repository; default `schema`. */
  readonly folder?: string | undefined;
}

/**
 * Reads a schema from a folder, or as it was at a git revision. A folder wins over a revision of
 * the same name.
 * @throws SchemaSetError when it is neither, or when its files are no valid schema
 */
export async function loadSchemaSet(
  folderOrRevision: string,
  place: SchemaPlace = { repository: process.cwd() },
): Promise<SchemaSet> {
  const folder = path.resolve(place.repository, folderOrRevision);
  if (existsSync(path.join(folder, "manuals.json"))) {
    return { name: folderOrRevision, model: await readFolder(folder, folderOrRevision, lintModel) };
  }
  const scratch = await mkdtemp(path.join(tmpdir(), "qsmtp-schema-"));
  try {
    await extractRevision(folderOrRevision, place, scratch);
    await completeOlderLayout(path.join(scratch, "files"));
    // Lints are of today: what was committed before them must still load.
    const model = await readFolder(path.join(scratch, "files"), folderOrRevision, () => {});
    return { name: folderOrRevision, model };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readFolder(
  folder: string,
  name: string,
  lint: (model: Model) => void,
): Promise<Model> {
  try {
    const schema = await loadSchema(folder);
    validateFiles(schema);
    const model = buildModel(schema);
    lint(model);
    return model;
  } catch (error) {
    if (isMissingFile(error)) {
      throw new SchemaSetError(`${name} is no valid schema: ${error.path} does not exist`, {
        cause: error,
      });
    }
    if (!(error instanceof SchemaError)) throw error;
    const list = error.problems.map(formatProblem).join("\n\n");
    throw new SchemaSetError(`${name} is no valid schema:\n\n${list}`, { cause: error });
  }
}

function isMissingFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Writes the schema of a revision below `scratch/files`, leaving index and working tree alone. */
async function extractRevision(
  revision: string,
  { repository, folder = "schema" }: SchemaPlace,
  scratch: string,
): Promise<void> {
  const git = (...args: string[]) =>
    run("git", args, {
      cwd: repository,
      env: { ...process.env, GIT_INDEX_FILE: path.join(scratch, "index") },
    });
  try {
    await git("read-tree", `${revision}:${folder}`);
    await git("checkout-index", "--all", `--prefix=${path.join(scratch, "files")}/`);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    throw new SchemaSetError(
      `"${revision}" is neither a folder with a manuals.json nor a git revision with a folder "${folder}" (${reason}). Give a schema folder, a tag, a branch or a commit.`,
      { cause: error },
    );
  }
}

/** Revisions from before families, quirks, facts and vocabulary have none; empty ones say the same. */
async function completeOlderLayout(folder: string): Promise<void> {
  await mkdir(path.join(folder, "quirks"), { recursive: true });
  const absent: Record<string, object> = {
    "families.json": { $schema: "./families.schema.json", families: [] },
    "families.schema.json": { $id: "https://qsmtp.invalid/schema/families.schema.json" },
    "quirk.schema.json": { $id: "https://qsmtp.invalid/schema/quirk.schema.json" },
    "facts.schema.json": { $id: "https://qsmtp.invalid/schema/facts.schema.json" },
    "vocabulary.schema.json": { $id: "https://qsmtp.invalid/schema/vocabulary.schema.json" },
  };
  for (const [file, content] of Object.entries(absent)) {
    const target = path.join(folder, file);
    if (!existsSync(target)) await writeFile(target, JSON.stringify(content));
  }
}
