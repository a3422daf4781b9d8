import type { SchemaField } from "@qsmtp/codegen/schema-types";
import type { RuleId } from "../rules.ts";
import { code } from "../sentence.ts";
import { flattenFields, type Leaf } from "./flatten-fields.ts";
import { type Change, type CommandReport, given, got } from "./report.ts";
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
  new FieldsDiff(report, side, pair).tellAll();
}

class FieldsDiff {
  readonly #report: CommandReport;
  readonly #side: FieldSide;
  readonly #pair: FieldsPair;
  readonly #before: readonly Leaf[];
  readonly #after: readonly Leaf[];
  /** Fields of either state by their identity. */
  readonly #old: ReadonlyMap<string, Leaf>;
  readonly #young: ReadonlyMap<string, Leaf>;

  constructor(report: CommandReport, side: FieldSide, pair: FieldsPair) {
    const listIsOptional = side === argumentSide;
    this.#report = report;
    this.#side = side;
    this.#pair = pair;
    this.#before = flattenFields(pair.before, { listIsOptional, renamed: pair.renamed });
    this.#after = flattenFields(pair.after, { listIsOptional });
    this.#old = new Map(this.#before.map((leaf) => [leaf.key, leaf]));
    this.#young = new Map(this.#after.map((leaf) => [leaf.key, leaf]));
  }

  tellAll(): void {
    this.#tellAddedAndRemoved();
    this.#tellOrder();
    for (const leaf of this.#after) {
      const origin = this.#old.get(leaf.key);
      if (origin !== undefined) this.#tellLeaf(origin, leaf);
    }
    this.#tellGrouping();
  }

  #tellAddedAndRemoved(): void {
    const removed = new Set(this.#before.filter(({ key }) => !this.#young.has(key)));
    for (const leaf of this.#after.filter(({ key }) => !this.#old.has(key))) {
      const twin = [...removed].find((candidate) => this.#isReplacedBy(candidate, leaf));
      if (twin !== undefined) {
        removed.delete(twin);
        this.#tell(this.#side.replaced, leaf, { was: twin.name, now: leaf.name });
        continue;
      }
      const rule = leaf.isConst ? "const-added" : this.#ruleForAdded(leaf);
      this.#tell(rule, leaf, { now: leaf.name }, this.#pair.syntax);
    }
    for (const leaf of removed) {
      const rule = leaf.isConst ? "const-removed" : this.#side.removed;
      this.#tell(rule, leaf, { was: leaf.name }, this.#pair.syntax);
    }
  }

  #isReplacedBy(gone: Leaf, come: Leaf): boolean {
    if (gone.isConst || come.isConst || gone.required !== come.required) return false;
    const samePlace = this.#before.indexOf(gone) === this.#after.indexOf(come);
    return samePlace && this.#before.length === this.#after.length;
  }

  #ruleForAdded(leaf: Leaf): RuleId {
    const behind = this.#after.slice(this.#after.indexOf(leaf) + 1);
    if (behind.some(({ key }) => this.#old.has(key))) return this.#side.inserted;
    // In the group of an optional field it must be there whenever that one is.
    const isBound = this.#after.some((other) => this.#old.has(other.key) && needs(other, leaf));
    // A list may be empty, so that a line without it is read as before.
    const mustBeThere = isBound || (leaf.required && leaf.list === undefined);
    return mustBeThere ? this.#side.requiredAppended : this.#side.optionalAppended;
  }

  #tellOrder(): void {
    const [was, now] = [this.#kept(this.#before), this.#kept(this.#after)];
    if (same(was.map(keyOf), now.map(keyOf))) return;
    const values = { was: was.map(nameOf), now: now.map(nameOf) };
    this.#tellRow(this.#side.reordered, values);
  }

  #kept(leaves: readonly Leaf[]): Leaf[] {
    return leaves.filter(({ key }) => this.#old.has(key) && this.#young.has(key));
  }

  #tellLeaf(origin: Leaf, leaf: Leaf): void {
    const { syntax } = this.#pair;
    const isList = leaf.list !== undefined;
    // An array that may be empty takes the place of an optional value: one edit, one finding.
    if ((origin.list !== undefined) !== isList) {
      const rule = isList ? this.#side.becameList : this.#side.becameSingle;
      const [was, now] = [origin.list ?? origin.name, leaf.list ?? leaf.name];
      this.#tell(rule, leaf, { was, now }, syntax);
      return;
    }
    if (origin.required !== leaf.required) {
      const rule = leaf.required ? this.#side.becameRequired : this.#side.becameOptional;
      const words = (required: boolean) => (required ? "required" : "optional");
      this.#tell(rule, leaf, { was: words(origin.required), now: words(leaf.required) }, syntax);
    }
    if (origin.list !== leaf.list)
      this.#tell("list-key-renamed", leaf, { was: origin.list, now: leaf.list });
    if (leaf.isConst) this.#tellConst(origin, leaf);
  }

  #tellConst(origin: Leaf, leaf: Leaf): void {
    if (origin.name !== leaf.name) {
      const rule = isCaseOnly(origin.name, leaf.name) ? "const-case-changed" : "const-changed";
      this.#tell(rule, leaf, { was: origin.name, now: leaf.name });
    } else if (origin.quoted !== leaf.quoted) {
      const values = { was: origin.quoted, now: leaf.quoted };
      this.#tell("quoting-changed", leaf, values, this.#pair.syntax);
    }
  }

  /** Tells when optional fields need each other more, or less, than they did. */
  #tellGrouping(): void {
    const optional = this.#kept(this.#after).filter(
      ({ key, required }) => !required && !this.#old.get(key)?.required,
    );
    let narrowed = false;
    let widened = false;
    for (const leaf of optional) {
      for (const other of optional) {
        const [origin, otherOrigin] = [this.#old.get(leaf.key), this.#old.get(other.key)];
        if (leaf === other || origin === undefined || otherOrigin === undefined) continue;
        const needed = needs(origin, otherOrigin);
        const isNeeded = needs(leaf, other);
        narrowed ||= isNeeded && !needed;
        widened ||= needed && !isNeeded;
      }
    }
    if (!narrowed && !widened) return;
    const rule = narrowed ? this.#side.groupingNarrowed : this.#side.groupingWidened;
    this.#tellRow(rule, { was: this.#pair.syntax[0], now: this.#pair.syntax[1] });
  }

  #tell(
    rule: RuleId,
    leaf: Leaf,
    values: Pick<Change, "was" | "now">,
    syntax?: readonly [string, string],
  ): void {
    const { path, owner } = this.#pair;
    const subject = leaf.isConst ? owner : `${code(leaf.label)} of ${owner}`;
    this.#report(rule, this.#side.usage, {
      path: `${path}/${leaf.label}`,
      subject,
      ...values,
      shown: asCode(syntax ?? [values.was, values.now]),
    });
  }

  #tellRow(rule: RuleId, values: Pick<Change, "was" | "now">): void {
    const { path, owner, syntax } = this.#pair;
    this.#report(rule, this.#side.usage, {
      path,
      subject: owner,
      ...values,
      shown: asCode(syntax),
    });
  }
}

/** Whether one field cannot stand without another: it is in the same optional group, or deeper. */
function needs(leaf: Leaf, other: Leaf): boolean {
  return other.groups.length > 0 && other.groups.every((group) => leaf.groups.includes(group));
}

/** Whether two words differ in capitals only. */
export function isCaseOnly(a: unknown, b: unknown): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase() && typeof a === typeof b;
}

function asCode(values: readonly [unknown, unknown]): [string | undefined, string | undefined] {
  const [was, now] = values.map((value) =>
    value === undefined ? undefined : code(value as string | number),
  );
  return [was, now];
}

function keyOf(leaf: Leaf): string {
  return leaf.key;
}

function nameOf(leaf: Leaf): string | number {
  return leaf.name;
}
