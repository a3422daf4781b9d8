import type { MailReceipt, MailWarningCode } from "@qsmtp/client";
import type { SentMail } from "./commands/send-mail.ts";
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

/** A receipt with what the command line adds to it, as one line of JSON. */
export function receiptJson({ receipt, warnings }: SentMail): string {
  return `${JSON.stringify({ ...receipt, warnings: [...warnings, ...receipt.warnings] })}\n`;
}

/** Places in the message are told; those in the options have other names on the command line. */
const ofMessage: readonly MailWarningCode[] = ["NAME_NOT_CARRIED", "DUPLICATE_RECIPIENT"];

/** What the user should know of a mail that was sent all the same. */
export function sentWarnings({ receipt, warnings: own }: SentMail): string[] {
  const { warnings, leftBehind, draftLeftBehind } = receipt;
  const rest = draftLeftBehind ? [...leftBehind, "the draft"] : leftBehind;
  const told = [
    ...own.map(({ message }) => message),
    ...warnings.map(({ code, path, message }) =>
      ofMessage.includes(code) ? `${path}: ${message}` : message,
    ),
  ];
  return rest.length === 0 ? told : [...told, `still on the module: ${rest.join(", ")}`];
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
