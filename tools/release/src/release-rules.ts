import { type Rule, rules, ruleOf as schemaRuleOf } from "@qsmtp/schema-diff";
import { apiRules } from "./rules/api-rules.ts";
import { judgementRules } from "./rules/judgement-rules.ts";
import { packagingRules } from "./rules/packaging-rules.ts";

/** The rules of this tool; those of the schema come besides. */
export const releaseRules: readonly Rule[] = [...apiRules, ...packagingRules, ...judgementRules];

export type ApiRuleId = (typeof apiRules)[number]["id"];
export type JudgementRuleId = (typeof judgementRules)[number]["id"];
export type PackagingRuleId = (typeof packagingRules)[number]["id"];

const own: ReadonlyMap<string, Rule> = new Map(releaseRules.map((rule) => [rule.id, rule]));

/** A rule of schema, API or packaging. @throws RangeError when no rule has the id */
export function ruleOf(id: string): Rule {
  return own.get(id) ?? schemaRuleOf(id);
}

/** Whether a rule has the id. */
export function isRule(id: string): boolean {
  return own.has(id) || rules.some((rule) => rule.id === id);
}
