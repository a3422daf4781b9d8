import {
  ConnectionFailedError,
  type Fault,
  isQsmtpError,
  type MailStage,
  type MessageProblem,
  type NumberedError,
  type QsmtpError,
} from "@qsmtp/client";
import { isEncodeError } from "@qsmtp/protocol";
import { isTransportError } from "@qsmtp/transport";
import { ExitCode } from "./exit-code.ts";
import { hintOf } from "./hints.ts";
import { interruptionOf } from "./interruption.ts";
import { problemsOf } from "./problems-of.ts";
import { sentences } from "./sentences.ts";
import { UsageError } from "./usage-error.ts";

/** Why a mail was not sent, or may not have been: what `--json` prints, in this order. */
export interface FailureReport {
  readonly outcome: "not-sent" | "unknown";
  readonly error: {
    /** Code of the client, or of the transport where no connection could be made. */
    readonly code: string;
    readonly message: string;
    /** What to do; part of the message too. */
    readonly hint: string | null;
    readonly fault: Fault;
    /** Whether the same command may succeed later. */
    readonly retryable: boolean;
    /** Where in the mail it ended; `null` when the module was not open yet. */
    readonly stage: MailStage | null;
    readonly moduleError: NumberedError | null;
    readonly serverError: NumberedError | null;
    readonly problems: readonly MessageProblem[];
  };
  /** Our files that are still on the module. */
  readonly leftBehind: readonly string[];
  /** Whether recipients, subject and text may still be in the module. */
  readonly draftLeftBehind: boolean;
}

/** Puts whatever ended a send into one form. */
export function reportFailure(error: unknown): FailureReport {
  if (isQsmtpError(error)) return reportQsmtpError(error);
  // Options of a transport are checked before anything is opened, without the client.
  if (isTransportError(error)) return reportQsmtpError(new ConnectionFailedError(error));
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return report("USAGE", message, { fault: "caller" });
  const transcriptCode = transcriptCodeOf(error);
  if (transcriptCode !== undefined) return report(transcriptCode, message, { fault: "caller" });
  if (isEncodeError(error)) return report("INVALID_OPTION", message, { fault: "caller" });
  return report("INTERNAL_ERROR", message, { fault: "sdk" });
}

/** The exit code that a failure stands for. */
export function exitCodeOf({ outcome, error }: FailureReport): ExitCode {
  if (outcome === "unknown") return ExitCode.unknown;
  return callersCodes.includes(error.code) ? ExitCode.usage : ExitCode.failure;
}

/** Of transcripts that cannot be recorded or replayed as they were asked for. */
const transcriptCodes: readonly string[] = ["NOT_A_TRANSCRIPT", "RECORDING_LOCKED", "HIDDEN_BYTES"];

/** Codes of what the command line asked for and cannot be. */
const callersCodes: readonly string[] = [
  "USAGE",
  "MESSAGE_REFUSED",
  "INVALID_OPTION",
  ...transcriptCodes,
];

/** Told by its name, because a mail does not want the package that declares it. */
function transcriptCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "TranscriptError") return undefined;
  const { code } = error as Error & { readonly code?: unknown };
  return transcriptCodes.find((known) => known === code);
}

/** What only some errors of the client have. */
interface SendDetails {
  readonly transportCode?: string | undefined;
  readonly outcome?: FailureReport["outcome"] | undefined;
  readonly stage?: MailStage | undefined;
  readonly moduleError?: NumberedError | undefined;
  readonly serverError?: NumberedError | undefined;
  readonly problems?: readonly MessageProblem[] | undefined;
  readonly leftBehind?: readonly string[] | undefined;
  readonly draftLeftBehind?: boolean | undefined;
}

function reportQsmtpError(error: QsmtpError): FailureReport {
  const { fault, retryable } = error;
  // Told by what they carry, because `instanceof` does not know another copy of the client.
  const details = error as QsmtpError & SendDetails;
  const interruption = details.stage === undefined ? interruptionOf(error) : undefined;
  const problem =
    interruption === undefined ? error.problem : `the mail was not sent: ${interruption.message}`;
  const hint = hintOf(error);
  const message = sentences(problem, hint);
  return report(
    details.transportCode ?? error.code,
    message,
    { hint, fault, retryable },
    {
      ...details,
      problems: problemsOf(error),
    },
  );
}

function report(
  code: string,
  message: string,
  about: { fault: Fault; retryable?: boolean; hint?: string | undefined },
  details: SendDetails = {},
): FailureReport {
  return {
    outcome: details.outcome ?? "not-sent",
    error: {
      code,
      message,
      hint: about.hint ?? null,
      fault: about.fault,
      retryable: about.retryable ?? false,
      stage: details.stage ?? null,
      moduleError: details.moduleError ?? null,
      serverError: details.serverError ?? null,
      problems: details.problems ?? [],
    },
    leftBehind: details.leftBehind ?? [],
    draftLeftBehind: details.draftLeftBehind ?? false,
  };
}
