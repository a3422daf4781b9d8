import path from "node:path";
import { parseArgs } from "node:util";
import { compare, isClean, write } from "@qsmtp/codegen/output";
import { mailCharsetEncodings } from "@qsmtp/protocol/facts";
import { renderTable } from "./render.ts";
import { standards } from "./standards.ts";

const folder = "packages/client/src/charset";
const root = path.resolve(import.meta.dirname, "../../..");

const usage = `Usage: node tools/charsets/src/main.ts [--check]

Writes the tables of the character sets below ${folder}.

  --check   compare only; exit 1 when a table is missing, different, or lacks for a set of the schema
  --help    show this text`;

/** Sets that the schema names and that nobody has described here. */
function unknownSets(): string[] {
  const known = ["ascii", "utf-8", ...standards.map(({ name }) => name)];
  return Object.values(mailCharsetEncodings).filter((name) => !known.includes(name));
}

async function main(check: boolean): Promise<0 | 1> {
  const files = new Map(
    standards.map((standard) => [`${folder}/${standard.name}.gen.ts`, renderTable(standard)]),
  );
  const drift = await compare(root, files, []);
  if (!check) {
    await write(root, files, drift);
  } else if (!isClean(drift)) {
    const stale = [...drift.missing, ...drift.different].map((file) => `  ${file}`).join("\n");
    console.error(
      `tables of character sets are out of date:\n${stale}\nTo mend it, run: pnpm charsets`,
    );
    return 1;
  }
  const unknown = unknownSets();
  if (unknown.length > 0) {
    console.error(
      `the schema names ${unknown.join(", ")}, for which there is no table: mails in it are refused until standards.ts has its area`,
    );
    return 1;
  }
  console.log(`tables of character sets are ${check ? "up to date" : "written"} (${files.size})`);
  return 0;
}

const { check = false, help = false } = parseArgs({
  options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } },
}).values;
if (help) console.log(usage);
else process.exitCode = await main(check);
