import path from "node:path";
import { compareBumps } from "@qsmtp/schema-diff";
import { openManual } from "../check/check-manual.ts";
import { assertManual } from "../check/identify-manual.ts";
import { diffManuals, type VendorChange } from "../diff/diff-manuals.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import { type ExitCode, parseCommandLine, type Surroundings, UsageError } from "../surroundings.ts";

/** `pnpm manual:diff <old> <new>`: what the vendor changed, before our schema comes in. */
export async function runDiff(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, { json: { type: "boolean" } });
  const [old, young, ...others] = positionals;
  if (old === undefined || young === undefined || others.length > 0) {
    throw new UsageError("give two files, the old text and the new one");
  }
  const before = await open(world, old);
  const after = await open(world, young);
  const changes = diffManuals(before, after);
  world.log(values.json === true ? JSON.stringify({ changes }, null, 2) : describe(changes));
  return changes.length === 0 ? 0 : 1;
}

async function open(world: Surroundings, file: string): Promise<ReadManual> {
  const { read } = await openManual(path.resolve(world.cwd, file));
  assertManual(read, path.basename(file));
  return read;
}

function describe(changes: readonly VendorChange[]): string {
  if (changes.length === 0) return "the two texts say the same";
  const sorted = changes.toSorted((a, b) => compareBumps(b.bump, a.bump));
  return [
    `${changes.length} changes`,
    "",
    ...sorted.flatMap(({ id, rule, bump, line, section, old, new: now }) => [
      `${bump.padEnd(11)} ${id}`,
      `            ${rule}, line ${line} (section ${section}): ${show(old)} → ${show(now)}`,
    ]),
  ].join("\n");
}

const longest = 60;

/** Long words are cut: the vendor's text is there to be looked up, not to be copied. */
function show(text: string | null): string {
  if (text === null) return "nothing";
  const line = text.replaceAll("\n", " and ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
