/** `2.1. AT+X Title`: number and title of a section's heading, or nothing. */
export function sectionHeading(text: string): { id: string; title: string } | undefined {
  const match = /^(\d{1,2}(?:\.\d{1,2})+)\.? +([A-Z+"].*)$/.exec(text);
  return match === null ? undefined : { id: match[1] ?? "", title: match[2] ?? "" };
}

/** `Appendix A References`: letter and title, or nothing. */
export function appendixHeading(text: string): { id: string; title: string } | undefined {
  const match = /^Appendix ([A-Z])\b\.? *(.*)$/.exec(text);
  return match === null ? undefined : { id: match[1] ?? "", title: match[2] ?? "" };
}

/** Title of a chapter: `Summary of Error Codes`. */
export function looksLikeTitle(text: string): boolean {
  return /^[A-Z][^.:;]*$/.test(text) && text.length <= 60;
}

/** Which entry of the table of contents: `2.1. AT+X Title ........ 11`. */
export function contentsEntry(text: string): { id: string | undefined } | undefined {
  if (!/\.{4,}\s*\d+$/.test(text)) return undefined;
  const id = /^(?:Appendix )?(\d+(?:\.\d+)*|[A-Z](?= ))/.exec(text)?.[1];
  return { id };
}

export type Form = "test" | "read" | "write" | "execute";

const forms: Readonly<Record<string, Form>> = {
  Test: "test",
  Read: "read",
  Write: "write",
  Execution: "execute",
};

/** `Write Command`: the form that a block of a command table describes, and what follows in the cell. */
export function formLabel(text: string): { form: Form; rest: string } | undefined {
  const match = /^(Test|Read|Write|Execution) Command\b\s*(.*)$/.exec(text);
  const form = forms[match?.[1] ?? ""];
  return form === undefined ? undefined : { form, rest: match?.[2] ?? "" };
}

export const responseLabel = /^Responses?$/;
export const timeLabel = /^Maximum Response Time$/;
export const characteristicsLabel = /^Characteristics?$/;
export const parameterLabel = /^Parameters?$/;
export const exampleLabel = /^Examples?$/;
export const noteLabel = /^NOTES?$/;
export const tableTitle = /^Table \d+: \S/;

/** Whether a line is a command as somebody types it, with or without a comment behind it. */
export function typedCommand(
  text: string,
): { sent: string; comment: string | undefined } | undefined {
  const match = /^(AT(?:[+&$#^%*]?[A-Z][A-Z0-9]*)?(?:[=?].*?)?)(?:\s+(\/\/.*))?$/.exec(text);
  const sent = match?.[1]?.trim();
  if (sent === undefined || /[.:;]$/.test(sent)) return undefined;
  if (/[a-z] [a-z]/.test(sent.replace(/"[^"]*"|<[^>]*>/g, ""))) return undefined;
  return { sent, comment: match?.[2] };
}
