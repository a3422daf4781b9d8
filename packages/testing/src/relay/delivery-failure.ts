import { smtpProtocolErrors } from "@qsmtp/protocol/commands";
import { smtpErrorNumber } from "@qsmtp/protocol/facts";
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
  const result = { error: smtpErrorNumber[name], protocolError: 0 };
  return new DeliveryFailure(name, result, message, options);
}

/**
 * The failure that a reply of the server stands for: `+QSMTPPUT: <err>,<reply code>`. The manual
 * lists its codes from `serviceUnavailable` on in the order, and with the words, of the replies; both
 * tables give such a pair one name. Any other reply, also one that the tables name from elsewhere,
 * is `sendFailed` with its code.
 *
 * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 5 and 6
 */
export function refusal(reply: SmtpReply, step: string): DeliveryFailure {
  const listed = smtpProtocolErrors.entries.find((entry) => entry.code === reply.code);
  const name = listed !== undefined && isSmtpError(listed.name) ? listed.name : "sendFailed";
  const result = { error: smtpErrorNumber[name], protocolError: reply.code };
  return new DeliveryFailure(name, result, `The server answered ${step} with: ${reply.text}`);
}

function isSmtpError(name: string): name is keyof typeof smtpErrorNumber {
  return Object.hasOwn(smtpErrorNumber, name);
}
