import type { Model } from "@qsmtp/codegen/model";
import { SchemaError } from "@qsmtp/codegen/problem";
import { type Bump, compareBumps, diffSchemas, type Finding } from "@qsmtp/schema-diff";
import type { Proposal } from "../align/proposal.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { ProvisionalNames } from "../write/names.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";

/** What accepting a proposal would mean for a release. */
export interface Judgement {
  readonly proposal: Proposal;
  readonly rule: string;
  readonly bump: Bump;
  /** What to do by hand; undefined when the schema can be edited by itself. */
  readonly byHand: string | undefined;
}

/** Proposals with their judgements, and the schema as it would be with all of them. */
export interface JudgedProposals {
  readonly judgements: readonly Judgement[];
  readonly accepted: SchemaState;
}

/**
 * Tries the edits on the schema in memory, one after the other since one can rest on the one
 * before, and has the schema diff judge each step.
 * @param assertValid throws a SchemaError when an edit makes no valid schema
 */
export function judgeProposals(
  proposals: readonly Proposal[],
  state: SchemaState,
  assertValid: (next: SchemaState, before: SchemaState) => void = () => {},
): JudgedProposals {
  const names = new ProvisionalNames();
  let accepted = state;
  const judgements = proposals.map((proposal): Judgement => {
    try {
      const next = proposal.edit(accepted, names);
      assertValid(next, accepted);
      const { rule, bump } = judgeModels(accepted.model(), next.model());
      accepted = next;
      return { proposal, rule, bump, byHand: undefined };
    } catch (error) {
      return { proposal, rule: "by-hand", bump: "undecidable", byHand: reasonOf(error) };
    }
  });
  return { judgements, accepted };
}

/** Why an edit cannot be made, and what a person must do. @throws the error when it is another one */
export function reasonOf(error: unknown): string {
  if (error instanceof NotAutomaticError) return error.message;
  if (!(error instanceof SchemaError)) throw error;
  const problems = error.problems.map(
    ({ file, pointer, message, remedy }) => `${file}#${pointer} ${message}. ${remedy}`,
  );
  return `the manual does not say enough for a valid schema; write it by hand and add what is missing: ${problems.join("; ")}`;
}

/** The rule that weighs most between two schemas. */
export function judgeModels(before: Model, after: Model): { rule: string; bump: Bump } {
  const findings = diffSchemas({ name: "before", model: before }, { name: "after", model: after });
  const worst = findings.reduce<Finding | undefined>(
    (found, next) =>
      found === undefined || compareBumps(next.bump, found.bump) > 0 ? next : found,
    undefined,
  );
  return worst === undefined
    ? { rule: "none", bump: "none" }
    : { rule: worst.rule, bump: worst.bump };
}
