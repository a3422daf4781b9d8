import { canonicalJson } from "@qsmtp/codegen/fingerprint";
import type { RuleId } from "../rules.ts";
import { bothWays, type CommandReport } from "./report.ts";

/** Whether two JSON values say the same; absent and undefined are one. */
export function same(before: unknown, after: unknown): boolean {
  return canonicalJson(before ?? null) === canonicalJson(after ?? null);
}

/** Reports each of the properties that differs under one rule: what is printed and never sent. */
export function diffProperties<Thing extends object>(
  report: CommandReport,
  rule: RuleId,
  place: { readonly path: string; readonly subject: string },
  before: Thing,
  after: Thing,
  properties: readonly (keyof Thing & string)[],
): void {
  for (const property of properties) {
    if (same(before[property], after[property])) continue;
    report(rule, bothWays, {
      path: join(place.path, property),
      subject: place.subject,
      was: before[property],
      now: after[property],
      shown: [undefined, undefined],
    });
  }
}

/** Path below a path; the top of a command has none. */
export function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("/");
}
