import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { renderPage } from "./page.ts";
import { passed, run } from "./result.ts";
import { scenarios } from "./scenarios.ts";
import { subjects } from "./subjects/all.ts";

const page = "docs/conformance.md";

const usage = `Usage: pnpm conformance [--check]

Plays ${scenarios.length} situations to our client and to the clients of AT commands that npm has, and writes
what became of them to ${page}.

  --check   compare only
  --help    show this text

Exit codes: 0 done, 1 the page differs (--check) or our client did not pass all, 2 usage error.
`;

const file = path.resolve(import.meta.dirname, "../../..", page);
const options = readOptions();
if (options === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else if (options.help) {
  process.stdout.write(usage);
} else {
  process.exitCode = await compareOrWrite(options.check);
}

async function compareOrWrite(check: boolean): Promise<number> {
  const results = [];
  for (const subject of subjects) {
    const result = await run(subject);
    results.push(result);
    process.stdout.write(`${subject.name}: ${passed(result)} of ${scenarios.length}\n`);
  }
  const text = renderPage(results);
  const isSame = (await readFile(file, "utf8").catch(() => "")) === text;
  if (!check) await writeFile(file, text);
  else if (!isSame) process.stderr.write(`${page} differs; to write it: pnpm conformance\n`);
  const [ours] = results;
  const complete = ours !== undefined && passed(ours) === scenarios.length;
  return complete && (isSame || !check) ? 0 : 1;
}

function readOptions(): { readonly check: boolean; readonly help: boolean } | undefined {
  try {
    return parseArgs({
      options: {
        check: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch {
    return undefined;
  }
}
