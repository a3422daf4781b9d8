import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runAll } from "./run-all.ts";
import { renderPage } from "./tables.ts";

const file = path.resolve(import.meta.dirname, "../../../docs/nodemailer.md");
const page = await readFile(file, "utf8");
const rendered = renderPage(page, await runAll());
if (!process.argv.includes("--check")) {
  await writeFile(file, rendered);
} else if (rendered !== page) {
  process.stderr.write(
    "docs/nodemailer.md is not what the examples give: npx -y pnpm@12 nodemailer\n",
  );
  process.exitCode = 1;
}
