import path from "node:path";
import { parseArgs } from "node:util";
import { generateFrom } from "./generate.ts";
import { loadSchema } from "./load.ts";
import { buildLock, lockText } from "./lock.ts";
import { schemaTypes } from "./meta/schema-types.ts";
import { compare, type Drift, isClean, write } from "./output.ts";
import { openTexts } from "./placeholder.ts";
import { formatProblem, SchemaError } from "./problem.ts";

const generatedFolder = "packages/protocol/src/generated";
const referenceFolder = "docs/reference";
/** Pages of the reference that other tools write. */
const otherPages: readonly string[] = [
  `${referenceFolder}/fault-matrix.md`,
  `${referenceFolder}/simulated-commands.md`,
];
const lockFile = "packages/protocol/schema.lock.json";
const wordsFile = "packages/protocol/src/words.gen.ts";
const typesFile = "tools/codegen/src/schema-types.gen.ts";

const usage = `Usage: pnpm generate [--check]

Writes ${generatedFolder}, ${wordsFile},
${lockFile}, ${referenceFolder} and
${typesFile} from schema/.

  --check   compare only: name the files that are missing, extra or different, and the texts of
            the schema that a person has yet to write; exit 1 if any
  --help    show this text

Exit codes: 0 up to date or written, 1 out of date or unfinished (--check), 2 schema or usage error.`;

/** Where the text goes; the console has both. */
export interface Printer {
  log(text: string): void;
  error(text: string): void;
}

/** Runs the command line for the repository at `root`. @returns the exit code */
export async function run(
  args: readonly string[],
  root: string,
  print: Printer,
): Promise<0 | 1 | 2> {
  let options: { check?: boolean | undefined; help?: boolean | undefined };
  try {
    options = parseArgs({
      args: [...args],
      options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    }).values;
  } catch (error) {
    print.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    print.log(usage);
    return 0;
  }
  try {
    const schema = await loadSchema(path.join(root, "schema"));
    const { model, files: generated, pages, words } = generateFrom(schema);
    const files = new Map([
      [lockFile, lockText(buildLock(model))],
      [wordsFile, words],
      [typesFile, await schemaTypes(schema.metaSchemas)],
    ]);
    for (const [file, text] of generated) files.set(`${generatedFolder}/${file}`, text);
    for (const [file, text] of pages) files.set(`${referenceFolder}/${file}`, text);
    const drift = await compare(root, files, [generatedFolder, referenceFolder], otherPages);
    const operations = model.commands.reduce(
      (sum, { command }) => sum + command.operations.length,
      0,
    );
    const size = `${model.commands.length} command files, ${operations} operations, ${files.size} generated files`;
    const open = options.check ? openTexts(schema.files) : [];
    if (open.length > 0) {
      const rest = isClean(drift) ? "" : `\n\n${describe(drift)}`;
      print.error(
        `the schema has texts to write\n\n${open.map(formatProblem).join("\n\n")}${rest}`,
      );
      return 1;
    }
    if (isClean(drift)) {
      print.log(`generated files are up to date (${size})`);
      return 0;
    }
    if (options.check) {
      print.error(describe(drift));
      return 1;
    }
    await write(root, files, drift);
    const written = drift.missing.length + drift.different.length;
    print.log(`wrote ${written}, deleted ${drift.extra.length} (${size})`);
    return 0;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    print.error(
      `${error.message}; nothing was written\n\n${error.problems.map(formatProblem).join("\n\n")}`,
    );
    return 2;
  }
}

function describe(drift: Drift): string {
  const rows = (["missing", "extra", "different"] as const).flatMap((kind) =>
    drift[kind].map((file) => `  ${kind.padEnd(9)} ${file}`),
  );
  return `generated files do not match the schema:\n${rows.join("\n")}\nTo mend it, run: pnpm generate`;
}
