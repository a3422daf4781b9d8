import type { SchemaParam } from "@qsmtp/codegen/schema-types";
import type { RuleId } from "../rules.ts";
import type { ParamPair } from "./diff-params.ts";
import { compareRanges, type Relation, showRanges } from "./domain.ts";

/** Compares what a parameter of the same type accepts, and how it is written. */
export function diffDomain({ before, after, tell }: ParamPair): void {
  if (before.ranges !== undefined || after.ranges !== undefined) {
    const rule = ruleForRanges(before.ranges, after.ranges);
    if (rule !== undefined) {
      const shown = [
        before.ranges && showRanges(before.ranges),
        after.ranges && showRanges(after.ranges),
      ] as const;
      tell(rule, "ranges", { was: before.ranges, now: after.ranges, shown });
    }
  }
  const size = sizeOf(before);
  const newSize = sizeOf(after);
  const sizeRule = ruleForSizes(size, newSize);
  if (sizeRule !== undefined) {
    const shown = [
      size && `${showRanges([size])} bytes`,
      newSize && `${showRanges([newSize])} bytes`,
    ] as const;
    tell(sizeRule, "size", { was: size, now: newSize, shown });
  }
  const charset = before.charset ?? "utf-8";
  const newCharset = after.charset ?? "utf-8";
  if (charset !== newCharset) {
    const rule = newCharset === "utf-8" ? "charset-widened" : "charset-narrowed";
    tell(rule, "charset", { was: charset, now: newCharset });
  }
  const notation = before.notation ?? "decimal";
  const newNotation = after.notation ?? "decimal";
  if (notation !== newNotation)
    tell("notation-changed", "notation", { was: notation, now: newNotation });
  const quoted = before.quoted ?? before.type === "keyword";
  const newQuoted = after.quoted ?? after.type === "keyword";
  if (quoted !== newQuoted) {
    const rule = after.type === "text" ? "text-quoting-changed" : "quoting-changed";
    tell(rule, "quoted", { was: quoted, now: newQuoted });
  }
}

type Interval = readonly [number, number | null];

/** Bounds in bytes, or nothing when any size will do. */
function sizeOf({ minBytes = 0, maxBytes }: SchemaParam): Interval | undefined {
  return minBytes === 0 && maxBytes === undefined ? undefined : [minBytes, maxBytes ?? null];
}

function ruleForRanges(
  before: SchemaParam["ranges"],
  after: SchemaParam["ranges"],
): RuleId | undefined {
  if (before === undefined) return "range-set";
  if (after === undefined) return "range-unset";
  const rules: Record<Relation, RuleId | undefined> = {
    equal: undefined,
    wider: "range-widened",
    narrower: "range-narrowed",
    other: "range-shifted",
  };
  return rules[compareRanges(before, after)];
}

function ruleForSizes(
  before: Interval | undefined,
  after: Interval | undefined,
): RuleId | undefined {
  if (before === undefined) return after === undefined ? undefined : "size-set";
  if (after === undefined) return "size-unset";
  const rules: Record<Relation, RuleId | undefined> = {
    equal: undefined,
    wider: "size-increased",
    narrower: "size-decreased",
    other: "size-shifted",
  };
  return rules[compareRanges([before], [after])];
}
