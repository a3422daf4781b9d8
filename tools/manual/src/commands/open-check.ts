import path from "node:path";
import { checkManual, type ManualCheck } from "../check/check-manual.ts";
import { type Surroundings, schemaRoot } from "../surroundings.ts";
import { recallCheck } from "./last-check.ts";

/** Checks the given file, or the one that was checked last, again. */
export async function openCheck(
  world: Surroundings,
  file: string | undefined,
  manual: string | undefined,
): Promise<ManualCheck> {
  if (file !== undefined) {
    return checkManual(path.resolve(world.cwd, file), schemaRoot(world), manual);
  }
  const last = await recallCheck(world);
  return checkManual(last.file, schemaRoot(world), manual ?? last.manual);
}
