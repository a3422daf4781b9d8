import { mailOutcomeOf } from "@qsmtp/protocol";
import {
  type SmtpSendResult,
  setUrcPort,
  smtpErrors,
  smtpProtocolErrors,
  smtpSendResultUrc,
} from "@qsmtp/protocol/commands";
import { firstLastingRefusal } from "@qsmtp/protocol/facts";
import { nameOf } from "../naming/name-of.ts";
import { CommandError, describeError, type NumberedError } from "./command-error.ts";
import { nameErrors } from "./error-text.ts";
import { isOwnError, type Outcome, QsmtpError, type QsmtpErrorOptions } from "./qsmtp-error.ts";
import { reasonOf } from "./reason-of.ts";
import { TimeoutError } from "./wire-errors.ts";

/** The steps of a mail, in their order. */
export type MailStage =
  /** Checked and encoded, or waiting for its turn: the module was not touched. */
  | "waiting"
  | "network"
  | "server"
  | "recipients"
  | "subject"
  | "body"
  | "attachments"
  /** Draft and settings are read back. */
  | "verification"
  | "sending"
  | "cleanup";

/** What is known when a send ends without a sent mail. */
export interface SendFailure {
  /** Where in the pipeline it ended. */
  readonly stage: MailStage;
  /** What became of the mail. */
  readonly outcome: Outcome;
  /** Our files that could not be deleted from the module. */
  readonly leftBehind: readonly string[];
  /** Whether recipients, subject and body may still be in the module. */
  readonly draftLeftBehind: boolean;
  /** What becomes of the mail in the end; the outcome itself where that is known. */
  readonly finalOutcome: Promise<Outcome>;
}

/** A mail did not go out, or nobody can say whether it did: see {@link SendError.outcome}. */
export class SendError extends QsmtpError {
  static {
    nameErrors(SendError, "SendError");
  }
  /** `unknown` means that sending again may double the mail. */
  readonly outcome: Outcome;
  /**
   * Resolves when the module is done with the mail: to `sent` or `not-sent` when its result comes
   * late, to `unknown` when it cannot come any more. Until then the module keeps the mail's files,
   * and the next mail waits. Resolved already unless `outcome` is `unknown`. Never rejects.
   */
  readonly finalOutcome: Promise<Outcome>;
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
    this.finalOutcome = failure.finalOutcome;
    this.stage = failure.stage;
    this.leftBehind = failure.leftBehind;
    this.draftLeftBehind = failure.draftLeftBehind;
    this.moduleError = options.moduleError;
    this.serverError = options.serverError;
  }
}

/** What a result of `+QSMTPPUT` proves, by the schema's tables. */
export function outcomeOf(result: SmtpSendResult): Outcome {
  const outcome = mailOutcomeOf(smtpErrors, smtpProtocolErrors, result);
  return outcome === "notSent" ? "not-sent" : outcome;
}

/** `+QSMTPPUT` reported something else than a mail that was taken. */
export class SendResultError extends Error {
  static {
    nameErrors(SendResultError, "SendResultError");
  }
  readonly result: SmtpSendResult;
  /** The first number. */
  readonly moduleError: NumberedError;
  /** The second number; `undefined` for 0. */
  readonly serverError: NumberedError | undefined;

  constructor(result: SmtpSendResult) {
    const { error, protocolError = 0 } = result;
    super(`${smtpSendResultUrc.prefix}: ${error},${protocolError}`);
    this.result = result;
    this.moduleError = describeError("smtp", error);
    this.serverError =
      protocolError === 0 ? undefined : describeError("smtp-protocol", protocolError);
  }

  /** Whether the same order may be carried out later; it says nothing about this one's outcome. */
  get retryable(): boolean {
    return (this.serverError ?? this.moduleError).retryable;
  }
}

/** A failure before anything was sent: nothing is left and nothing is open. */
export function untouched(draftLeftBehind: boolean, leftBehind: readonly string[]): SendFailure {
  return {
    stage: "waiting",
    outcome: "not-sent",
    leftBehind,
    draftLeftBehind,
    finalOutcome: Promise.resolve("not-sent"),
  };
}

/** Wraps whatever ended a send, so that its outcome is always told. */
export function toSendError(cause: unknown, failure: SendFailure): SendError {
  if (cause instanceof SendResultError) return fromResult(cause, failure);
  const fate = fateOf(failure.outcome);
  const left = describeRest(failure);
  if (!isOwnError(cause)) {
    const reason = reasonOf(cause);
    const message = `${fate}: an error in this package, or in what it was given (stage ${failure.stage}): ${reason}${left}`;
    return new SendError("INTERNAL_ERROR", message, failure, { fault: "sdk", cause });
  }
  const missing = failure.outcome === "unknown" && cause instanceof TimeoutError;
  return new SendError(
    missing ? "RESULT_MISSING" : cause.code,
    `${fate}: ${cause.problem} (stage ${failure.stage})${left}`,
    failure,
    {
      fault: cause.fault,
      retryable: failure.outcome !== "unknown" && cause.retryable,
      permanent: failure.outcome !== "unknown" && cause.permanent,
      hint: missing ? missingHint : cause.hint,
      // The reason of an abort, or what a stream has thrown, is what the caller knows.
      cause: ["ABORTED", "SOURCE_FAILED"].includes(cause.code) ? (cause.cause ?? cause) : cause,
      moduleError: cause instanceof CommandError ? cause.moduleError : undefined,
    },
  );
}

function fateOf(outcome: Outcome): string {
  return outcome === "unknown"
    ? "it is not known whether the mail was sent"
    : "the mail was not sent";
}

function describeRest({ leftBehind, draftLeftBehind }: SendFailure): string {
  const rest = draftLeftBehind ? [...leftBehind, "the draft"] : leftBehind;
  return rest.length === 0 ? "" : `; still on the module: ${rest.join(", ")}`;
}

const missingHint = `Wait for finalOutcome, or ask the recipient before sending again. If results never come, check that ${nameOf(setUrcPort)} names the port in use (option urcPort)`;

const openHint =
  "The server may have the mail: ask the recipient before sending again, it may arrive twice";

function fromResult(cause: SendResultError, failure: SendFailure): SendError {
  const { moduleError, serverError } = cause;
  const outcome = outcomeOf(cause.result);
  const what =
    serverError === undefined
      ? `the module reports ${moduleError.code} (${moduleError.meaning})`
      : `the mail server answered ${serverError.code} (${serverError.meaning}), the module reports ${moduleError.code}`;
  return new SendError(
    "SEND_FAILED",
    `${fateOf(outcome)}: ${what}${describeRest(failure)}`,
    { ...failure, outcome, finalOutcome: Promise.resolve(outcome) },
    {
      fault: serverError === undefined ? "link" : "server",
      retryable: outcome === "not-sent" && cause.retryable,
      // RFC 5321, 4.2.1: of 5yz replies the same is not to be expected to succeed later.
      permanent: outcome === "not-sent" && (serverError?.code ?? 0) >= firstLastingRefusal,
      // What fixes a failure is no advice to send again a mail that may have arrived.
      hint: outcome === "unknown" ? openHint : (serverError?.remedy ?? moduleError.remedy),
      cause,
      moduleError,
      serverError,
    },
  );
}
