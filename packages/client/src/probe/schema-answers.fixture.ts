import type { OperationDescriptor } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import { applyQuirks, type Editions, type OperationName } from "@qsmtp/protocol/families";
import type { ProbeAnswer, ProbeFinding, ProbeIdentity, ProbeReport } from "./probe-report.ts";
import { reportOf } from "./report-of.ts";
import { plainView } from "./schema-view.ts";

export const ec25: ProbeIdentity = {
  model: "EC25",
  revision: "EC25EFAR06A17M4G",
  firmware: "EC25EFAR06A17M4G",
  family: "EC2x",
};

export const eg25 = (label: string): ProbeIdentity => {
  const firmware = `EG25GGBR07A08M2G_${label}.${label}`;
  return { model: "EG25", revision: "EG25GGBR07A08M2G", firmware, family: "EG2x-G" };
};

/**
 * The editions that were there when the tests with their lines and numbers were written. A newer one
 * makes none of them wrong.
 */
export const editions: Editions = {
  "smtp-manual": "read-1",
  "file-sheet": "1",
  "pdp-sheet": "1",
  "ssl-sheet": "1",
  "base-sheet": "1",
};

const view = plainView(editions);
const tests = allOperations
  .filter(
    ({ form, name }) => form === "test" && view.operations[name as OperationName] !== "absent",
  )
  .map((test) => applyQuirks(view, test));

/** Lines instead of the schema's, or a result that refuses. */
export type Answers = Readonly<Record<string, readonly string[] | string>>;

/** The report on a module that answers as the schema says, but for some commands. */
export function report(answers: Answers, identity: ProbeIdentity = ec25): ProbeReport {
  return reportOf(
    identity,
    tests.map((test) => ({ test, answer: answerTo(test, answers) })),
    editions,
  );
}

export function answerTo(
  { at, name, supports = [] }: OperationDescriptor,
  answers: Answers,
): ProbeAnswer {
  const other = answers[at] ?? supports;
  return typeof other === "string"
    ? { command: `AT${at}=?`, operation: name, result: other, lines: [] }
    : { command: `AT${at}=?`, operation: name, result: "OK", lines: other };
}

export function testOf(at: string): OperationDescriptor {
  const found = tests.find((test) => test.at === at);
  if (found === undefined) throw new RangeError(`AT${at} has no test form`);
  return found;
}

/** Findings in one line each: what a reader of the table sees. */
export function found(answers: Answers, identity?: ProbeIdentity): string[] {
  return report(answers, identity).findings.map(brief);
}

function brief({ path, kind, what, schema, device, explainedBy }: ProbeFinding): string {
  const known = explainedBy === null ? "" : ` (${explainedBy})`;
  return `${path} ${kind} ${what} ${schema} → ${device}${known}`;
}

/** The schema's lines of a command, some of them changed, left out or added. */
export function lines(
  at: string,
  changes: Readonly<Record<string, string | undefined>>,
  ...added: readonly string[]
): string[] {
  const rest = (testOf(at).supports ?? []).flatMap((line) => {
    const key = Object.keys(changes).find((start) => line.startsWith(`"${start}"`));
    return key === undefined ? [line] : [changes[key] ?? []].flat();
  });
  return [...rest, ...added];
}
