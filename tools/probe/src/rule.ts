import type { JudgedDifference } from "@qsmtp/client/probe/differences";
import { allOperations } from "@qsmtp/protocol/catalog";
import { isOptional, type OperationName } from "@qsmtp/protocol/families";
import { type Bump, type RuleId, ruleOf } from "@qsmtp/schema-diff";

/** How a release would rise if the schema followed the module, by a rule of `pnpm schema:diff`. */
export interface Judgement {
  /** Id in the rule table. */
  readonly rule: RuleId;
  /** A quirk record is a minor change, whatever is said here. */
  readonly bump: Bump;
}

/** Judges a difference as `pnpm schema:diff` would. */
export function judgementOf(judged: JudgedDifference): Judgement {
  const rule = ruleIdOf(judged);
  const { encode, either, decode } = ruleOf(rule);
  return { rule, bump: encode ?? either ?? decode ?? "undecidable" };
}

function ruleIdOf({ test, difference }: JudgedDifference): RuleId {
  const { what, kind, change, path } = difference;
  switch (what) {
    case "command":
      if (kind === "extra") return "quirk-widened";
      return mayBeMissing(test.name) ? "quirk-narrowed" : "command-removed";
    case "operation":
      if (kind === "extra") {
        return change.kind === "availability" ? "quirk-widened" : "operation-added";
      }
      return mayBeMissing(path.replace("operations/", "")) ? "quirk-narrowed" : "operation-removed";
    case "argument":
      return kind === "extra" ? "test-answer-argument-added" : "test-answer-argument-removed";
    case "optional argument":
      return "arg-optional-appended";
    case "range":
      if (kind === "different") return "range-shifted";
      return kind === "wider" ? "range-widened" : "range-narrowed";
    case "values":
      return kind === "wider" || kind === "extra" ? "enum-value-added" : "enum-value-removed";
    case "answer":
      return "test-answer-changed";
  }
}

/** Whether the schema itself, whatever its quirks say, leaves open that a module has the operation. */
function mayBeMissing(name: string): boolean {
  return allOperations.some((one) => one.name === name) && isOptional[name as OperationName];
}
