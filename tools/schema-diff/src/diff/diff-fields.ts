import type { SchemaField } from "@qsmtp/codegen/schema-types";
import type { RuleId } from "../rules.ts";
import { flattenFields, type Leaf } from "./flatten-fields.ts";
import { type CommandReport, given, got } from "./report.ts";
import { same } from "./texts.ts";

/** Which rules judge the fields: those of arguments or those of printed lines. */
export interface FieldSide {
  readonly usage: typeof given;
  readonly removed: RuleId;
  readonly replaced: RuleId;
  readonly reordered: RuleId;
  readonly inserted: RuleId;
  readonly requiredAppended: RuleId;
  readonly optionalAppended: RuleId;
  readonly becameRequired: RuleId;
  readonly becameOptional: RuleId;
  readonly becameList: RuleId;
  readonly becameSingle: RuleId;
  readonly groupingNarrowed: RuleId;
  readonly groupingWidened: RuleId;
}

export const argumentSide: FieldSide = {
  usage: given,
  removed: "arg-removed",
  replaced: "arg-replaced",
  reordered: "arg-reordered",
  inserted: "arg-inserted",
  requiredAppended: "arg-required-appended",
  optionalAppended: "arg-optional-appended",
  becameRequired: "arg-became-required",
  becameOptional: "arg-became-optional",
  becameList: "arg-became-list",
  becameSingle: "arg-became-single",
  groupingNarrowed: "arg-grouping-narrowed",
  groupingWidened: "arg-grouping-widened",
};

export const replySide: FieldSide = {
  usage: got,
  removed: "reply-field-removed",
  replaced: "reply-field-replaced",
  reordered: "reply-field-reordered",
  inserted: "reply-field-inserted",
  requiredAppended: "reply-field-required-appended",
  optionalAppended: "reply-field-appended",
  becameRequired: "reply-field-became-required",
  becameOptional: "reply-field-became-optional",
  becameList: "reply-field-became-list",
  becameSingle: "reply-field-became-single",
  groupingNarrowed: "reply-grouping-changed",
  groupingWidened: "reply-grouping-changed",
};

/** Two states of a row of fields, and what to call it. */
export interface FieldsPair {
  readonly path: string;
  /** Operation or URC that the fields belong to. */
  readonly owner: string;
  readonly before: readonly SchemaField[];
  readonly after: readonly SchemaField[];
  /** The whole syntax before and after, for people. */
  readonly syntax: readonly [before: string, after: string];
  /** New name of each renamed parameter, by its old one. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Compares fields by what they hold and where they stand. */
export function diffFields(report: CommandReport, side: FieldSide, pair: FieldsPair): void {
  const listIsOptional = side === argumentSide;
  const before = flattenFields(pair.before, { listIsOptional, renamed: pair.renamed });
  const after = flattenFields(pair.after, { listIsOptional });
  const old = new Map(before.map((leaf) => [leaf.key, leaf]));
  const young = new Map(after.map((leaf) => [leaf.key, leaf]));
  const kept = after.filter((leaf) => old.has(leaf.key));
  const removed = before.filter((leaf) => !young.has(leaf.key));
  const added = after.filter((leaf) => !old.has(leaf.key));

  for (const leaf of added) {
    const twin = removed.find((candidate) => isReplacedBy(candidate, leaf, before, after));
    if (twin !== undefined) {
      removed.splice(removed.indexOf(twin), 1);
      tell(side.replaced, leaf, { was: twin.name, now: leaf.name });
      continue;
    }
    const rule = leaf.isConst ? "const-added" : ruleForAdded(leaf);
    tell(rule, leaf, { now: leaf.name }, pair.syntax);
  }
  for (const leaf of removed) {
    tell(leaf.isConst ? "const-removed" : side.removed, leaf, { was: leaf.name }, pair.syntax);
  }
  const keptBefore = before.filter((leaf) => young.has(leaf.key));
  if (!same(keptBefore.map(keyOf), kept.map(keyOf))) {
    report(side.reordered, side.usage, {
      path: pair.path,
      subject: pair.owner,
      was: keptBefore.map(nameOf),
      now: kept.map(nameOf),
      shown: pair.syntax,
    });
  }
  for (const leaf of kept) {
    const origin = old.get(leaf.key);
    if (origin !== undefined) diffLeaf(origin, leaf);
  }
  diffGrouping(keptBefore, kept);

  function ruleForAdded(leaf: Leaf): RuleId {
    const behind = after.slice(after.indexOf(leaf) + 1);
    if (behind.some((other) => old.has(other.key))) return side.inserted;
    return leaf.required ? side.requiredAppended : side.optionalAppended;
  }

  function tell(
    rule: RuleId,
    leaf: Leaf,
    values: { readonly was?: unknown; readonly now?: unknown },
    shown?: readonly [string, string],
  ): void {
    report(rule, side.usage, {
      path: `${pair.path}/${leaf.label}`,
      subject: leaf.isConst ? pair.owner : `${leaf.label} of ${pair.owner}`,
      ...values,
      shown,
    });
  }

  function diffLeaf(origin: Leaf, leaf: Leaf): void {
    const wasList = origin.list !== undefined;
    const isList = leaf.list !== undefined;
    // An array that may be empty takes the place of an optional value: one edit, one finding.
    if (wasList !== isList) {
      const [was, now] = [origin.list ?? origin.name, leaf.list ?? leaf.name];
      tell(isList ? side.becameList : side.becameSingle, leaf, { was, now }, pair.syntax);
      return;
    }
    if (origin.required !== leaf.required) {
      const words = (required: boolean) => (required ? "required" : "optional");
      const values = { was: words(origin.required), now: words(leaf.required) };
      const rule = leaf.required ? side.becameRequired : side.becameOptional;
      tell(rule, leaf, values, pair.syntax);
    }
    if (origin.list !== leaf.list)
      tell("list-key-renamed", leaf, { was: origin.list, now: leaf.list });
    if (!leaf.isConst) return;
    if (origin.name !== leaf.name) {
      const rule = isCaseOnly(origin.name, leaf.name) ? "const-case-changed" : "const-changed";
      tell(rule, leaf, { was: origin.name, now: leaf.name });
    } else if (origin.quoted !== leaf.quoted) {
      tell("quoting-changed", leaf, { was: origin.quoted, now: leaf.quoted }, pair.syntax);
    }
  }

  /** Which optional fields a field cannot stand without. */
  function diffGrouping(earlier: readonly Leaf[], later: readonly Leaf[]): void {
    const bothOptional = new Set(
      later.filter((leaf) => !leaf.required && !old.get(leaf.key)?.required).map(keyOf),
    );
    let narrowed = false;
    let widened = false;
    for (const leaf of later) {
      const origin = old.get(leaf.key);
      if (origin === undefined || !bothOptional.has(leaf.key)) continue;
      const needed = needs(origin, earlier).filter((key) => bothOptional.has(key));
      const needsNow = needs(leaf, later).filter((key) => bothOptional.has(key));
      narrowed ||= needsNow.some((key) => !needed.includes(key));
      widened ||= needed.some((key) => !needsNow.includes(key));
    }
    if (!narrowed && !widened) return;
    report(narrowed ? side.groupingNarrowed : side.groupingWidened, side.usage, {
      path: pair.path,
      subject: pair.owner,
      was: pair.syntax[0],
      now: pair.syntax[1],
    });
  }
}

function needs(leaf: Leaf, leaves: readonly Leaf[]): string[] {
  return leaves
    .filter((other) => other !== leaf && other.groups.every((group) => leaf.groups.includes(group)))
    .map(keyOf);
}

function isReplacedBy(
  gone: Leaf,
  come: Leaf,
  before: readonly Leaf[],
  after: readonly Leaf[],
): boolean {
  if (gone.isConst || come.isConst || gone.required !== come.required) return false;
  return before.indexOf(gone) === after.indexOf(come) && before.length === after.length;
}

/** Whether two words differ in capitals only. */
export function isCaseOnly(a: unknown, b: unknown): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase() && typeof a === typeof b;
}

function keyOf(leaf: Leaf): string {
  return leaf.key;
}

function nameOf(leaf: Leaf): string | number {
  return leaf.name;
}
