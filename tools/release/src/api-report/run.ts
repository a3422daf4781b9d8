import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { publishedFolders } from "../published-packages.ts";
import type { Printer } from "../run.ts";
import { type ApiEntry, apiEntries } from "./api-entries.ts";
import { ApiReportError, extractReport } from "./extract-report.ts";
import { nameList } from "./name-list.ts";

const command = "pnpm --filter @qsmtp/release api";
const usage = `Usage: ${command} [--check]

Writes the API report of every entry of every published package to packages/*/etc, from the built
declarations: build first (pnpm build).

  --check   compare only: name the reports that are missing, extra or different; exit 1 if any
  --help    show this text

Exit codes: 0 up to date or written, 1 out of date (--check), 2 usage error, or not built.`;

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
  const entries = await apiEntries(root);
  const unbuilt = entries.filter(({ declarations }) => !existsSync(declarations));
  if (unbuilt.length > 0) {
    print.error(`Not built: ${unbuilt.map(({ name }) => name).join(", ")}. Run: pnpm build`);
    return 2;
  }
  try {
    const reports = new Map<string, string>();
    for (const entry of entries) reports.set(entry.report, await reportOf(entry));
    return await settle(reports, options.check ?? false, root, print);
  } catch (error) {
    if (!(error instanceof ApiReportError)) throw error;
    print.error(error.message);
    return 2;
  }
}

async function reportOf(entry: ApiEntry): Promise<string> {
  return entry.generated ? nameList(entry) : extractReport(entry);
}

async function settle(
  reports: ReadonlyMap<string, string>,
  check: boolean,
  root: string,
  print: Printer,
): Promise<0 | 1> {
  const changed: string[] = [];
  for (const [file, text] of reports) {
    const target = path.join(root, file);
    const before = existsSync(target) ? await readFile(target, "utf8") : undefined;
    if (before === text) continue;
    changed.push(`${before === undefined ? "missing" : "different"}  ${file}`);
    if (check) continue;
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  for (const file of (await reportsOnDisk(root)).filter((name) => !reports.has(name))) {
    changed.push(`extra  ${file}`);
    if (!check) await rm(path.join(root, file));
  }
  if (changed.length === 0) {
    print.log(`API reports are up to date (${reports.size} entries)`);
    return 0;
  }
  const list = changed.map((line) => `  ${line}`).join("\n");
  if (check) {
    print.error(
      `the API is not what its reports say:\n${list}\nTo mend it, run: ${command}\nThen look at the difference: it is what users of the package will notice.`,
    );
    return 1;
  }
  print.log(`wrote the API reports:\n${list}`);
  return 0;
}

async function reportsOnDisk(root: string): Promise<string[]> {
  const files: string[] = [];
  for (const folder of await publishedFolders(root)) {
    const etc = path.join(root, "packages", folder, "etc");
    if (!existsSync(etc)) continue;
    const names = (await readdir(etc)).filter((name) => name.endsWith(".api.md")).sort();
    files.push(...names.map((name) => `packages/${folder}/etc/${name}`));
  }
  return files;
}
