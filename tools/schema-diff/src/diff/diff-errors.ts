import type { Model } from "@qsmtp/codegen/model";
import type { SchemaErrorCode, SchemaErrorTable } from "@qsmtp/codegen/schema-types";
import { type CommandReport, got, type Report } from "./report.ts";
import { diffProperties } from "./texts.ts";

/** Compares error tables by their id, and their codes by name first: a name is API. */
export function diffErrors(report: Report, before: Model, after: Model): void {
  const old = new Map(before.errorTables.map(({ table }) => [table.id, table]));
  const young = new Map(after.errorTables.map(({ table }) => [table.id, table]));
  for (const [id, table] of young) {
    const earlier = old.get(id);
    if (earlier === undefined) {
      const change = { path: "", subject: id, now: table.codes.length };
      report.add(id, "error-table-added", got, { ...change, shown: [undefined, undefined] });
    } else {
      diffTable(report.for(id), earlier, table);
    }
  }
  for (const [id, table] of old) {
    if (young.has(id)) continue;
    const change = { path: "", subject: id, was: table.codes.length };
    report.add(id, "error-table-removed", got, { ...change, shown: [undefined, undefined] });
  }
}

function diffTable(tell: CommandReport, before: SchemaErrorTable, after: SchemaErrorTable): void {
  const place = { path: "", subject: after.id };
  const gone = new Set(
    before.codes.filter(({ name }) => !after.codes.some((code) => code.name === name)),
  );
  for (const code of after.codes) {
    const earlier =
      before.codes.find(({ name }) => name === code.name) ??
      [...gone].find((candidate) => candidate.code === code.code);
    if (earlier === undefined) {
      tell("error-code-added", got, {
        ...at(code),
        now: code.code,
        shown: [undefined, words(code)],
      });
      continue;
    }
    gone.delete(earlier);
    diffCode(tell, earlier, code);
  }
  for (const code of gone)
    tell("error-code-removed", got, {
      ...at(code),
      was: code.code,
      shown: [words(code), undefined],
    });
  const [was, now] = [rangesOf(before), rangesOf(after)];
  if (was !== now) tell("error-outcome-changed", got, { ...place, path: "unlisted", was, now });
  diffProperties(tell, "description-changed", place, before, after, [
    "title",
    "description",
    "wire",
  ]);
  diffProperties(tell, "source-changed", place, before, after, ["source"]);
}

function diffCode(tell: CommandReport, before: SchemaErrorCode, after: SchemaErrorCode): void {
  const place = at(after);
  const compare = (
    rule: Parameters<CommandReport>[0],
    aspect: string,
    was: unknown,
    now: unknown,
  ) => {
    if (was !== now) tell(rule, got, { ...place, path: `${place.path}/${aspect}`, was, now });
  };
  compare("error-code-id-changed", "name", before.name, after.name);
  compare("error-code-renumbered", "code", before.code, after.code);
  compare(
    "error-retryable-changed",
    "retryable",
    before.retryable ?? false,
    after.retryable ?? false,
  );
  // No default: a number that said nothing and now says something is a change, too.
  compare("error-outcome-changed", "mailOutcome", before.mailOutcome, after.mailOutcome);
  diffProperties(tell, "error-words-changed", place, before, after, ["text"]);
  diffProperties(tell, "error-text-changed", place, before, after, [
    "meaning",
    "remedy",
    "mailOutcomeReason",
  ]);
  diffProperties(tell, "source-changed", place, before, after, ["source"]);
}

function at({ name }: SchemaErrorCode): { path: string; subject: string } {
  return { path: `codes/${name}`, subject: name };
}

/** What a table says of the numbers that it does not list. */
function rangesOf({ unlisted }: SchemaErrorTable): string | undefined {
  return unlisted?.map(({ from, to, mailOutcome }) => `${from}-${to} ${mailOutcome}`).join(", ");
}

function words({ code, meaning }: SchemaErrorCode): string {
  return `${code}, ${meaning}`;
}
