import { cp, rm } from "node:fs/promises";
import path from "node:path";
import type { BreakingChange } from "./breaking-changes.ts";
import type { Edition } from "./edition-change.ts";
import { writeEdition } from "./new-edition.ts";
import { repository } from "./repository-copy.ts";
import { runTests, runTool } from "./run-tests.ts";

/** Whether the repository took an edition as it should, and what happened. */
export interface Verdict {
  readonly isRight: boolean;
  readonly text: string;
}

/** What an edition makes other than it is: restored before the next one. */
const written = [
  "schema",
  "packages/protocol/src/generated",
  "packages/protocol/schema.lock.json",
  "docs/reference",
];

/** Tests that read the schema, what is generated of it, or what follows from that. */
const readers = [
  "packages/protocol",
  "packages/client",
  "packages/testing",
  "packages/cli",
  "tests/conformance",
  "tests/editions",
  "tests/integration",
  "tests/reference",
  "tests/size",
  "tests/types",
  "tools/codegen",
  "tools/manual",
];

/** A purely additive edition: every test passes, and no hand has touched one. */
export async function judgeAdditive(
  root: string,
  edition: Edition,
  paths: readonly string[] = readers,
): Promise<Verdict> {
  const refused = await follow(root, edition);
  if (refused !== undefined) return { isRight: false, text: `${edition.name}: ${refused}` };
  const { passed, failed } = await runTests(root, paths);
  const facts = edition.changes.map(({ change, amount }) => `  ${change.fact} (${amount})`);
  const text = `${edition.name}: ${edition.changes.length} changes, ${passed} tests passed, ${failed.length} failed`;
  if (failed.length === 0) return { isRight: true, text };
  return { isRight: false, text: [text, ...facts, ...failed].join("\n") };
}

/** An edition that takes something away: the generator or a failing test names it. */
export async function judgeBreaking(root: string, change: BreakingChange): Promise<Verdict> {
  const name = `edition with ${change.fact}`;
  const refused = await follow(root, { name, changes: [{ change, amount: 1 }] });
  if (refused !== undefined) return judgeWords(name, change, [refused]);
  const { failed } = await runTests(root, ["tests/editions"]);
  return judgeWords(name, change, failed);
}

function judgeWords(name: string, change: BreakingChange, said: readonly string[]): Verdict {
  const named = said.flatMap((text) => text.split("\n")).find((line) => change.names.test(line));
  if (named !== undefined) return { isRight: true, text: `${name}: named by "${named.trim()}"` };
  const told = said.length === 0 ? "nothing failed" : `not named by\n${said.join("\n")}`;
  return { isRight: false, text: `${name}: ${told}` };
}

/** @returns what the generator has against the edition, `undefined` when it is followed */
async function follow(root: string, edition: Edition): Promise<string | undefined> {
  for (const file of written) {
    await rm(path.join(root, file), { recursive: true, force: true });
    await cp(path.join(repository, file), path.join(root, file), { recursive: true });
  }
  await writeEdition(path.join(root, "schema"), edition);
  const format = ["node_modules/@biomejs/biome/bin/biome", "format", "--write", "schema"];
  const generate = ["tools/codegen/src/main.ts"];
  const coverage = ["tests/conformance/src/write-coverage.ts"];
  for (const args of [format, generate, ["tools/manual/src/main.ts", "facts"], coverage]) {
    const { exitCode, printed } = await runTool(root, ...args);
    if (exitCode !== 0) return `${args.join(" ")} ended with an error:\n${printed}`;
  }
  return undefined;
}
