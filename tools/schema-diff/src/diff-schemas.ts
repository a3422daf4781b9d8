import { diffCommands } from "./diff/diff-commands.ts";
import { diffErrors } from "./diff/diff-errors.ts";
import { diffFacts } from "./diff/diff-facts.ts";
import { diffFamilies, diffManuals } from "./diff/diff-families.ts";
import { diffQuirks } from "./diff/diff-quirks.ts";
import { Report } from "./diff/report.ts";
import { withFamilies } from "./families-concerned.ts";
import type { Finding } from "./finding.ts";
import type { SchemaSet } from "./load-schema-set.ts";

/**
 * Every difference between two states of the schema with what it means for a release. Two equal
 * schemas give nothing. The order is that of the later schema.
 */
export function diffSchemas(before: SchemaSet, after: SchemaSet): Finding[] {
  const report = new Report();
  diffCommands(report, before.model, after.model);
  diffErrors(report, before.model, after.model);
  diffFacts(report, before.model, after.model);
  diffFamilies(report, before.model, after.model);
  diffQuirks(report, before.model, after.model);
  diffManuals(report, before.model, after.model);
  return report.findings.map((finding) => withFamilies(finding, before.model, after.model));
}
