import { parseArgs } from "node:util";
import { diffSchemas } from "./diff-schemas.ts";
import { bumpOf } from "./group-findings.ts";
import { loadSchemaSet, SchemaSetError } from "./load-schema-set.ts";
import { reportText, rulesText } from "./report-text.ts";
import { wireChanges } from "./wire-changes.ts";

const usage = `Usage: pnpm schema:diff [<old> [<new>]] [--json]

Lists what changed between two states of the schema and what that means for a release. A state is
a folder that holds a schema, or a git revision. Without <old> it is HEAD; without <new> it is the
schema folder as it lies here.

  --json    print the findings as JSON: { before, after, bump, wire, findings }
  --rules   print the rule table
  --help    show this text

Exit codes: 0 nothing to release, 1 findings, 2 a state cannot be read, or usage error.`;

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
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    print.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help || values.rules) {
    print.log(values.help ? usage : rulesText());
    return 0;
  }
  const [old = "HEAD", young = "schema"] = positionals;
  try {
    const place = { repository: root };
    const before = await loadSchemaSet(old, place);
    const after = await loadSchemaSet(young, place);
    const findings = diffSchemas(before, after);
    const wire = wireChanges(before, after);
    const bump = bumpOf(findings);
    print.log(
      values.json
        ? JSON.stringify({ before: old, after: young, bump, wire, findings }, null, 2)
        : reportText([old, young], findings, wire),
    );
    return bump === "none" ? 0 : 1;
  } catch (error) {
    if (!(error instanceof SchemaSetError)) throw error;
    print.error(error.message);
    return 2;
  }
}

function parse(args: readonly string[]) {
  const parsed = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      rules: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (parsed.positionals.length > 2)
    throw new TypeError(`Two states can be compared, not ${parsed.positionals.length}.`);
  return parsed;
}
