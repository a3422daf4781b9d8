import { type Finding, groupFindings } from "@qsmtp/schema-diff";
import { type ChangelogItem, changelogLine } from "./changelog-line.ts";
import { ruleOf } from "./release-rules.ts";

/**
 * Findings as Markdown for a user of the package: Breaking, Behaviour, Added, Fixed, each with what
 * to do. Changes of text are counted, not listed.
 */
export function changelogList(items: readonly ChangelogItem[]): string {
  const byFinding = new Map(items.map((item) => [item.finding, item]));
  const sections: string[] = [];
  for (const [heading, findings] of groupFindings([...byFinding.keys()], ruleOf)) {
    const told = findings.flatMap((finding) => byFinding.get(finding) ?? []);
    const lines = told.map(changelogLine);
    if (heading === "Docs" && lines.length > 1)
      lines.splice(0, lines.length, `- ${lines.length} changes of text, examples and sources.`);
    sections.push(`**${heading}**\n\n${lines.join("\n")}`);
  }
  return sections.join("\n\n");
}

/** Findings that a list names one by one. */
export function isListed(finding: Finding): boolean {
  return !groupFindings([finding], ruleOf).has("Docs");
}
