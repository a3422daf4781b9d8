import type { MessageProblem, QsmtpError, QsmtpErrorCode } from "@qsmtp/client";
import { problemsOf } from "./problems-of.ts";

/** Where the client speaks of its own options or promises: the same advice for the command line. */
const hints: Readonly<Partial<Record<QsmtpErrorCode, string>>> = {
  FILE_EXISTS:
    "Send the file under another name (--attach PATH:NAME), delete the file if an earlier run left it, or allow it to be replaced with --replace-files.",
  SOURCE_FAILED:
    "Send again; a file must not change while it is sent, nor a pipe pause for minutes.",
  UPLOAD_CORRUPT:
    "Use flow control (--rtscts), a lower speed (--baud), or leave --no-ack-uploads out.",
  RESULT_MISSING:
    "Ask the recipient before you send it again. If results never come, they may go to another port of the module: name the one in use with --urc-port.",
  WIRE_STATE_UNKNOWN: "Send again. If the module stays silent, restart it.",
  RESULT_OUTSTANDING: "Send again later, or allow more time with --timeout.",
};

/** What the problems of a message mean for the options that gave it: the first that fits is told. */
const problemHints: readonly {
  readonly path: RegExp;
  readonly code?: MessageProblem["code"];
  readonly hint: string;
}[] = [
  {
    path: /^attachments\[\d+\]\.filename$/,
    hint: "--attach PATH:NAME sends a file under another name.",
  },
  {
    path: /^attachments\[\d+\]\.content$/,
    code: "EMPTY",
    hint: "Leave out the --attach whose pipe gives nothing.",
  },
  { path: /^to$/, code: "NO_RECIPIENT", hint: "Name one with --to, --cc or --bcc." },
  { path: /^from/, hint: "--from ADDRESS gives the sender." },
];

/** What to do about an error, in the words of the command line. */
export function hintOf(error: QsmtpError): string | undefined {
  return hints[error.code] ?? problemHint(error) ?? error.hint;
}

function problemHint(error: QsmtpError): string | undefined {
  const problems = problemsOf(error);
  return problemHints.find(({ path, code }) =>
    problems.some(
      (problem) => path.test(problem.path) && (code === undefined || code === problem.code),
    ),
  )?.hint;
}
