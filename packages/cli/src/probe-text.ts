import type { ProbeFinding, ProbeReport } from "@qsmtp/client/probe";
import { ExitCode } from "./exit-code.ts";
import type { FailureReport } from "./failure-report.ts";

/** A report for people to read: which module, then one row for each difference. */
export function probeText({ identity, answers, findings }: ProbeReport): string {
  const { model, firmware, family } = identity;
  const open = answers.filter(({ result }) => result !== "OK");
  const lines = [
    `${model}, firmware ${firmware}${family === null ? ", which no family lists" : ""}`,
    `${answers.length} test forms asked, ${answers.length - open.length} answered`,
    ...open.map(({ command, result }) => `  ${command}  ${result}`),
    "",
  ];
  if (findings.length === 0) return `${[...lines, "No difference."].join("\n")}\n`;
  const head = ["COMMAND", "WHERE", "WHAT", "SCHEMA", "MODULE", "KNOWN"];
  const rows = findings.map(rowOf);
  return `${[...lines, ...table([head, ...rows]), "", summary(findings)].join("\n")}\n`;
}

function rowOf(finding: ProbeFinding): string[] {
  const { command, path, kind, schema, device, explainedBy, contradicts } = finding;
  const known = explainedBy ?? (contradicts === null ? "new" : `against ${contradicts}`);
  return [command, path || "-", kind, cut(schema ?? "-"), cut(device ?? "-"), known];
}

const longestCell = 40;

function cut(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function summary(findings: readonly ProbeFinding[]): string {
  const known = findings.filter(({ explainedBy }) => explainedBy !== null).length;
  const fresh = findings.length - known;
  const parts = [
    ...(known > 0 ? [`${known} known of this firmware`] : []),
    ...(fresh > 0 ? [`${fresh} new`] : []),
  ];
  return `${parts.join(", ")}.`;
}

/** What a probe tells a script. */
export function probeExitCode({ findings }: ProbeReport): ExitCode {
  const known = findings.every(({ explainedBy }) => explainedBy !== null);
  return known ? ExitCode.success : ExitCode.failure;
}

/** The same of a probe that came to no report. */
export function failedProbeExitCode({ error }: FailureReport): ExitCode {
  return ["USAGE", "INVALID_OPTION"].includes(error.code) ? ExitCode.usage : ExitCode.unknown;
}
