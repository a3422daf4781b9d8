import type { Form } from "./manual-model.ts";

const forms: Readonly<Record<string, Form>> = {
  test: "test",
  read: "read",
  query: "read",
  write: "write",
  set: "write",
  execution: "execute",
  execute: "execute",
};

const formPattern =
  /^((?:Test|Read|Query|Write|Set|Execution|Execute)(?:\/(?:Read|Write|Execution|Execute))?) Commands?:?(?:\s+((?:AT|Response).*))?$/i;

/** `Write Command`, `Read/Execution command`: the forms that a block of a command table describes. */
export function formLabel(
  text: string,
): { readonly forms: readonly Form[]; readonly rest: string } | undefined {
  const match = formPattern.exec(text);
  if (match === null) return undefined;
  const named = (match[1] ?? "").toLowerCase().split("/");
  return { forms: named.flatMap((name) => forms[name] ?? []), rest: match[2] ?? "" };
}

export const responseLabel = /^Responses?:?$/i;
export const timeLabel = /^Max(?:imum|\.)? Response Time:?$/i;
export const characteristicsLabel = /^Characteristics?:?$/i;
export const referenceLabel = /^References?:?$/i;
export const urcLabel = /^Unsolicited Result Codes?:?$/i;
export const parameterLabel = /^(?:Parameters?|PARAMETERS?)$/;
export const exampleLabel = /^(?:Examples?|EXAMPLES?):?$/;
export const noteLabel = /^(?:NOTES?|Notes?):?$/;
export const tableTitle = /^Table \d+: \S/i;
export const figureTitle = /^Figure \d+: \S/i;

const blockLabels = [parameterLabel, exampleLabel, noteLabel, tableTitle];
const rowLabels = [timeLabel, characteristicsLabel, referenceLabel, urcLabel];

/** Whether a row of a command table that is no form begins here. */
export function isRowLabel(text: string): boolean {
  return rowLabels.some((label) => label.test(text));
}

/** Whether a block of a section begins here, other than a command table. */
export function isBlockLabel(text: string): boolean {
  return blockLabels.some((label) => label.test(text));
}

export function isLabel(text: string): boolean {
  return (
    isBlockLabel(text) ||
    isRowLabel(text) ||
    responseLabel.test(text) ||
    formLabel(text) !== undefined
  );
}
