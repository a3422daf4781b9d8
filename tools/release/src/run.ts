import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { bumpOf, type Finding, placeOf, SchemaSetError } from "@qsmtp/schema-diff";
import { type Base, findBase } from "./base.ts";
import { ChangesetError, readChangesets } from "./changeset-file.ts";
import { checkChangesets } from "./check-changesets.ts";
import { faultyWords, unwrittenTexts } from "./check-texts.ts";
import { type Changes, collectChanges, stepOf } from "./collect-changes.ts";
import { Git } from "./git.ts";
import { bumpOfPackage, type PlannedFiles, planChangesets } from "./plan-changesets.ts";
import { readWaivers, WaiverError, waiverTemplate } from "./waivers.ts";

const usage = `Usage: pnpm release:prepare [--since <revision>] [--manual <id>] [--check]

Writes a changeset for every published package that changed since the base: commands (schema/),
types (packages/*/etc/*.api.md) and packaging (package.json). Text above the line "In detail:" of such
a file is yours and stays.

  --since   git revision to compare with; default: the last release; before the first one the point
            where this branch left main; on main itself the last commit, or what is not committed yet
  --manual  id of the manual that the changes follow; it gets changesets of its own
  --check   write nothing; fail when a change is not told, its bump is too low, a text of the schema
            is not written yet, or a changelog cannot print a changeset
  --help    show this text

Exit codes: 0 written or nothing to do, 1 a changeset is missing or a change needs a decision,
2 usage error, or a file that cannot be read.`;

/** Where the text goes; the console has both. */
export interface Printer {
  log(text: string): void;
  error(text: string): void;
}

interface Options {
  readonly since?: string | undefined;
  readonly manual?: string | undefined;
  readonly check?: boolean | undefined;
  readonly help?: boolean | undefined;
}

/** Runs the command line for the repository at `root`. @returns the exit code */
export async function run(
  args: readonly string[],
  root: string,
  print: Printer,
): Promise<0 | 1 | 2> {
  let options: Options;
  try {
    options = parseArgs({
      args: [...args],
      options: {
        since: { type: "string" },
        manual: { type: "string" },
        check: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
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
    return await prepare(options, new Git(root), print);
  } catch (error) {
    const known =
      error instanceof SchemaSetError ||
      error instanceof WaiverError ||
      error instanceof ChangesetError;
    if (!known) throw error;
    print.error(error.message);
    return 2;
  }
}

async function prepare(options: Options, git: Git, print: Printer): Promise<0 | 1 | 2> {
  const base = await baseOf(options.since, git);
  if (base === "unknown") {
    print.error(`"${options.since}" is no git revision.`);
    return 2;
  }
  const existing = await readChangesets(git.root);
  const unwritten = await unwrittenTexts(git.root);
  const textProblems = [...unwritten, ...faultyWords(existing)];
  if (options.check && textProblems.length > 0) {
    print.error(`Not ready to be published:\n${indented(textProblems)}`);
    return 1;
  }
  if (base === undefined) {
    print.log("No release and no main branch to compare with: no change was looked for.");
    return 0;
  }
  const changes = await collectChanges(git, base.revision, await readWaivers(git.root));
  const step = stepOf(options.manual, changes.schemas);
  if (step === undefined) {
    const known = [...(changes.schemas?.[1].model.manuals.keys() ?? [])].join(", ");
    print.error(`schema/manuals.json lists no "${options.manual}"; it lists: ${known}.`);
    return 2;
  }
  const undecided = changes.packages.flatMap(({ items }) =>
    items.map(({ finding }) => finding).filter(({ bump }) => bump === "undecidable"),
  );
  if (undecided.length > 0) {
    print.error(decisionsText(undecided));
    return 1;
  }
  const plans = changes.packages.map((entry) => ({
    changes: entry,
    files: planChangesets(entry, existing, step),
  }));
  if (options.check) {
    const problems = await checkChangesets(plans, existing, git, base.revision);
    if (problems.length > 0) {
      print.error(`Compared with ${base.name}:\n${indented(problems)}`);
      print.error("\nTo mend it, run: pnpm release:prepare");
      return 1;
    }
    print.log(`Every change since ${base.name} has its changeset.`);
    return 0;
  }
  const written: string[] = [];
  for (const { files } of plans) written.push(...(await writeFiles(git.root, files, existing)));
  print.log(summaryText(base, changes, written));
  if (unwritten.length > 0) print.log(`To do, or pnpm check fails:\n${indented(unwritten)}`);
  return 0;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}

async function baseOf(since: string | undefined, git: Git): Promise<Base | undefined | "unknown"> {
  if (since === undefined) return findBase(git);
  const revision = await git.commit(since);
  return revision === undefined ? "unknown" : { revision, name: since };
}

/** Writes what differs and deletes what is empty. @returns a line for each file touched */
async function writeFiles(
  root: string,
  files: PlannedFiles,
  existing: readonly { readonly name: string; readonly text: string }[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const [name, text] of files) {
    const target = path.join(root, ".changeset", name);
    const before = existing.find((file) => file.name === name)?.text;
    if (text === before) continue;
    if (text === undefined) await rm(target);
    else await writeFile(target, text);
    const verb = text === undefined ? "deleted" : before === undefined ? "wrote" : "rewrote";
    lines.push(`${verb} .changeset/${name}`);
  }
  return lines;
}

function summaryText(base: Base, { packages }: Changes, written: readonly string[]): string {
  const rows = packages.map((entry) => {
    const findings = entry.items.map(({ finding }) => finding);
    const count = findings.filter(({ bump }) => bump !== "none").length;
    if (count === 0) return `  ${entry.name}: no change`;
    const [bump, released] = [bumpOf(findings), bumpOfPackage(entry)];
    const shifted = bump === released ? "" : `, below 1.0.0 released as ${released}`;
    return `  ${entry.name}: ${count === 1 ? "1 change" : `${count} changes`}, ${bump}${shifted}`;
  });
  const files = written.length === 0 ? ["The changesets are up to date."] : written;
  return [`Compared with ${base.name}:`, ...rows, ...files].join("\n");
}

function decisionsText(findings: readonly Finding[]): string {
  const rows = findings.map(
    (finding) =>
      `  ${placeOf(finding)}\n    ${finding.message}\n    ${finding.whatToDo ?? ""}\n    ${waiverTemplate(finding)}`,
  );
  const count = findings.length === 1 ? "1 change needs" : `${findings.length} changes need`;
  return [
    `${count} a decision; nothing was written:`,
    ...rows,
    'Change the schema, or record the decision in schema/waivers.json: { "waivers": [ … ] }',
  ].join("\n");
}
