import type { Draft } from "../draft/draft.ts";
import type { Difference } from "./differences.ts";
import type { Group } from "./group-of.ts";
import type { OpenItem } from "./open-items.ts";

/** What a draft came to, for a person or, as JSON, for the next tool. */
export interface DraftReport {
  readonly file: string;
  readonly family: string;
  readonly manual: string;
  readonly folder: string;
  readonly layout: string;
  readonly lines: number;
  readonly understoodLines: number;
  readonly commands: number;
  readonly operations: number;
  readonly params: number;
  /** Types, ranges, sizes, units, defaults and values, one each. */
  readonly facts: number;
  readonly codes: number;
  readonly groups: readonly Group[];
  /** Commands that our schema has not. */
  readonly newCommands: readonly string[];
  readonly differences: readonly Difference[];
  readonly undecided: readonly OpenItem[];
  readonly notUnderstood: readonly {
    readonly where: string;
    readonly line: number;
    readonly text: string;
  }[];
  readonly unseen: readonly { readonly line: number; readonly what: string }[];
  readonly files: readonly string[];
}

/** How many things a draft says. */
export function countDraft(
  draft: Draft,
): Pick<DraftReport, "commands" | "operations" | "params" | "facts" | "codes"> {
  const params = [...draft.commands, ...draft.urcs].flatMap((owner) => owner.params);
  const facts = params.reduce((sum, param) => {
    const { type, ranges, minBytes, maxBytes, unit, values } = param;
    const members = [type, ranges, minBytes, maxBytes, unit, param.default];
    return sum + members.filter((member) => member !== undefined).length + values.length;
  }, 0);
  const stated = draft.commands.reduce((sum, command) => sum + command.facts.length, 0);
  return {
    commands: draft.commands.length,
    operations: draft.commands.reduce((sum, command) => sum + command.operations.length, 0),
    params: params.length,
    facts: facts + stated + draft.facts.length,
    codes: draft.errorTables.reduce((sum, table) => sum + table.codes.length, 0),
  };
}

/** Nothing is open when a person need only give names. */
export function isOpen({ undecided, notUnderstood }: DraftReport): boolean {
  return undecided.length > 0 || notUnderstood.length > 0;
}

export function printReport(report: DraftReport): string {
  const { lines, understoodLines, commands, operations, params, facts, codes } = report;
  return [
    `${report.file}: ${lines} lines, ${understoodLines} understood (${report.layout} text)`,
    `family ${report.family}, source ${report.manual}`,
    `understood: ${commands} commands, ${operations} operations, ${params} parameters, ${facts} facts, ${codes} error codes`,
    ...list("proposed:", proposals(report)),
    ...list("not in our schema:", report.newCommands),
    ...list("differs from our schema:", report.differences.map(printDifference)),
    ...list(
      "cannot be seen in a text:",
      report.unseen.map(({ line, what }) => `line ${line}: ${what}: default not readable`),
    ),
    ...list("undecided:", report.undecided.map(printOpen)),
    ...list(
      "not understood:",
      report.notUnderstood.map(({ where, line, text }) => `${where}: line ${line}: ${text}`),
    ),
    "",
    `wrote ${report.files.length} files to ${report.folder}`,
  ].join("\n");
}

function proposals({ groups }: DraftReport): string[] {
  return [
    "names of parameters, values, operations, types and codes (namesProposed)",
    ...groups.map(({ name, because }) => `group ${name}, from ${because}`),
  ];
}

function printOpen({ element, about, line, text, reason }: OpenItem): string {
  return `${element} ${about}: line ${line}: ${text} (${reason})`;
}

function printDifference({ id, line, manual, schema }: Difference): string {
  return `${id}: line ${line}: ${manual ?? "nothing"} (our schema: ${schema ?? "nothing"})`;
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0
    ? []
    : ["", title, ...items.map((item) => `  ${item.replaceAll(/\s+/g, " ")}`)];
}
