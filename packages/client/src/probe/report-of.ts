import type { Operation } from "@qsmtp/protocol";
import { explain } from "@qsmtp/protocol/explain";
import type { Applied, Quirk, ResolvedFamily } from "@qsmtp/protocol/families";
import { capabilitiesOf } from "./capabilities-of.ts";
import { compareCommand } from "./compare-command.ts";
import type { Difference } from "./difference.ts";
import type { ProbeAnswer, ProbeFinding, ProbeIdentity, ProbeReport } from "./probe-report.ts";
import { joinRecords, quirkRecord, sourceOf } from "./quirk-record.ts";
import { probeRules } from "./rules.ts";
import { commandIn, plainView, viewOf, viewWith, viewWithout } from "./schema-view.ts";

/** A test form and what the module answered. */
export interface Asked {
  readonly test: Operation;
  readonly answer: ProbeAnswer;
}

/** Judges the answers of a module. */
export function reportOf(identity: ProbeIdentity, asked: readonly Asked[]): ProbeReport {
  const plain = plainView();
  const view = viewOf(identity);
  const findings = asked.flatMap((command) => findingsOf(command, plain, view, identity));
  const news = findings.filter(({ explainedBy }) => explainedBy === null);
  return {
    identity,
    answers: asked.map(({ answer }) => answer),
    findings,
    quirks: joinRecords(news.map(({ quirk }) => quirk)),
    capabilities: capabilitiesOf(
      identity,
      asked.map(({ test, answer }) => ({ view: commandIn(plain, test), answer })),
    ),
    source: sourceOf(identity),
  };
}

/** Differences from the schema, and from what a quirk says in its place. */
function findingsOf(
  { test, answer }: Asked,
  plain: ResolvedFamily,
  view: ResolvedFamily,
  identity: ProbeIdentity,
): ProbeFinding[] {
  const differences = (seen: ResolvedFamily): Difference[] =>
    joinDifferences(compareCommand(commandIn(seen, test), answer));
  const ofSchema = differences(plain);
  const ofQuirks = differences(view);
  const contradicting = ofQuirks.filter((one) => !includes(ofSchema, one));
  const without = (applied: Applied<Quirk>): ResolvedFamily => viewWithout(view, applied);
  /** The quirk whose presence or absence makes a difference go away, one of its own kind first. */
  const quirkBehind = (one: Difference, change: typeof viewWith): string | null => {
    const found = view.quirks
      .filter(({ quirk }) => quirk.at === test.at)
      .filter((applied) => !includes(differences(change(applied)), one))
      .map(({ quirk }) => quirk);
    return (found.find(({ kind }) => kind === one.change.kind) ?? found[0])?.id ?? null;
  };
  const manual = explain(`AT${test.at}=?`).source;
  const finding = (
    difference: Difference,
    quirks: Pick<ProbeFinding, "explainedBy" | "contradicts">,
  ): ProbeFinding => {
    const { path, kind, schema, device, line, rule } = difference;
    return {
      command: test.at,
      path,
      kind,
      manual,
      schema,
      device,
      line: line === null || answer.result === line ? line : `${test.at}: ${line}`,
      rule,
      bump: probeRules[rule],
      ...quirks,
      quirk: quirkRecord({ test, difference }, identity),
    };
  };
  return [
    ...ofSchema.map((one) =>
      finding(one, { explainedBy: quirkBehind(one, viewWith), contradicts: null }),
    ),
    ...contradicting.map((one) =>
      finding(
        { ...one, change: againstQuirk(one, answer) },
        { explainedBy: null, contradicts: quirkBehind(one, without) },
      ),
    ),
  ];
}

/** Values are told relative to the schema; of those that only a quirk has the answer itself tells. */
function againstQuirk({ change }: Difference, answer: ProbeAnswer): Difference["change"] {
  if (change.kind !== "parameter") return change;
  return { kind: "testAnswer", change: { supports: answer.lines } };
}

function includes(differences: readonly Difference[], { path, rule, device }: Difference): boolean {
  return differences.some(
    (other) => other.path === path && other.rule === rule && other.device === device,
  );
}

/** One edit is one finding: a parameter that differs the same way in many lines is told once. */
function joinDifferences(differences: readonly Difference[]): Difference[] {
  const joined: Difference[] = [];
  for (const difference of differences) {
    const at = joined.findIndex((other) => includes([other], difference));
    const earlier = joined[at];
    if (earlier === undefined) joined.push(difference);
    else joined[at] = { ...earlier, change: joinChanges(earlier, difference) };
  }
  return joined;
}

function joinChanges({ change }: Difference, { change: other }: Difference): Difference["change"] {
  if (change.kind === "parameter" && other.kind === "parameter") {
    return { ...change, operations: [...new Set([...change.operations, ...other.operations])] };
  }
  if (change.kind !== "testAnswer" || other.kind !== "testAnswer") return change;
  if (!("lines" in change.change) || !("lines" in other.change)) return change;
  return { ...change, change: { lines: [...change.change.lines, ...other.change.lines] } };
}
