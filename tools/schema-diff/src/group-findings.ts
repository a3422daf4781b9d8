import { highestBump } from "./bump.ts";
import type { Finding } from "./finding.ts";
import type { Heading, Rule } from "./rule.ts";
import { ruleOf } from "./rules.ts";

/** The groups of a report: those of a changelog, and first of all what a person must decide. */
export type ReportHeading = "Undecided" | Heading;

const order: readonly ReportHeading[] = [
  "Undecided",
  "Breaking",
  "Behaviour",
  "Added",
  "Fixed",
  "Docs",
];

/** Finds the rule of a finding; tools with rules of their own give their own. */
export type RuleLookup = (id: string) => Rule;

/** Where a finding is listed: a rule's own heading, unless its bump in this direction says otherwise. */
export function headingOf(finding: Finding<string>, lookup: RuleLookup = ruleOf): ReportHeading {
  const rule = lookup(finding.rule);
  switch (finding.bump) {
    case "undecidable":
      return "Undecided";
    case "major":
      return "Breaking";
    case "minor":
      return rule.heading === "Added" ? "Added" : "Behaviour";
    default:
      return rule.heading === "Fixed" || isLowered(finding, rule) ? "Fixed" : "Docs";
  }
}

/** Whether a person has lowered the bump: then the change is more than one of text. */
function isLowered(
  { bump, direction }: Finding<string>,
  { either, encode, decode }: Rule,
): boolean {
  return bump !== (either ?? (direction === "decode" ? decode : encode));
}

/** Findings by heading, worst first; headings without any are left out. */
export function groupFindings<Kind extends string>(
  findings: readonly Finding<Kind>[],
  lookup: RuleLookup = ruleOf,
): Map<ReportHeading, Finding<Kind>[]> {
  const groups = new Map<ReportHeading, Finding<Kind>[]>();
  for (const heading of order) {
    const members = findings.filter((finding) => headingOf(finding, lookup) === heading);
    if (members.length > 0) groups.set(heading, members);
  }
  return groups;
}

/** What a release must rise by for all of the findings. */
export function bumpOf(findings: readonly Finding<string>[]): Finding["bump"] {
  return highestBump(findings.map(({ bump }) => bump));
}
