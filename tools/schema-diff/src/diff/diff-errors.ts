import type { Model } from "@qsmtp/codegen/model";
import { isPlaceholder } from "@qsmtp/codegen/placeholder";
import type { SchemaErrorCode, SchemaErrorTable } from "@qsmtp/codegen/schema-types";
import { code, words } from "../sentence.ts";
import {
  groupMoves,
  type Move,
  placeOfNames,
  showMeanings,
  showMoves,
  takenMeanings,
} from "./renumbered.ts";
import { type CommandReport, got, names, type Report } from "./report.ts";
import { diffProperties } from "./texts.ts";

/** Compares error tables by their id, and their codes by name first: a name is API. */
export function diffErrors(report: Report, before: Model, after: Model): void {
  const old = new Map(before.errorTables.map(({ table }) => [table.id, table]));
  const young = new Map(after.errorTables.map(({ table }) => [table.id, table]));
  for (const [id, table] of young) {
    const earlier = old.get(id);
    if (earlier === undefined) {
      const change = { path: "", subject: code(id), now: table.codes.length };
      report.add(id, "error-table-added", got, { ...change, shown: [undefined, undefined] });
    } else {
      diffTable(report.for(id), earlier, table);
    }
  }
  for (const [id, table] of old) {
    if (young.has(id)) continue;
    const change = { path: "", subject: code(id), was: table.codes.length };
    report.add(id, "error-table-removed", got, { ...change, shown: [undefined, undefined] });
  }
}

function diffTable(tell: CommandReport, before: SchemaErrorTable, after: SchemaErrorTable): void {
  const place = { path: "", subject: code(after.id) };
  diffNumbers(tell, place.subject, before, after);
  const told = diffMeanings(tell, place.subject, before, after);
  const gone = new Set(
    before.codes.filter(({ name }) => !after.codes.some((entry) => entry.name === name)),
  );
  for (const entry of after.codes) {
    const earlier =
      before.codes.find(({ name }) => name === entry.name) ??
      [...gone].find((candidate) => candidate.code === entry.code);
    if (earlier === undefined) {
      const shown = [undefined, describe(entry)] as const;
      tell("error-code-added", got, { ...at(entry), now: entry.code, shown });
      continue;
    }
    gone.delete(earlier);
    diffCode(tell, earlier, entry, told.has(entry.name));
  }
  for (const entry of gone) {
    const shown = [describe(entry), undefined] as const;
    tell("error-code-removed", got, { ...at(entry), was: entry.code, shown });
  }
  const [was, now] = [rangesOf(before), rangesOf(after)];
  if (was !== now) tell("error-outcome-changed", got, { ...place, path: "unlisted", was, now });
  diffProperties(tell, "description-changed", place, before, after, [
    "title",
    "description",
    "wire",
  ]);
  diffProperties(tell, "source-changed", place, before, after, ["source"]);
}

/** Tells names that stand for other numbers; a table that moved as a whole is one edit. */
function diffNumbers(
  tell: CommandReport,
  subject: string,
  before: SchemaErrorTable,
  after: SchemaErrorTable,
): void {
  const now = new Map(after.codes.map((entry) => [entry.name, entry.code]));
  const kept = before.codes.filter(({ name }) => now.has(name)).sort((a, b) => a.code - b.code);
  const moves = kept.flatMap(({ name, code: was }): Move[] => {
    const young = now.get(name);
    return young === undefined || young === was ? [] : [{ name, was, now: young }];
  });
  const groups = groupMoves(
    moves,
    kept.map(({ name }) => name),
  );
  for (const { kind, moves: group } of groups) {
    const [only] = group;
    if (kind === "single" && only !== undefined)
      tell("error-code-renumbered", got, {
        path: `codes/${only.name}/code`,
        subject: code(only.name),
        was: only.was,
        now: only.now,
      });
    else
      tell(kind === "shifted" ? "error-codes-moved" : "error-codes-exchanged", got, {
        path: `codes/${placeOfNames(group.map(({ name }) => name))}/code`,
        subject,
        ...showMoves(group, kind),
      });
  }
}

/** Tells names that say what others said. @returns them, whose other words are told by that */
function diffMeanings(
  tell: CommandReport,
  subject: string,
  before: SchemaErrorTable,
  after: SchemaErrorTable,
): ReadonlySet<string> {
  const meanings = ({ codes }: SchemaErrorTable) =>
    codes.map(({ name, meaning }) => ({ name, text: meaning }));
  const taken = takenMeanings(meanings(before), meanings(after));
  if (taken.length > 0)
    tell("error-meanings-moved", got, {
      path: `codes/${placeOfNames(taken)}/meaning`,
      subject,
      ...showMeanings(taken, meanings(before), meanings(after)),
    });
  return new Set(taken);
}

function diffCode(
  tell: CommandReport,
  before: SchemaErrorCode,
  after: SchemaErrorCode,
  meaningIsTold: boolean,
): void {
  const place = at(after);
  const compare = (
    rule: Parameters<CommandReport>[0],
    aspect: string,
    was: unknown,
    now: unknown,
  ) => {
    if (was !== now) tell(rule, got, { ...place, path: `${place.path}/${aspect}`, was, now });
  };
  if (before.name !== after.name)
    tell("error-code-id-changed", got, {
      ...place,
      path: `${place.path}/name`,
      ...names(before.name, after.name),
    });
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
    ...(meaningIsTold ? [] : (["meaning"] as const)),
    "remedy",
    "mailOutcomeReason",
  ]);
  diffProperties(tell, "source-changed", place, before, after, ["source"]);
}

function at({ name }: SchemaErrorCode): { path: string; subject: string } {
  return { path: `codes/${name}`, subject: code(name) };
}

/** What a table says of the numbers that it does not list. */
function rangesOf({ unlisted }: SchemaErrorTable): string | undefined {
  return unlisted?.map(({ from, to, mailOutcome }) => `${from}-${to} ${mailOutcome}`).join(", ");
}

/** `663, The server refused the password`; the number alone where nobody has said what it means. */
function describe({ code: number, meaning }: SchemaErrorCode): string {
  return isPlaceholder(meaning) ? String(number) : `${number}, ${words(meaning)}`;
}
