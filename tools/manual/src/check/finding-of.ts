import type { Difference } from "../facts/compare-facts.ts";
import type { Judgement } from "./judge-change.ts";
import type { ManualFinding } from "./manual-finding.ts";
import type { TextRecord } from "./text-record.ts";

/** How a finding is called on the command line. */
export function idOf({ command, path }: Difference): string {
  return path === "" ? command : `${command}/${path}`;
}

export function findingOf({ difference, rule, bump, byHand }: Judgement): ManualFinding {
  const { command, path, was, now, line, section } = difference;
  const kind = was === undefined ? "manual-only" : now === undefined ? "schema-only" : "mismatch";
  const said = {
    "manual-only": `the manual says ${show(now)}, the schema nothing`,
    "schema-only": `the schema says ${show(was)}, the manual nothing`,
    mismatch: `the manual says ${show(now)}, the schema ${show(was)}`,
  };
  return {
    id: idOf(difference),
    kind,
    command,
    path,
    manual: now ?? null,
    schema: was ?? null,
    line,
    section,
    rule,
    bump,
    message: byHand === undefined ? said[kind] : `${said[kind]}; ${byHand}`,
  };
}

function show(value = ""): string {
  return value.split("\n").join(" and ");
}

/** Residue may not grow and facts may not fall: else the rules have gone blind for something. */
export function ratchetFindings(
  record: TextRecord,
  recorded: TextRecord | undefined,
): ManualFinding[] {
  if (recorded === undefined) return [];
  const findings: ManualFinding[] = [];
  if (record.residue > recorded.residue) {
    const message = `${record.residue} lines are understood by no rule, ${recorded.residue} were; look at them with --residue, teach tools/manual, or accept text/residue`;
    findings.push(ratchetFinding("residue", record, recorded, message));
  }
  if (record.facts < recorded.facts) {
    const message = `the rules find ${record.facts} facts, they found ${recorded.facts}; if the manual lost none, teach tools/manual, else accept text/facts`;
    findings.push(ratchetFinding("facts", record, recorded, message));
  }
  return findings;
}

function ratchetFinding(
  key: "residue" | "facts",
  record: TextRecord,
  recorded: TextRecord,
  message: string,
): ManualFinding {
  return {
    id: `text/${key}`,
    kind: "unparsed",
    command: "",
    path: `text/${key}`,
    manual: `${record[key]}`,
    schema: `${recorded[key]}`,
    line: 0,
    section: "",
    rule: "by-hand",
    bump: "none",
    message,
  };
}
