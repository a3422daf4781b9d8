/** What a warning is about. */
export type MailWarningCode =
  /** The module carries addresses of recipients, not their names. */
  | "NAME_NOT_CARRIED"
  /** An address stood in more than one place; it gets the mail once. */
  | "DUPLICATE_RECIPIENT"
  /** User name and password go to the server unprotected. */
  | "PASSWORD_UNPROTECTED"
  /** The server is not verified: an impostor can read the password. */
  | "SERVER_NOT_VERIFIED"
  /** The firmware cannot send the server's name in the TLS handshake. */
  | "SNI_NOT_SENT"
  /** A setting cannot be read back from the module. */
  | "SETTING_NOT_COMPARED"
  /** The file by which the line is proven to carry every byte could not be stored. */
  | "LINE_NOT_PROVEN"
  /** The capabilities given are of another model or firmware and are not used. */
  | "CAPABILITIES_NOT_USED"
  /** An order was not carried out and the mail was ordered again. */
  | "ORDERED_AGAIN"
  /** The mail was written to the module and sent a second time. */
  | "SENT_AGAIN"
  /** As `SENT_AGAIN`, and the first may have gone out too. */
  | "MAY_BE_DOUBLED"
  /** The call had been given up before the mail was known to be sent. */
  | "SENT_AFTER_ABORT";

/** What the module left out, or could not do, in a mail that went out. */
export interface MailWarning {
  /** For programs: it stays the same when the words change. */
  readonly code: MailWarningCode;
  /** Where in the message or the options, when it is about a place there: `to[3]`. */
  readonly path?: string | undefined;
  /** For people. */
  readonly message: string;
}
