import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { publishedFolders } from "../published-packages.ts";
import type { Printer } from "../run.ts";
import { type ApiEntry, apiEntries } from "./api-entries.ts";
import { ApiReportError, extractReport } from "./extract-report.ts";
import { type EntryReport, faceProblems } from "./face-problems.ts";
import { type FinishedPackage, finishedPackages } from "./finished-packages.ts";
import { nameList } from "./name-list.ts";

const command = "pnpm --filter @qsmtp/release api";
const usage = `Usage: ${command} [--check]

Writes the API report of every entry of every published package to packages/*/etc, from the built
declarations: build first (pnpm build).

  --check   compare only: name the reports that are missing, extra or different, and what the
            packages of finished-packages.ts show undocumented or without exporting it; exit 1 if any
  --help    show this text

Exit codes: 0 up to date or written, 1 something was named (--check), 2 usage error, or not built.`;

/** Runs the command line for the repository at `root`. @returns the exit code */
export async function run(
  args: readonly string[],
  root: string,
  print: Printer,
  finished: readonly FinishedPackage[] = finishedPackages,
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
    const reports: EntryReport[] = [];
    for (const entry of entries) {
      reports.push({ name: entry.name, file: entry.report, text: await reportOf(entry) });
    }
    const check = options.check ?? false;
    const settled = await settle(reports, check, root, print);
    const problems = check ? faceProblems(reports, finished) : [];
    if (problems.length === 0) return settled;
    print.error(describeProblems(problems));
    return 1;
  } catch (error) {
    if (!(error instanceof ApiReportError)) throw error;
    print.error(error.message);
    return 2;
  }
}

async function reportOf(entry: ApiEntry): Promise<string> {
  return entry.generated ? nameList(entry) : extractReport(entry);
}

function describeProblems(problems: readonly string[]): string {
  const list = problems.map((line) => `  ${line}`).join("\n");
  return `the API shows what a caller cannot look up:\n${list}\nTo mend it, write a doc comment where the member is declared, or in the schema for a generated one; export the type, or take it out of the signature. Then build, and run: ${command}`;
}

async function settle(
  reports: readonly EntryReport[],
  check: boolean,
  root: string,
  print: Printer,
): Promise<0 | 1> {
  const changed: string[] = [];
  for (const { file, text } of reports) {
    const target = path.join(root, file);
    const before = existsSync(target) ? await readFile(target, "utf8") : undefined;
    if (before === text) continue;
    changed.push(`${before === undefined ? "missing" : "different"}  ${file}`);
    if (check) continue;
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  const files = new Set(reports.map(({ file }) => file));
  for (const file of (await reportsOnDisk(root)).filter((name) => !files.has(name))) {
    changed.push(`extra  ${file}`);
    if (!check) await rm(path.join(root, file));
  }
  if (changed.length === 0) {
    print.log(`API reports are up to date (${reports.length} entries)`);
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
