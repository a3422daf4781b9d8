import type { Rule } from "./rule.ts";
import { argumentRules } from "./rules/argument-rules.ts";
import { commandRules } from "./rules/command-rules.ts";
import { dataRules } from "./rules/data-rules.ts";
import { errorRules } from "./rules/error-rules.ts";
import { factRules } from "./rules/fact-rules.ts";
import { familyRules } from "./rules/family-rules.ts";
import { paramRules } from "./rules/param-rules.ts";
import { replyRules } from "./rules/reply-rules.ts";
import { valueRules } from "./rules/value-rules.ts";

const table = [
  ...commandRules,
  ...argumentRules,
  ...paramRules,
  ...valueRules,
  ...replyRules,
  ...dataRules,
  ...errorRules,
  ...factRules,
  ...familyRules,
] as const;

/** Every rule, by subject. Its id is stable: waivers and changelogs refer to it. */
export const rules: readonly Rule[] = table;

/** The ids that {@link rules} holds. */
export type RuleId = (typeof table)[number]["id"];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule with an id. @throws RangeError when there is none */
export function ruleOf(id: string): Rule {
  const rule = byId.get(id);
  if (rule === undefined)
    throw new RangeError(`no rule is called "${id}"; see pnpm schema:diff --rules`);
  return rule;
}
