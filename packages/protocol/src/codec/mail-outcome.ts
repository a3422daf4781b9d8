import type { ErrorTable } from "./descriptor.ts";

/** What became of a mail. `unknown` means that the server may hold it. */
export type MailOutcome = "sent" | "notSent" | "unknown";

/** The numbers of `+QSMTPPUT: <error>[,<protocolError>]`. */
export interface MailResult {
  readonly error: number;
  /** Last reply of the mail server; 0 or absent when there is none. */
  readonly protocolError?: number | undefined;
}

/**
 * Judges the result of a mail. Not sent is only what is proven: by the server's refusal, or by a
 * number of the module that cannot come once the mail was handed over. A number that the module's
 * table does not list may be a garbled one, so nothing is believed that stands beside it.
 * @param module the table of the first number, `smtpErrors`
 * @param server the table of the second, `smtpProtocolErrors`
 */
export function mailOutcomeOf(
  module: ErrorTable,
  server: ErrorTable,
  { error, protocolError = 0 }: MailResult,
): MailOutcome {
  if (error === 0) return protocolError === 0 || isSuccess(protocolError) ? "sent" : "unknown";
  const entry = module.entries.find(({ code }) => code === error);
  if (entry === undefined) return "unknown";
  if (protocolError === 0) return entry.mailOutcome ?? "unknown";
  return wordOf(server, protocolError);
}

/** What a table says of a number, listed or not. */
function wordOf({ entries, unlisted = [] }: ErrorTable, number: number): "notSent" | "unknown" {
  const entry =
    entries.find(({ code }) => code === number) ??
    unlisted.find(({ from, to }) => number >= from && number <= to);
  return entry?.mailOutcome ?? "unknown";
}

function isSuccess(reply: number): boolean {
  return reply >= 200 && reply <= 299;
}
