import { code, createFinding, type Finding } from "@qsmtp/schema-diff";
import { compareDeclarations, type Difference } from "./compare-declarations.ts";
import { type Declaration, isNameList, parseReport } from "./parse-report.ts";
import type { PublishedPackage } from "./published-packages.ts";
import { type ApiRuleId, ruleOf } from "./release-rules.ts";

/** What the API reports of a package tell. */
export interface ApiDiff {
  readonly findings: readonly Finding[];
  /** Findings of generated entries, whose names follow the schema. */
  readonly generated: readonly Finding[];
}

/**
 * Compares the API reports of a package with those of the base.
 * @param tables unions of which callers write complete tables, by {@link demandedTables}
 */
export function diffApi(
  { now, before }: PublishedPackage,
  tables: ReadonlySet<string> = new Set(),
): ApiDiff {
  const findings: Finding[] = [];
  const generated: Finding[] = [];
  if (before === undefined) {
    const { name, version } = now.manifest;
    const details = {
      kind: "added",
      command: name,
      path: "",
      subject: code(name),
      now: version,
    } as const;
    return { findings: [createFinding(ruleOf("package-added"), neither, details)], generated };
  }
  for (const [file, text] of now.reports) {
    // Without a report at the base there is nothing to compare: a new entry is told by the manifest.
    const earlier = before.reports.get(file);
    if (earlier === undefined || earlier === text) continue;
    const target = isNameList(text) && isNameList(earlier) ? generated : findings;
    target.push(...diffReport(`${now.manifest.name}${entryOf(file)}`, earlier, text, tables));
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

type Tell = (
  rule: ApiRuleId,
  declaration: Declaration,
  change: Pick<Finding, "was" | "now"> & {
    readonly place?: string;
    readonly shown: readonly [readonly string[] | undefined, readonly string[] | undefined];
  },
) => void;

function diffReport(
  entry: string,
  before: string,
  after: string,
  tables: ReadonlySet<string>,
): Finding[] {
  const old = parseReport(before);
  const young = parseReport(after);
  const findings: Finding[] = [];
  const tell: Tell = (rule, { name }, { was, now, place = "", shown }) => {
    const kind = was === undefined ? "added" : now === undefined ? "removed" : "changed";
    findings.push(
      createFinding(ruleOf(rule), neither, {
        kind,
        command: entry,
        path: place === "" ? name : `${name}/${place}`,
        subject: place === "" ? code(name) : `${code(place)} of ${code(name)}`,
        was,
        now,
        shown,
      }),
    );
  };
  const nothing = [undefined, undefined] as const;
  const textOf = ({ lines }: Declaration) => lines.join("\n");
  for (const [key, declaration] of young) {
    const earlier = old.get(key);
    const now = textOf(declaration);
    if (earlier === undefined || (!earlier.exported && declaration.exported)) {
      if (declaration.exported)
        tell("api-export-added", declaration, { was: undefined, now, shown: nothing });
    } else if (earlier.exported && !declaration.exported) {
      const was = textOf(earlier);
      tell("api-export-removed", declaration, { was, now: undefined, shown: nothing });
    } else if (textOf(earlier) !== now) {
      tellChange(tell, earlier, declaration, tables);
    }
  }
  for (const [key, declaration] of old) {
    if (young.has(key) || !declaration.exported) continue;
    const was = textOf(declaration);
    tell("api-export-removed", declaration, { was, now: undefined, shown: nothing });
  }
  return findings;
}

/** Unions and members one by one; anything else makes the whole declaration another one. */
function tellChange(
  tell: Tell,
  before: Declaration,
  after: Declaration,
  tables: ReadonlySet<string>,
): void {
  const differences = compareDeclarations(before, after);
  const [was, now] = [before.lines.join("\n"), after.lines.join("\n")];
  if (differences.some(({ kind }) => kind === "other")) {
    const shown = firstDifference(before, after);
    tell("api-declaration-changed", after, { was, now, shown });
    return;
  }
  const members = differences.filter((item) => item.kind === "member-added");
  if (members.length > 0) {
    const required = members.some((item) => item.required);
    const shown = firstDifference(before, after);
    const rule = required ? "api-required-member-added" : "api-member-added";
    tell(rule, after, { was, now, shown });
  }
  for (const union of differences.filter((item) => item.kind === "union"))
    tellUnion(tell, after, union, tables);
}

function tellUnion(
  tell: Tell,
  declaration: Declaration,
  { place, added, lost }: Extract<Difference, { kind: "union" }>,
  tables: ReadonlySet<string>,
): void {
  if (lost.length > 0)
    tell("api-union-shrunk", declaration, {
      place,
      was: lost,
      now: undefined,
      shown: [lost.map(code), undefined],
    });
  if (added.length === 0) return;
  const isTable = place === "" && tables.has(declaration.name);
  tell(isTable ? "api-table-grown" : "api-union-grown", declaration, {
    place,
    was: undefined,
    now: added,
    shown: [undefined, added.map(code)],
  });
}

function firstDifference(
  was: Declaration,
  now: Declaration,
): [readonly string[] | undefined, readonly string[] | undefined] {
  const gone = was.lines.find((line) => !now.lines.includes(line));
  const come = now.lines.find((line) => !was.lines.includes(line));
  const show = (line: string | undefined) => (line === undefined ? undefined : [code(line)]);
  return [show(gone), show(come)];
}
