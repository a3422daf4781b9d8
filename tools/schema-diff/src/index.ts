export { compareBumps, highestBump } from "./bump.ts";
export { createFinding, type FindingDetails, type Usage } from "./create-finding.ts";
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
export type { Bump, Direction, Heading, Rule } from "./rule.ts";
export { type RuleId, ruleOf, rules } from "./rules.ts";
export { type WireChanges, wireChanges } from "./wire-changes.ts";
