export { compareBumps, highestBump } from "./bump.ts";
export { createFinding, type FindingDetails, type Usage } from "./create-finding.ts";
export { diffSchemas } from "./diff-schemas.ts";
export type { ChangeKind, Finding } from "./finding.ts";
export { loadSchemaSet, SchemaSetError, type SchemaSet } from "./load-schema-set.ts";
export type { Bump, Direction, Heading, Rule } from "./rule.ts";
export { type RuleId, ruleOf, rules } from "./rules.ts";
