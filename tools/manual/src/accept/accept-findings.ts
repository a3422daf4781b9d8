import { lintModel } from "@qsmtp/codegen/lint";
import { applyDifference } from "../apply/apply-difference.ts";
import { NotAutomaticError } from "../apply/change.ts";
import type { ManualCheck } from "../check/check-manual.ts";
import { idOf } from "../check/finding-of.ts";
import type { TextRecord } from "../check/text-record.ts";
import { notDescribed } from "../draft/draft-param.ts";
import { GivenNames, type Names, ProvisionalNames, type WantedName } from "../draft/names.ts";
import type { Difference } from "../facts/compare-facts.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { refreshExamples } from "./refresh-examples.ts";

/** A request that cannot be done as it stands; nothing was written. */
export class AcceptError extends Error {
  override readonly name = "AcceptError";
  readonly code: "FINDING_UNKNOWN" | "NAME_MISSING" | "NOT_AUTOMATIC";

  constructor(code: AcceptError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** What accepting findings makes of the schema. */
export interface Accepted {
  readonly state: SchemaState;
  /** What is left to do by hand. */
  readonly notes: readonly string[];
  /** What is kept of the text, once nothing of it is left to accept. */
  readonly record: TextRecord | undefined;
}

/** Findings that a rule can put into the schema. */
export function acceptableIds({ findings }: ManualCheck): string[] {
  return findings
    .filter(({ id, rule }) => rule !== "by-hand" || ratchetIds.includes(id))
    .map(({ id }) => id);
}

const ratchetIds = ["text/residue", "text/facts"];

/** The names that accepting some findings needs. @throws AcceptError when one is no such finding */
export function wantedNames(check: ManualCheck, ids: readonly string[]): readonly WantedName[] {
  const names = new ProvisionalNames();
  fold(check, chosen(check, ids), names);
  return names.wanted;
}

/**
 * Puts findings into the schema, one after the other, in memory.
 * @throws AcceptError when a finding is unknown, or is for a person to edit
 * @throws MissingNameError when a name is not given
 * @throws SchemaError when the outcome is no valid schema
 */
export function acceptFindings(
  check: ManualCheck,
  ids: readonly string[],
  given: ReadonlyMap<string, string>,
): Accepted {
  const notes = new Set<string>();
  const differences = chosen(check, ids);
  const note = (text: string): unknown => notes.add(text);
  const folded = fold(check, differences, new GivenNames(given));
  const edited = refreshExamples(check.state, folded, note);
  for (const text of undescribed(check.state, edited)) note(text);
  edited.assertValid();
  lintModel(edited.model());
  const isComplete = check.findings.every(({ id }) => ids.includes(id));
  return { state: edited, notes: [...notes], record: isComplete ? check.record : undefined };
}

function chosen(check: ManualCheck, ids: readonly string[]): Difference[] {
  const known = check.findings.map(({ id }) => id);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    const list = known.map((id) => `  ${id}`).join("\n");
    throw new AcceptError(
      "FINDING_UNKNOWN",
      `no finding is called ${unknown.join(", ")}. The findings are:\n${list || "  none"}`,
    );
  }
  const differences = check.differences.filter((difference) => ids.includes(idOf(difference)));
  const editable = [...differences.map(idOf), ...ratchetIds];
  const others = check.findings.filter(({ id }) => ids.includes(id) && !editable.includes(id));
  if (others.length === 0) return differences;
  const list = others.map(({ id, message }) => `${id}: ${message}`).join("\n");
  throw new AcceptError("NOT_AUTOMATIC", list);
}

function fold(check: ManualCheck, differences: readonly Difference[], names: Names): SchemaState {
  const { manual, facts } = check;
  let state = check.state;
  for (const difference of differences) {
    try {
      state = applyDifference({ state, difference, manual, facts, names });
    } catch (error) {
      if (!(error instanceof NotAutomaticError)) throw error;
      throw new AcceptError("NOT_AUTOMATIC", `${idOf(difference)}: ${error.message}`);
    }
  }
  return state;
}

/** Files that got texts which only a person can write. */
function undescribed(before: SchemaState, after: SchemaState): string[] {
  const count = (json: unknown): number =>
    JSON.stringify(json ?? null).split(notDescribed).length - 1;
  const old = new Map(before.files.map(({ file, json }) => [file, count(json)]));
  return after.files.flatMap(({ file, json }) => {
    const texts = count(json) - (old.get(file) ?? 0);
    if (texts <= 0) return [];
    const say = texts === 1 ? "1 text says" : `${texts} texts say`;
    return [`schema/${file}: ${say} "${notDescribed}"; write what is meant`];
  });
}
