export { compareBumps, highestBump } from "./bump.ts";
export { createFinding, type FindingDetails, type Shown, type Usage } from "./create-finding.ts";
export { diffSchemas } from "./diff-schemas.ts";
export type { ChangeKind, Finding } from "./finding.ts";
export {
  bumpOf,
  groupFindings,
  headingOf,
  type ReportHeading,
  type RuleLookup,
} from "./group-findings.ts";
export {
  loadSchemaSet,
  type SchemaPlace,
  type SchemaSet,
  SchemaSetError,
} from "./load-schema-set.ts";
export { placeOf } from "./report-text.ts";
export type { Bump, Direction, Heading, Rule } from "./rule.ts";
export { type RuleId, ruleOf, rules } from "./rules.ts";
export { code, listed, type Statement, sentenceOf, words } from "./sentence.ts";
export { type WireChanges, wireChanges } from "./wire-changes.ts";
