import { formatProblem, SchemaError } from "@qsmtp/codegen/problem";
import { AcceptError } from "./accept/accept-findings.ts";
import { runAccept } from "./commands/accept.ts";
import { runCheck } from "./commands/check.ts";
import { runDiff } from "./commands/diff.ts";
import { runDraft } from "./commands/draft.ts";
import { runFacts } from "./commands/facts.ts";
import { runJudge } from "./commands/judge.ts";
import { DraftFolderError } from "./propose/write-folder.ts";
import { ManualUnreadableError } from "./reader/unreadable.ts";
import { KeptFileError } from "./schema/read-kept.ts";
import { type ExitCode, type Surroundings, UsageError } from "./surroundings.ts";

const usage = `Usage: pnpm manual:check <file> [--manual ID] [--json] [--residue]
       pnpm manual:diff <old> <new> [--json]
       pnpm manual:accept <finding...> | --all [--name NAME] [--name KEY=NAME ...]
                          [--file FILE] [--manual ID] [--edition ID]
       pnpm manual:judge <finding...> --means nothing|patch|minor|major --reason TEXT
                          [--file FILE] [--manual ID]
       pnpm manual:draft <file> --family ID [--out DIR] [--force] [--json]
                         [--manual ID] [--group NAME]
       pnpm facts [--check]

Files are texts of manuals, as written by: pdftotext -enc UTF-8 [-layout] <manual>.pdf

  check    compares a manual with schema/
  diff     tells what the vendor changed from one text to the next
  accept   puts findings of the last check (or of --file) into schema/; of another text as those
           of a new edition (ID, or read-2, read-3, ...), and what was said before is kept
  judge    records what a person says that undecidable findings mean
  draft    writes schema drafts for every command of a manual to DIR (drafts/<manual>), names
           proposed, and reports what is open; ID is a family, of families.json or a new one
  facts    writes schema/facts.txt, one line a fact; --check only compares

Exit codes: 0 in agreement or done, 1 findings or something open, 2 a file cannot be read or a request not be done.`;

const commands: Readonly<
  Record<string, (args: readonly string[], world: Surroundings) => Promise<ExitCode>>
> = {
  check: runCheck,
  diff: runDiff,
  accept: runAccept,
  judge: runJudge,
  draft: runDraft,
  facts: runFacts,
};

/** Runs one command line. @returns the exit code */
export async function run(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const [name = "", ...rest] = args;
  if (name === "--help" || rest.includes("--help")) {
    world.log(usage);
    return 0;
  }
  try {
    const command = commands[name];
    if (command === undefined) throw new UsageError(`there is no command "${name}"`);
    return await command(rest, world);
  } catch (error) {
    world.error(explain(error));
    return 2;
  }
}

function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  if (error instanceof SchemaError) {
    const problems = error.problems.map(formatProblem).join("\n\n");
    return `${error.message}; nothing was written\n\n${problems}`;
  }
  const isKnown = [ManualUnreadableError, AcceptError, DraftFolderError, KeptFileError].some(
    (kind) => error instanceof kind,
  );
  if (!isKnown) throw error;
  const { code, message } = error as Error & { code: string };
  return `${code}: ${message}\nNothing was written.`;
}
