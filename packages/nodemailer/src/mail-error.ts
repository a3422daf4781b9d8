import { isQsmtpError, type QsmtpError, SendError } from "@qsmtp/client";

/** What `sendMail` and `verify` fail with: an error of `@qsmtp/client`. */
export type QsmtpMailError = QsmtpError & {
  /** The mail server's reply code, as nodemailer names it. Only where the server has refused. */
  readonly responseCode?: number;
};

/** Gives an error the name that nodemailer's users know for the reply code. */
export function asMailError(error: unknown): Error {
  if (error instanceof SendError && error.serverError !== undefined) {
    return Object.assign(error, { responseCode: error.serverError.code });
  }
  return isQsmtpError(error) || error instanceof Error ? error : new Error(String(error));
}
