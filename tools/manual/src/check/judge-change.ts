import type { Model } from "@qsmtp/codegen/model";
import { type Bump, compareBumps, diffSchemas, type Finding } from "@qsmtp/schema-diff";
import { applyDifference } from "../apply/apply-difference.ts";
import { type Change, NotAutomaticError } from "../apply/change.ts";
import { ProvisionalNames } from "../draft/names.ts";

/** What accepting a difference would mean for a release. */
export interface Judgement {
  readonly rule: string;
  readonly bump: Bump;
  /** What to do by hand; undefined when the schema can be edited by itself. */
  readonly byHand: string | undefined;
}

/** Tries the change on the schema in memory and has the schema diff judge it. */
export function judgeChange(change: Omit<Change, "names" | "note">): Judgement {
  try {
    const after = applyDifference({ ...change, names: new ProvisionalNames(), note: () => {} });
    return { ...judgeModels(change.state.model(), after.model()), byHand: undefined };
  } catch (error) {
    if (!(error instanceof NotAutomaticError)) throw error;
    return { rule: "by-hand", bump: "undecidable", byHand: error.message };
  }
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
