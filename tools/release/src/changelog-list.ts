import { type Finding, groupFindings } from "@qsmtp/schema-diff";
import { ruleOf } from "./release-rules.ts";

/** A finding with what a reader of the changelog must know besides. */
export interface ChangelogItem {
  readonly finding: Finding;
  /** `AT+QIACT`, or empty where the message says it. */
  readonly label: string;
  /** `smtp-manual 2.4`, or empty. */
  readonly source: string;
}

/**
 * Findings as Markdown for a user of the package: Breaking, Behaviour, Added, Fixed, each with what
 * to do. Changes of text are counted, not listed.
 */
export function changelogList(items: readonly ChangelogItem[]): string {
  const byFinding = new Map(items.map((item) => [item.finding, item]));
  const sections: string[] = [];
  for (const [heading, findings] of groupFindings([...byFinding.keys()], ruleOf)) {
    if (heading === "Docs") {
      const [one] = findings;
      sections.push(
        `Docs: ${findings.length === 1 && one ? one.message : `${findings.length} changes of text, examples and sources`}.`,
      );
      continue;
    }
    const lines = findings.flatMap((finding) => {
      const item = byFinding.get(finding);
      return item === undefined ? [] : [line(item)];
    });
    sections.push(`**${heading}**\n\n${lines.join("\n")}`);
  }
  return sections.join("\n\n");
}

function line({ finding, label, source }: ChangelogItem): string {
  const { message, families, whatToDo, rule, fingerprint } = finding;
  const where = families === undefined ? "" : `, on ${families.join(", ")}`;
  const advice = whatToDo === undefined ? "" : ` ${whatToDo}`;
  const cited = source === "" ? "" : ` (${source})`;
  const head = label === "" ? "" : `\`${label}\` `;
  return `- ${head}${withoutHtml(message)}${where}.${advice}${cited} [${rule}, ${fingerprint}]`;
}

/** Placeholders in angle brackets would vanish as HTML. */
function withoutHtml(text: string): string {
  return text.includes("`") ? text : text.replaceAll("<", "\\<");
}

/** Findings that a list names one by one. */
export function isListed(finding: Finding): boolean {
  return !groupFindings([finding], ruleOf).has("Docs");
}
