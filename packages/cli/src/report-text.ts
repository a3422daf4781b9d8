import type { MailReceipt } from "@qsmtp/client";
import type { FailureReport } from "./failure-report.ts";

/** A receipt for people to read. */
export function receiptText(receipt: MailReceipt): string {
  const { recipients, body, attachments, durationMs } = receipt;
  const rows: [string, string][] = [];
  if (body !== undefined) rows.push(["text", `${body.bytes} bytes, ${body.charset}`]);
  for (const { filename, bytes, checksum } of attachments) {
    rows.push([filename, `${bytes} bytes, checksum ${checksum}`]);
  }
  rows.push(["took", `${(durationMs / 1000).toFixed(1)} s`]);
  const width = Math.max(...rows.map(([name]) => name.length));
  const details = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}\n`);
  return `Sent to ${recipients.join(", ")}.\n${details.join("")}`;
}

/** What the user should know of a mail that was sent all the same. */
export function receiptWarnings(receipt: MailReceipt): string[] {
  const { warnings, leftBehind, draftLeftBehind } = receipt;
  const rest = draftLeftBehind ? [...leftBehind, "the draft"] : leftBehind;
  return rest.length === 0
    ? [...warnings]
    : [...warnings, `still on the module: ${rest.join(", ")}`];
}

/** A failure for people to read. */
export function failureText({ error }: FailureReport): string {
  return `qsmtp: ${error.message}\n`;
}

/** The stacks of an error and its causes, for the search for a fault. */
export function stackText(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const cause = stackText(error.cause);
  return `${error.stack}\n${cause === "" ? "" : `caused by ${cause}`}`;
}
