import type { MailOutcome } from "../words.gen.ts";
import type { ErrorTable, UnlistedOutcome } from "./descriptor.ts";

/** The numbers of `+QSMTPPUT: <error>[,<protocolError>]`. */
export interface MailResult {
  /** The module's own number, 0 when it reports success. */
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
  const word = protocolError === 0 ? undefined : wordOf(server, protocolError);
  if (error === 0) return word === undefined || word === "sent" ? "sent" : "unknown";
  const entry = module.entries.find(({ code }) => code === error);
  if (entry === undefined) return "unknown";
  // A server that has the mail contradicts a module that names an error.
  return (word ?? entry.mailOutcome) === "notSent" ? "notSent" : "unknown";
}

/** What a table says of a number, listed or not. */
function wordOf(table: ErrorTable, number: number): MailOutcome {
  const entry = table.entries.find(({ code }) => code === number) ?? findUnlisted(table, number);
  return entry?.mailOutcome ?? "unknown";
}

/** What is known of a number that the table does not list. */
export function findUnlisted(
  { unlisted = [] }: ErrorTable,
  number: number,
): UnlistedOutcome | undefined {
  return unlisted.find(({ from, to }) => number >= from && number <= to);
}
