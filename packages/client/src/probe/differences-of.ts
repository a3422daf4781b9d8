import type { Applied, Editions, Quirk, ResolvedFamily } from "@qsmtp/protocol/families";
import { compareCommand } from "./compare-command.ts";
import type { Difference } from "./difference.ts";
import type { Asked } from "./probe-answer.ts";
import type { ProbeAnswer, ProbeIdentity } from "./probe-report.ts";
import { commandIn, plainView, viewOf, viewWith, viewWithout } from "./schema-view.ts";

/** A difference, and what the quirks of the schema say of it. */
export interface JudgedDifference extends Asked {
  readonly difference: Difference;
  /** Id of the quirk that holds it already; `null` for news. */
  readonly explainedBy: string | null;
  /** Id of a quirk that says otherwise of this module; `null` for none. */
  readonly contradicts: string | null;
}

/** Differences from the schema, and from what a quirk says in its place. */
export function differencesOf(
  identity: ProbeIdentity,
  asked: readonly Asked[],
  editions: Editions = {},
): JudgedDifference[] {
  const plain = plainView(editions);
  const view = viewOf(identity, editions);
  return asked.flatMap((command) => differencesIn(command, { plain, view, editions }));
}

/** The schema with and without what is known of the module, as of some editions. */
interface Views {
  readonly plain: ResolvedFamily;
  readonly view: ResolvedFamily;
  readonly editions: Editions;
}

function differencesIn(asked: Asked, { plain, view, editions }: Views): JudgedDifference[] {
  const { test, answer } = asked;
  const differences = (seen: ResolvedFamily): Difference[] =>
    joinDifferences(compareCommand(commandIn(seen, test), answer));
  const ofSchema = differences(plain);
  const ofQuirks = differences(view);
  const contradicting = ofQuirks.filter((one) => !includes(ofSchema, one));
  const alone = (applied: Applied<Quirk>): ResolvedFamily => viewWith(applied, editions);
  const without = (applied: Applied<Quirk>): ResolvedFamily => viewWithout(view, applied);
  /** The quirk whose presence or absence makes a difference go away, one of its own kind first. */
  const quirkBehind = (one: Difference, change: typeof alone): string | null => {
    const found = view.quirks
      .filter(({ quirk }) => quirk.at === test.at)
      .filter((applied) => !includes(differences(change(applied)), one))
      .map(({ quirk }) => quirk);
    return (found.find(({ kind }) => kind === one.change.kind) ?? found[0])?.id ?? null;
  };
  return [
    ...ofSchema.map((difference) => ({
      ...asked,
      difference,
      explainedBy: quirkBehind(difference, alone),
      contradicts: null,
    })),
    ...contradicting.map((one) => ({
      ...asked,
      difference: { ...one, change: againstQuirk(one, answer) },
      explainedBy: null,
      contradicts: quirkBehind(one, without),
    })),
  ];
}

/** Values are told relative to the schema; of those that only a quirk has the answer itself tells. */
function againstQuirk({ change }: Difference, answer: ProbeAnswer): Difference["change"] {
  if (change.kind !== "parameter") return change;
  return { kind: "testAnswer", change: { supports: answer.lines } };
}

function includes(
  differences: readonly Difference[],
  { path, kind, what, device }: Difference,
): boolean {
  return differences.some(
    (other) =>
      other.path === path && other.kind === kind && other.what === what && other.device === device,
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
