import { type Bump, ruleOf } from "@qsmtp/schema-diff";
import { judgeModels } from "../check/judge-change.ts";
import { compareFacts, type Difference } from "../facts/compare-facts.ts";
import { FactSheet, isBelow } from "../facts/fact.ts";
import { manualFacts } from "../facts/manual-facts.ts";
import type { ReadManual } from "../reader/read-manual.ts";
import { draftModel } from "./draft-model.ts";
import { proseFacts } from "./prose-facts-of.ts";

/** One thing that the vendor changed from one text to the next. */
export interface VendorChange {
  /** Command and path. */
  readonly id: string;
  /** `moved`: the same thing in another section. */
  readonly kind: "vendor-added" | "vendor-removed" | "vendor-changed" | "moved";
  /** `+QSMTPDST`, the placeholder of a table, or the title of another section. */
  readonly command: string;
  readonly path: string;
  readonly old: string | null;
  readonly new: string | null;
  /** Line of the new text; of what it was about when it is gone. */
  readonly line: number;
  readonly section: string;
  readonly rule: string;
  readonly bump: Bump;
}

/** What differs between two texts. Pages, line breaks and columns are no difference. */
export function diffManuals(before: ReadManual, after: ReadManual): VendorChange[] {
  const old = manualFacts(before);
  const young = manualFacts(after);
  for (const [sheet, manual] of [
    [old, before],
    [young, after],
  ] as const) {
    for (const fact of proseFacts(manual)) sheet.add(fact);
  }
  return compareFacts(old.all(), young).map((difference) => ({
    ...describe(difference),
    ...judge(difference, old, young),
  }));
}

function describe(difference: Difference): Omit<VendorChange, "rule" | "bump"> {
  const { command, path, was, now, line, section } = difference;
  const kind = was === undefined ? "added" : now === undefined ? "removed" : "changed";
  return {
    id: path === "" ? command : `${command}/${path}`,
    kind: path === "section" ? "moved" : `vendor-${kind}`,
    command,
    path,
    old: was ?? null,
    new: now ?? null,
    line,
    section,
  };
}

/** Words have rules of their own; for the rest each text is drafted as a schema and compared. */
function judge(
  difference: Difference,
  old: FactSheet,
  young: FactSheet,
): { rule: string; bump: Bump } {
  const { path, command, words } = difference;
  if (path === "section") return byRule("source-changed");
  if (words || path.startsWith("limits/")) {
    return byRule(/^codes\//.test(path) ? "error-text-changed" : "description-changed");
  }
  const isRename = /^params\/[^/]+$/.test(path) && difference.was !== undefined;
  if (isRename && difference.now !== undefined) return byRule("vendor-name-changed");
  const before = draftModel(new FactSheet(old.of(command)));
  const after = draftModel(applied(difference, old, young));
  return judgeModels(before, after);
}

function byRule(id: string): { rule: string; bump: Bump } {
  return { rule: id, bump: ruleOf(id).either ?? "undecidable" };
}

/** The old facts with one difference of the new ones, and with what it brings along. */
function applied({ command, path }: Difference, old: FactSheet, young: FactSheet): FactSheet {
  if (path === "") return new FactSheet(young.of(command));
  const isMeant = (other: string): boolean => other === path || isBelow(other, path);
  const kept = old.of(command).filter((fact) => !isMeant(fact.path));
  const come = young.of(command).filter((fact) => isMeant(fact.path));
  const sheet = new FactSheet([...come, ...kept]);
  for (const fact of young.of(command)) {
    const parameter = /^params\/[^/]+/.exec(fact.path)?.[0];
    if (parameter !== undefined && old.get(command, parameter) === undefined) sheet.add(fact);
  }
  return sheet;
}
