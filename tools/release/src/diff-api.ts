import { createFinding, type Finding } from "@qsmtp/schema-diff";
import { type Declaration, parseReport } from "./parse-report.ts";
import type { PublishedPackage } from "./published-packages.ts";
import { type ApiRuleId, ruleOf } from "./release-rules.ts";

/** Reports that hold names and kinds only: the generated entries, whose types the schema explains. */
const nameLists = ["commands.api.md", "catalog.api.md"];

/** What the API reports of a package tell. */
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
  return { findings: findings.filter(isFirst), generated };
}

/** Types that several entries mention change in each of their reports: one edit, one finding. */
function isFirst(
  { path, rule, was, now }: Finding,
  index: number,
  all: readonly Finding[],
): boolean {
  const text = JSON.stringify([path, rule, bare(was), bare(now)]);
  return !all
    .slice(0, index)
    .some(
      (other) =>
        JSON.stringify([other.path, other.rule, bare(other.was), bare(other.now)]) === text,
    );
}

function bare(declaration: unknown): unknown {
  return typeof declaration === "string" ? declaration.replace(/^export /, "") : declaration;
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
  const runs = addedRuns(before.lines, after.lines);
  // What does not begin with a member of the first level is a change within one.
  if (runs === undefined || !runs.every(([first = ""]) => isMember(first)))
    return "api-declaration-changed";
  if (after.kind === "class") return "api-member-added";
  const members = runs.flat().filter(isMember);
  return members.every((line) => /^ {4}(readonly )?[\w$"']+\?/.test(line))
    ? "api-member-added"
    : "api-required-member-added";
}

function isMember(line: string): boolean {
  return /^ {4}[^ }]/.test(line);
}

/** Runs of lines that were put in, when nothing was taken out or moved. */
function addedRuns(before: readonly string[], after: readonly string[]): string[][] | undefined {
  const runs: string[][] = [];
  let at = 0;
  let run: string[] | undefined;
  for (const line of after) {
    if (line === before[at]) {
      at++;
      run = undefined;
    } else if (run === undefined) {
      run = [line];
      runs.push(run);
    } else {
      run.push(line);
    }
  }
  return at === before.length ? runs : undefined;
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
