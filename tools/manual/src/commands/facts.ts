import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { renderFacts } from "../flat/render-facts.ts";
import { SchemaState } from "../schema/schema-state.ts";
import { type ExitCode, parseCommandLine, type Surroundings, schemaRoot } from "../surroundings.ts";

const factsFile = "facts.txt";

/** Writes `schema/facts.txt`, or tells that it is out of date. */
export async function runFacts(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const { values } = parseCommandLine(args, { check: { type: "boolean" } });
  const root = schemaRoot(world);
  const state = await SchemaState.load(root);
  if (values.check === true && (await isOutdated(root, state))) {
    world.error("schema/facts.txt does not match the schema.\nTo mend it, run: pnpm facts");
    return 1;
  }
  const isWritten = await writeFacts(root, state);
  world.log(isWritten ? "wrote schema/facts.txt" : "schema/facts.txt is up to date");
  return 0;
}

/** Writes the facts of a schema. @returns false when they were written already */
export async function writeFacts(root: string, state: SchemaState): Promise<boolean> {
  if (!(await isOutdated(root, state))) return false;
  await writeFile(path.join(root, factsFile), renderFacts(state.model()));
  return true;
}

async function isOutdated(root: string, state: SchemaState): Promise<boolean> {
  const current = await readFile(path.join(root, factsFile), "utf8").catch(() => undefined);
  return current !== renderFacts(state.model());
}
