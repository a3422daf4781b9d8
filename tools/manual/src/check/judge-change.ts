import type { Model } from "@qsmtp/codegen/model";
import { type Bump, compareBumps, diffSchemas, type Finding } from "@qsmtp/schema-diff";
import { applyDifference } from "../apply/apply-difference.ts";
import { type Change, NotAutomaticError } from "../apply/change.ts";
import { ProvisionalNames } from "../draft/names.ts";
import type { Difference } from "../facts/compare-facts.ts";
import type { SchemaState } from "../schema/schema-state.ts";

/** What accepting a difference would mean for a release. */
export interface Judgement {
  readonly difference: Difference;
  readonly rule: string;
  readonly bump: Bump;
  /** What to do by hand; undefined when the schema can be edited by itself. */
  readonly byHand: string | undefined;
}

/** Differences with their judgements, and the schema as it would be with all of them. */
export interface JudgedDifferences {
  readonly judgements: readonly Judgement[];
  readonly accepted: SchemaState;
}

/**
 * Tries the differences on the schema in memory, one after the other since one can rest on the one
 * before, and has the schema diff judge each step.
 */
export function judgeDifferences(
  differences: readonly Difference[],
  state: SchemaState,
  guide: Pick<Change, "manual" | "facts">,
): JudgedDifferences {
  const names = new ProvisionalNames();
  let accepted = state;
  const judgements = differences.map((difference): Judgement => {
    try {
      const next = applyDifference({ ...guide, state: accepted, difference, names });
      const judged = judgeModels(accepted.model(), next.model());
      accepted = next;
      return { difference, ...judged, byHand: undefined };
    } catch (error) {
      if (!(error instanceof NotAutomaticError)) throw error;
      return { difference, rule: "by-hand", bump: "undecidable", byHand: error.message };
    }
  });
  return { judgements, accepted };
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
