import { tcpipErrorNumber } from "@qsmtp/protocol/facts";
import type { CommandError, NumberedError } from "./command-error.ts";
import { nameErrors } from "./error-text.ts";
import { type Fault, QsmtpError } from "./qsmtp-error.ts";

/** What keeps a PDP context from being activated, as far as the module tells (manual, 4.2). */
export type ActivationProblem =
  /** No network has the module. */
  | "notRegistered"
  /** Registered, but not attached to the packet service; `AT+CGATT=1` was tried. */
  | "notAttached"
  /** The context has no access point. */
  | "apn"
  /** The number is in use by a data call (PPP), by `AT+CGACT`, or by LTE's own connection. */
  | "usedByOthers"
  /** As many other contexts are active as can be. */
  | "tooManyContexts"
  /** Another context is active, and the SIM may allow one connection only. */
  | "otherConnection"
  /** Everything that the manual says to check is as it should be. */
  | "unexplained";

/** What a problem means, in a sentence, and what to do about it. */
export interface ProblemWords {
  /** For programs. */
  readonly problem: ActivationProblem;
  /** What is wrong. */
  readonly what: string;
  /** What to do. */
  readonly remedy: string;
}

/** The PDP context could not be activated. */
export class PdpActivationError extends QsmtpError {
  static {
    nameErrors(PdpActivationError, "PdpActivationError");
  }
  /** Number of the context. */
  readonly contextId: number;
  /** The first of the manual's checks (4.2) that fails. */
  readonly reason: ActivationProblem;
  /**
   * Whether a restart of the module is what the manual (4.2) says to do: all that can be checked is
   * as it should be, and no other program is seen to use the module's connection.
   */
  readonly needsRestart: boolean;
  /** What `AT+QIGETERROR` told; `undefined` when it told nothing. */
  readonly moduleError: NumberedError | undefined;

  constructor(
    contextId: number,
    { problem, what, remedy }: ProblemWords,
    options: {
      readonly needsRestart: boolean;
      readonly moduleError: NumberedError | undefined;
      readonly cause: CommandError;
    },
  ) {
    const { needsRestart, moduleError, cause } = options;
    const said =
      moduleError === undefined ? cause.result : `${moduleError.code}, ${moduleError.meaning}`;
    super(
      "PDP_ACTIVATION_FAILED",
      `PDP context ${contextId} could not be activated (${said}): ${what}`,
      {
        fault: faults[problem],
        // A network may choose an access point for a context that has none, so only this error is final.
        retryable: moduleError?.code !== tcpipErrorNumber.apnNotConfigured,
        permanent: moduleError?.code === tcpipErrorNumber.apnNotConfigured,
        hint: remedy,
        cause,
      },
    );
    this.contextId = contextId;
    this.reason = problem;
    this.needsRestart = needsRestart;
    this.moduleError = moduleError;
  }
}

const faults: Readonly<Record<ActivationProblem, Fault>> = {
  notRegistered: "link",
  notAttached: "link",
  apn: "caller",
  usedByOthers: "module",
  tooManyContexts: "module",
  otherConnection: "module",
  unexplained: "link",
};
