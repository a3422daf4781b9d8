import type { MailStage } from "../mail/progress.ts";
import {
  CommandError,
  describeError,
  leavesOutcomeOpen,
  type NumberedError,
} from "./command-error.ts";
import { isQsmtpError, type Outcome, QsmtpError, type QsmtpErrorOptions } from "./qsmtp-error.ts";
import { TimeoutError } from "./wire-errors.ts";

/** What is known when a send ends without a sent mail. */
export interface SendFailure {
  readonly stage: MailStage;
  readonly outcome: Outcome;
  /** Our files that could not be deleted from the module. */
  readonly leftBehind: readonly string[];
  /** Whether recipients, subject and body may still be in the module. */
  readonly draftLeftBehind: boolean;
}

/** A mail did not go out, or nobody can say whether it did: see {@link SendError.outcome}. */
export class SendError extends QsmtpError {
  override readonly name = "SendError";
  /** `unknown` means that sending again may double the mail. */
  readonly outcome: Outcome;
  /** Where in the pipeline it ended. */
  readonly stage: MailStage;
  /** First number of `+QSMTPPUT`, or the `+CME ERROR` of the command that failed. */
  readonly moduleError: NumberedError | undefined;
  /** Second number of `+QSMTPPUT`: the mail server's reply code. */
  readonly serverError: NumberedError | undefined;
  /** Our files that are still on the module; the next send on it deletes them first. */
  readonly leftBehind: readonly string[];
  /** Whether recipients, subject and body may still be in the module; the next send clears them. */
  readonly draftLeftBehind: boolean;

  constructor(
    code: QsmtpError["code"],
    message: string,
    failure: SendFailure,
    options: QsmtpErrorOptions & {
      readonly moduleError?: NumberedError | undefined;
      readonly serverError?: NumberedError | undefined;
    },
  ) {
    super(code, message, options);
    this.outcome = failure.outcome;
    this.stage = failure.stage;
    this.leftBehind = failure.leftBehind;
    this.draftLeftBehind = failure.draftLeftBehind;
    this.moduleError = options.moduleError;
    this.serverError = options.serverError;
  }
}

/** `+QSMTPPUT` reported a failure. */
export class SendResultError extends Error {
  override readonly name = "SendResultError";
  readonly error: number;
  readonly protocolError: number;

  constructor(error: number, protocolError: number) {
    super(`+QSMTPPUT: ${error},${protocolError}`);
    this.error = error;
    this.protocolError = protocolError;
  }
}

/** Wraps whatever ended a send, so that its outcome is always told. */
export function toSendError(cause: unknown, failure: SendFailure): SendError {
  if (cause instanceof SendResultError) return fromResult(cause, failure);
  const fate =
    failure.outcome === "unknown"
      ? "it is not known whether the mail was sent"
      : "the mail was not sent";
  const left = describeRest(failure);
  if (!isQsmtpError(cause)) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `${fate}: given up at stage ${failure.stage} (${reason})${left}`;
    return new SendError("ABORTED", message, failure, { fault: "caller", cause });
  }
  const missing = failure.outcome === "unknown" && cause instanceof TimeoutError;
  const about =
    cause.hint === undefined ? cause.message : cause.message.replace(`. ${cause.hint}`, "");
  return new SendError(
    missing ? "RESULT_MISSING" : cause.code,
    `${fate}: ${about} (stage ${failure.stage})${left}`,
    failure,
    {
      fault: cause.fault,
      retryable: failure.outcome !== "unknown" && cause.retryable,
      hint: missing ? missingHint : cause.hint,
      cause,
      moduleError: cause instanceof CommandError ? cause.moduleError : undefined,
    },
  );
}

function describeRest({ leftBehind, draftLeftBehind }: SendFailure): string {
  const rest = draftLeftBehind ? [...leftBehind, "the draft"] : leftBehind;
  return rest.length === 0 ? "" : `; still on the module: ${rest.join(", ")}`;
}

const missingHint =
  "Ask the recipient before sending again. If results never come, check that AT+QURCCFG names the port in use (option urcPort)";

function fromResult(cause: SendResultError, failure: SendFailure): SendError {
  const moduleError = describeError("smtp", cause.error);
  const serverError =
    cause.protocolError === 0 ? undefined : describeError("smtp-protocol", cause.protocolError);
  const open = leavesOutcomeOpen(cause.error) && serverError === undefined;
  const outcome: Outcome = open ? "unknown" : "not-sent";
  const what =
    serverError === undefined
      ? `the module reports ${moduleError.code} (${moduleError.meaning})`
      : `the mail server answered ${serverError.code} (${serverError.meaning}), the module reports ${moduleError.code}`;
  const fate = open ? "it is not known whether the mail was sent" : "the mail was not sent";
  const left = describeRest(failure);
  return new SendError(
    "SEND_FAILED",
    `${fate}: ${what}${left}`,
    { ...failure, outcome },
    {
      fault: serverError === undefined ? "link" : "server",
      retryable: !open && (serverError ?? moduleError).retryable,
      hint: serverError?.remedy ?? moduleError.remedy,
      cause,
      moduleError,
      serverError,
    },
  );
}
