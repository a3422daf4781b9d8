import { explain } from "@qsmtp/protocol/explain";
import type { Editions } from "@qsmtp/protocol/families";
import { capabilitiesOf } from "./capabilities-of.ts";
import { differencesOf, type JudgedDifference } from "./differences-of.ts";
import type { Asked } from "./probe-answer.ts";
import type { ProbeFinding, ProbeIdentity, ProbeReport } from "./probe-report.ts";
import { commandIn, plainView } from "./schema-view.ts";

/** Judges the answers of a module. */
export function reportOf(
  identity: ProbeIdentity,
  asked: readonly Asked[],
  editions: Editions = {},
): ProbeReport {
  const plain = plainView(editions);
  return {
    identity,
    answers: asked.map(({ answer }) => answer),
    findings: differencesOf(identity, asked, editions).map(findingOf),
    capabilities: capabilitiesOf(
      identity,
      asked.map(({ test, answer }) => ({ view: commandIn(plain, test), answer })),
    ),
  };
}

function findingOf({
  test,
  answer,
  difference,
  explainedBy,
  contradicts,
}: JudgedDifference): ProbeFinding {
  const { path, kind, what, schema, device, line } = difference;
  return {
    command: test.at,
    path,
    kind,
    what,
    manual: explain(`AT${test.at}=?`).source,
    schema,
    device,
    line: line === null || answer.result === line ? line : `${test.at}: ${line}`,
    explainedBy,
    contradicts,
  };
}
