import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { faultPage, withFaultTable } from "./fault-table.ts";
import { render } from "./render.ts";
import { renderSchema } from "./schema.ts";
import { schemas, targets } from "./targets.ts";

const usage = `Usage: pnpm options [--check]

Writes the tables by which options are judged, from the interfaces that state them:
${targets.map(({ folder, file }) => `  ${folder}/${file}`).join("\n")}

${schemas.map(({ folder, file }) => `  ${folder}/${file}`).join("\n")}
and the list of faults of ${faultPage}.

  --check   compare only; exit 1 when one is out of date`;

const root = path.resolve(import.meta.dirname, "../../..");
const { values } = parseArgs({
  options: { check: { type: "boolean" }, help: { type: "boolean" } },
});

if (values.help) {
  console.log(usage);
} else {
  const stale: string[] = [];
  const keep = async (file: string, textOf: (now: string) => string): Promise<void> => {
    const place = path.join(root, file);
    const now = await readFile(place, "utf8").catch(() => "");
    const text = textOf(now);
    if (now === text) return;
    stale.push(file);
    if (!values.check) await writeFile(place, text);
  };
  for (const target of targets) {
    await keep(`${target.folder}/${target.file}`, () => render(root, target));
  }
  for (const schema of schemas) {
    await keep(`${schema.folder}/${schema.file}`, () => renderSchema(root, schema));
  }
  await keep(faultPage, (page) => withFaultTable(root, page));
  if (stale.length === 0) {
    console.log("the tables of the options are up to date");
  } else if (values.check) {
    console.error(
      `not what the interfaces of the options say:\n${stale.map((file) => `  ${file}`).join("\n")}\nTo mend it, run: pnpm options`,
    );
    process.exitCode = 1;
  } else {
    console.log(`wrote ${stale.join(", ")}`);
  }
}
