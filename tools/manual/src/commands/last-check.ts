import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Surroundings, UsageError } from "../surroundings.ts";

/** Which text was checked last, so that its findings can be accepted by their names alone. */
export interface LastCheck {
  readonly file: string;
  readonly manual: string;
}

function fileOf({ root }: Surroundings): string {
  return path.join(root, "node_modules/.cache/qsmtp-manual/last-check.json");
}

export async function rememberCheck(world: Surroundings, check: LastCheck): Promise<void> {
  const file = fileOf(world);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(check)}\n`);
}

/** @throws UsageError when nothing was checked yet */
export async function recallCheck(world: Surroundings): Promise<LastCheck> {
  try {
    return JSON.parse(await readFile(fileOf(world), "utf8")) as LastCheck;
  } catch {
    throw new UsageError("no manual was checked yet: run pnpm manual:check <file>, or give --file");
  }
}
