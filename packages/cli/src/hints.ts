import type { QsmtpError, QsmtpErrorCode } from "@qsmtp/client";

/** Where the client speaks of its own options or promises: the same advice for the command line. */
const hints: Readonly<Partial<Record<QsmtpErrorCode, string>>> = {
  FILE_EXISTS:
    "Give the attachment another name, delete the file if an earlier run left it, or allow it to be replaced with --replace-files.",
  SOURCE_FAILED:
    "Send again; a file must not change while it is sent, nor a pipe pause for minutes.",
  UPLOAD_CORRUPT:
    "Use flow control (--rtscts), a lower speed (--baud), or leave --no-ack-uploads out.",
  RESULT_MISSING:
    "Ask the recipient before you send it again. If results never come, they may go to another port of the module: name the one in use with --urc-port.",
  WIRE_STATE_UNKNOWN: "Send again. If the module stays silent, restart it.",
  RESULT_OUTSTANDING: "Send again later, or allow more time with --timeout.",
};

/** What to do about an error, in the words of the command line. */
export function hintOf({ code, hint }: QsmtpError): string | undefined {
  return hints[code] ?? hint;
}
