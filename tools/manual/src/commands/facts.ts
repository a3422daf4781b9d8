import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { renderFacts } from "../flat/render-facts.ts";
import { SchemaState } from "../schema/schema-state.ts";
import { type ExitCode, parseCommandLine, type Surroundings, schemaRoot } from "../surroundings.ts";

/** Writes `schema/facts.txt`, or tells that it is out of date. */
export async function runFacts(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const { values } = parseCommandLine(args, { check: { type: "boolean" } });
  const file = path.join(schemaRoot(world), "facts.txt");
  const text = renderFacts((await SchemaState.load(schemaRoot(world))).model());
  const current = await readFile(file, "utf8").catch(() => "");
  if (current === text) {
    world.log("schema/facts.txt is up to date");
    return 0;
  }
  if (values.check === true) {
    world.error("schema/facts.txt does not match the schema.\nTo mend it, run: pnpm generate");
    return 1;
  }
  await writeFile(file, text);
  world.log("wrote schema/facts.txt");
  return 0;
}
