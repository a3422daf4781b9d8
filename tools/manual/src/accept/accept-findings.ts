import { lintModel } from "@qsmtp/codegen/lint";
import { notDescribed } from "@qsmtp/codegen/placeholder";
import type { Proposal } from "../align/proposal.ts";
import type { ManualCheck } from "../check/check-manual.ts";
import { reasonOf } from "../check/judge-proposals.ts";
import type { ManualFinding } from "../check/manual-finding.ts";
import { idOf } from "../grammar/paths.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import {
  GivenNames,
  keyOfName,
  MissingNameError,
  type Names,
  ProvisionalNames,
  type WantedName,
} from "../write/names.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
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
  /** Ids of the findings that are in it. */
  readonly ids: readonly string[];
  /** What is left to do by hand. */
  readonly notes: readonly string[];
  /** Findings that could not be put into it, and what a person must add. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Findings that an edit can put into the schema and that nobody must decide first. */
export function acceptableIds({ findings }: ManualCheck): string[] {
  return findings
    .filter((finding) => isAutomatic(finding) && finding.bump !== "undecidable")
    .map(({ id }) => id);
}

/** Lines that are understood no more and hold nothing new need no edit. */
function isAutomatic({ rule, kind, bump }: ManualFinding): boolean {
  return rule !== "by-hand" || (kind === "unparsed" && bump === "none");
}

/**
 * The findings to accept, by their ids.
 * @throws AcceptError when one is no such finding, or is for a person to edit
 */
export function chooseProposals(check: ManualCheck, ids: readonly string[]): Proposal[] {
  const known = check.findings.map(({ id }) => id);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    const list = known.map((id) => `  ${id}`).join("\n");
    throw new AcceptError(
      "FINDING_UNKNOWN",
      `no finding is called ${unknown.join(", ")}. The findings are:\n${list || "  none"}`,
    );
  }
  const others = check.findings.filter(
    (finding) => ids.includes(finding.id) && !isAutomatic(finding),
  );
  if (others.length > 0) {
    const list = others.map(({ id, message }) => `${id}: ${message}`).join("\n");
    throw new AcceptError("NOT_AUTOMATIC", list);
  }
  return check.proposals.filter((proposal) => ids.includes(idOf(proposal)));
}

/** Names that any of the proposals would need when it were the only one. */
export function possibleNames(
  check: Pick<ManualCheck, "state">,
  proposals: readonly Proposal[],
): readonly WantedName[] {
  return proposals.flatMap((proposal) => wantedNames(check, [proposal]));
}

/** The names that some proposals need together: what one brings along the next need not ask for. */
export function wantedNames(
  { state }: Pick<ManualCheck, "state">,
  proposals: readonly Proposal[],
): readonly WantedName[] {
  const names = new ProvisionalNames();
  let open = state;
  for (const { edit } of proposals) {
    try {
      open = edit(open, names);
    } catch (error) {
      if (!(error instanceof NotAutomaticError)) throw error;
    }
  }
  return names.wanted;
}

/**
 * Puts findings into the schema, one after the other, in memory. One that makes no valid schema
 * stops only itself.
 * @throws SchemaError when a given name is taken
 */
export function acceptFindings(
  check: ManualCheck,
  proposals: readonly Proposal[],
  given: ReadonlyMap<string, string>,
): Accepted {
  const names = new GivenNames(given);
  const ordered = proposals.toSorted(
    (a, b) => Number(b.isFirst ?? false) - Number(a.isFirst ?? false),
  );
  const together = tryTogether(check.state, ordered, names);
  const { state, ids, notes, refused } = together ?? tryOneByOne(check.state, ordered, names);
  return {
    state,
    ids,
    refused,
    notes: [...new Set([...notes, ...undescribed(check.state, state)])],
  };
}

/** All of them at once, as they are meant; nothing when one of them stops the rest, or lacks a name. */
function tryTogether(
  before: SchemaState,
  proposals: readonly Proposal[],
  names: Names,
): Accepted | undefined {
  const notes: string[] = [];
  try {
    const folded = proposals.reduce((state, { edit }) => edit(state, names), before);
    const state = refreshed(before, folded, notes);
    return { state, ids: proposals.map(idOf), notes, refused: new Map() };
  } catch (error) {
    if (!(error instanceof MissingNameError)) reasonOf(error);
    return undefined;
  }
}

function tryOneByOne(before: SchemaState, proposals: readonly Proposal[], names: Names): Accepted {
  const notes: string[] = [];
  const refused = new Map<string, string>();
  const ids: string[] = [];
  let state = before;
  for (const proposal of proposals) {
    const id = idOf(proposal);
    const own: string[] = [];
    try {
      state = refreshed(state, proposal.edit(state, names), own);
      ids.push(id);
      notes.push(...own);
    } catch (error) {
      // One that was to bring the name along has been refused.
      if (error instanceof MissingNameError) {
        const { wanted } = error;
        const key = keyOfName(wanted);
        refused.set(
          id,
          `the ${wanted.thing} ${key} needs a name: give it with --name '${key}=...'`,
        );
        continue;
      }
      const reason = reasonOf(error);
      // With names made up it would do: the given ones are at fault, and nothing is written.
      if (isFineWith(new ProvisionalNames(), state, proposal)) throw error;
      refused.set(id, reason);
    }
  }
  return { state, ids, notes, refused };
}

function isFineWith(names: Names, before: SchemaState, { edit }: Proposal): boolean {
  try {
    return refreshed(before, edit(before, names), []) !== before;
  } catch {
    return false;
  }
}

/** With examples that fit. @throws SchemaError when it is no valid schema */
function refreshed(before: SchemaState, after: SchemaState, notes: string[]): SchemaState {
  const state = refreshExamples(before, after, (note) => notes.push(note));
  state.assertValid();
  lintModel(state.model());
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
