import { smtpErrors, smtpProtocolErrors } from "@qsmtp/protocol/commands";
import type { MailResult } from "../mail/outgoing-mail.ts";
import type { SmtpReply } from "./smtp-reply.ts";

/** The failures without a reply of the server, by their names in the SMTP error table. */
type FailureName =
  | "dnsFailed"
  | "networkError"
  | "authTypeUnsupported"
  | "connectionClosed"
  | "timeout"
  | "noRecipient"
  | "invalidParameter"
  | "sslAuthFailed";

/** A delivery that ended without success: why, and what the module reports of it. */
export class DeliveryFailure extends Error {
  override readonly name: string = "DeliveryFailure";
  /** The error's name in the SMTP error table, such as `networkError`. */
  readonly code: string;
  readonly result: MailResult;

  constructor(code: string, result: MailResult, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.result = result;
  }
}

/** A failure that no reply of the server tells of: `+QSMTPPUT: <err>,0`. */
export function failure(
  name: FailureName,
  message: string,
  options?: ErrorOptions,
): DeliveryFailure {
  return new DeliveryFailure(name, { error: numberOf(name), protocolError: 0 }, message, options);
}

/**
 * The failure that a reply of the server stands for: `+QSMTPPUT: <err>,<reply code>`. The manual
 * lists its codes 666 to 682 in the order, and with the words, of the replies 421 to 554; both
 * tables give such a pair one name. Any other reply, also one that the tables name from elsewhere,
 * is `sendFailed` with its code.
 *
 * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 5 and 6
 */
export function refusal(reply: SmtpReply, step: string): DeliveryFailure {
  const listed = smtpProtocolErrors.entries.find((entry) => entry.code === reply.code);
  const isShared = smtpErrors.entries.some(({ name }) => name === listed?.name);
  const name = isShared && listed !== undefined ? listed.name : "sendFailed";
  const result = { error: numberOf(name), protocolError: reply.code };
  return new DeliveryFailure(name, result, `The server answered ${step} with: ${reply.text}`);
}

function numberOf(name: string): number {
  const entry = smtpErrors.entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`The SMTP error table has no entry "${name}".`);
  return entry.code;
}
