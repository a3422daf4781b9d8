import { createFinding, type Finding } from "@qsmtp/schema-diff";
import { type Declaration, parseReport } from "./parse-report.ts";
import type { PublishedPackage } from "./published-packages.ts";
import { type ApiRuleId, ruleOf } from "./release-rules.ts";

/** Reports that hold names and kinds only: the generated entries, whose types the schema explains. */
const nameLists = ["commands.api.md", "catalog.api.md"];

/** What the API reports of a package tell, apart from names that the schema explains. */
export interface ApiDiff {
  readonly findings: readonly Finding[];
  /** Findings of generated entries: they count, and are told when no finding of the schema is. */
  readonly generated: readonly Finding[];
}

/** Compares the API reports of a package with those of the base. */
export function diffApi({ now, before }: PublishedPackage): ApiDiff {
  const findings: Finding[] = [];
  const generated: Finding[] = [];
  if (before === undefined) {
    const { name, version } = now.manifest;
    const details = {
      kind: "added",
      command: name,
      path: "",
      subject: name,
      now: version,
    } as const;
    return { findings: [createFinding(ruleOf("package-added"), neither, details)], generated };
  }
  for (const [file, text] of now.reports) {
    // Without a report at the base there is nothing to compare: a new entry is told by the manifest.
    const earlier = before.reports.get(file);
    if (earlier === undefined || earlier === text) continue;
    const target = nameLists.includes(file) ? generated : findings;
    target.push(...diffReport(now.manifest.name, entryOf(file), earlier, text));
  }
  return { findings, generated };
}

/** `index.api.md` is the package itself, `tcp.api.md` its entry `/tcp`. */
function entryOf(file: string): string {
  const name = file.replace(/\.api\.md$/, "");
  return name === "index" ? "" : `/${name}`;
}

const neither = { encode: false, decode: false };

function diffReport(name: string, entry: string, before: string, after: string): Finding[] {
  const old = parseReport(before);
  const young = parseReport(after);
  const findings: Finding[] = [];
  const tell = (
    rule: ApiRuleId,
    declaration: Declaration,
    was: Declaration | undefined,
    now: Declaration | undefined,
  ): void => {
    const kind = was === undefined ? "added" : now === undefined ? "removed" : "changed";
    findings.push(
      createFinding(ruleOf(rule), neither, {
        kind,
        command: `${name}${entry}`,
        path: declaration.name,
        subject: `\`${declaration.name}\``,
        was: was?.lines.join("\n"),
        now: now?.lines.join("\n"),
        shown: was && now ? firstDifference(was, now) : [undefined, undefined],
      }),
    );
  };
  for (const [key, declaration] of young) {
    const earlier = old.get(key);
    if (earlier === undefined || (!earlier.exported && declaration.exported)) {
      if (declaration.exported) tell("api-export-added", declaration, undefined, declaration);
    } else if (earlier.exported && !declaration.exported) {
      tell("api-export-removed", declaration, earlier, undefined);
    } else if (earlier.lines.join("\n") !== declaration.lines.join("\n")) {
      tell(ruleForChange(earlier, declaration), declaration, earlier, declaration);
    }
  }
  for (const [key, declaration] of old) {
    if (young.has(key) || !declaration.exported) continue;
    tell("api-export-removed", declaration, declaration, undefined);
  }
  return findings;
}

function ruleForChange(before: Declaration, after: Declaration): ApiRuleId {
  if (before.kind !== after.kind || !["class", "interface"].includes(after.kind))
    return "api-declaration-changed";
  const added = addedLines(before.lines, after.lines);
  if (added === undefined) return "api-declaration-changed";
  // Only whole members at the first level can be told apart from changes within one.
  if (!added.every((line) => /^ {4}[^ }].*[;{]$/.test(line) || /^ {4,}/.test(line)))
    return "api-declaration-changed";
  const members = added.filter((line) => /^ {4}[^ }]/.test(line));
  if (members.length === 0) return "api-declaration-changed";
  if (after.kind === "class") return "api-member-added";
  return members.every((line) => /^ {4}(readonly )?[\w$"']+\?/.test(line))
    ? "api-member-added"
    : "api-required-member-added";
}

/** The lines that were put in, when nothing was taken out; members are sorted, so that order tells. */
function addedLines(before: readonly string[], after: readonly string[]): string[] | undefined {
  const added: string[] = [];
  let at = 0;
  for (const line of after) {
    if (line === before[at]) at++;
    else added.push(line);
  }
  return at === before.length ? added : undefined;
}

function firstDifference(
  was: Declaration,
  now: Declaration,
): [string | undefined, string | undefined] {
  const gone = was.lines.find((line) => !now.lines.includes(line))?.trim();
  const come = now.lines.find((line) => !was.lines.includes(line))?.trim();
  return [
    gone === undefined ? undefined : `\`${gone}\``,
    come === undefined ? undefined : `\`${come}\``,
  ];
}
