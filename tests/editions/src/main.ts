import { parseArgs } from "node:util";
import { additiveEdition } from "./additive-edition.ts";
import { breakingChanges } from "./breaking-changes.ts";
import { judgeAdditive, judgeBreaking, type Verdict } from "./judge-edition.ts";
import { copyRepository, removeCopy } from "./repository-copy.ts";

const usage = `Usage: pnpm editions [--seed N]... [--breaking] [--additive] [--path PATH]... [--keep]

Makes a copy of the repository, with what is not committed, follow new editions of the manuals, and
runs tests there: with an additive edition all must pass, with one that takes something away some must
fail and name it.

  --seed N     additive editions: 0 makes every change, another number some of them (default 0 and 1)
  --additive   only additive editions
  --breaking   only those that take something away
  --path PATH  run the tests below PATH alone, with additive editions
  --keep       leave the copy where it is, and say where
  --help       show this text

Exit codes: 0 as it should be, 1 not so, 2 usage error.`;

const options = {
  seed: { type: "string", multiple: true },
  additive: { type: "boolean" },
  breaking: { type: "boolean" },
  path: { type: "string", multiple: true },
  keep: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

process.exitCode = await main();

async function main(): Promise<0 | 1 | 2> {
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
  try {
    values = parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const seeds = (values.seed ?? ["0", "1"]).map(Number);
  if (!seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)) {
    console.error(`a seed is a whole number from 0\n\n${usage}`);
    return 2;
  }
  const root = await copyRepository();
  try {
    let isRight = true;
    const tell = (verdict: Verdict): void => {
      isRight &&= verdict.isRight;
      console.log(verdict.text);
    };
    if (!values.breaking) {
      for (const seed of seeds) tell(await judgeAdditive(root, additiveEdition(seed), values.path));
    }
    if (!values.additive) {
      for (const change of breakingChanges) tell(await judgeBreaking(root, change));
    }
    return isRight ? 0 : 1;
  } finally {
    if (values.keep) console.log(`the copy is in ${root}`);
    else await removeCopy(root);
  }
}
