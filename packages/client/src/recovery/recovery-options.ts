import { checkRange, checkTimeout, invalidOption } from "../errors/invalid-option.ts";
import type { BackOff } from "./back-off.ts";

/** How a lost connection is opened anew. */
export interface ReconnectOptions {
  /** Pause before the first try, in milliseconds; doubles with each. Default 500. */
  readonly firstDelayMs?: number | undefined;
  /** The longest pause, in milliseconds. Default 30 000. */
  readonly maxDelayMs?: number | undefined;
  /** Part of a pause by which it varies at random, 0 to 1. Default 0.2. */
  readonly jitter?: number | undefined;
  /** Longest time of one try, in milliseconds. Default 30 000. */
  readonly attemptTimeoutMs?: number | undefined;
  /** Tries after which the module counts as lost for good. Default: no limit. */
  readonly maxAttempts?: number | undefined;
}

/** How a module that answers nothing is brought back. */
export interface RecoveryOptions {
  /**
   * Silence after which the connection is opened anew, in milliseconds; `false` for never. Only with
   * `reconnect`. Default 60 000.
   */
  readonly reopenAfterMs?: number | false | undefined;
  /**
   * Silence after which the module is told to restart (`AT+CFUN=1,1`), in milliseconds; `false` for
   * never, where others use the module too. A module that may be sending a mail is not. Default
   * 300 000.
   */
  readonly resetAfterMs?: number | false | undefined;
  /** Further silence after which `power` is called, in milliseconds. Default 60 000. */
  readonly powerAfterMs?: number | undefined;
  /** Longest time that `power` may take, in milliseconds. Default 60 000. */
  readonly powerTimeoutMs?: number | undefined;
  /**
   * Between two restarts the module is looked at so often at least. Default 3.
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 4.2
   */
  readonly checksBetweenRestarts?: number | undefined;
  /** Time between two of these looks, in milliseconds. Default 600 000. */
  readonly checkIntervalMs?: number | undefined;
  /** Part of a pause by which it is lengthened at random, 0 to 1. Default 0.2. */
  readonly jitter?: number | undefined;
  /** How often all of this is gone through in one silence before recovery gives up. Default 3. */
  readonly maxRounds?: number | undefined;
}

/** The options with their defaults; `undefined` for what is switched off. */
export interface RecoveryPlan {
  readonly reconnect:
    | (BackOff & { readonly attemptTimeoutMs: number; readonly maxAttempts: number })
    | undefined;
  readonly ladder: LadderPlan | undefined;
}

export interface LadderPlan {
  readonly reopenAfterMs: number | undefined;
  readonly resetAfterMs: number | undefined;
  readonly powerAfterMs: number;
  readonly powerTimeoutMs: number;
  readonly checksBetweenRestarts: number;
  readonly checkIntervalMs: number;
  readonly jitter: number;
  readonly maxRounds: number;
}

/** @throws QsmtpError `INVALID_OPTION` */
export function planRecovery(
  reconnect: boolean | ReconnectOptions,
  recovery: boolean | RecoveryOptions,
): RecoveryPlan {
  const again = reconnect === false ? undefined : planReconnect(asOptions("reconnect", reconnect));
  const ladder = recovery === false ? undefined : planLadder(asOptions("recovery", recovery));
  return {
    reconnect: again,
    ladder: ladder && { ...ladder, reopenAfterMs: again && ladder.reopenAfterMs },
  };
}

function asOptions<Options extends object>(option: string, value: true | Options): Options {
  if (value === true) return {} as Options;
  if (typeof value === "object" && value !== null) return value;
  throw invalidOption(option, "must be true, false or an object with its settings");
}

function planReconnect(options: ReconnectOptions): NonNullable<RecoveryPlan["reconnect"]> {
  const { firstDelayMs = 500, maxDelayMs = 30_000, jitter = 0.2 } = options;
  const { attemptTimeoutMs = 30_000, maxAttempts = Number.POSITIVE_INFINITY } = options;
  checkTimeout("reconnect.firstDelayMs", firstDelayMs, 0);
  checkTimeout("reconnect.maxDelayMs", maxDelayMs, firstDelayMs);
  checkRange("reconnect.jitter", jitter, 0, 1);
  checkTimeout("reconnect.attemptTimeoutMs", attemptTimeoutMs);
  checkCount("reconnect.maxAttempts", maxAttempts, 1);
  return { firstDelayMs, maxDelayMs, jitter, attemptTimeoutMs, maxAttempts };
}

function planLadder(options: RecoveryOptions): LadderPlan {
  const { reopenAfterMs = 60_000, resetAfterMs = 300_000, powerAfterMs = 60_000 } = options;
  const { powerTimeoutMs = 60_000, checksBetweenRestarts = 3, checkIntervalMs = 600_000 } = options;
  const { jitter = 0.2, maxRounds = 3 } = options;
  if (reopenAfterMs !== false) checkTimeout("recovery.reopenAfterMs", reopenAfterMs);
  if (resetAfterMs !== false) checkTimeout("recovery.resetAfterMs", resetAfterMs);
  checkTimeout("recovery.powerAfterMs", powerAfterMs, 0);
  checkTimeout("recovery.powerTimeoutMs", powerTimeoutMs);
  checkCount("recovery.checksBetweenRestarts", checksBetweenRestarts, 0);
  checkTimeout("recovery.checkIntervalMs", checkIntervalMs);
  checkRange("recovery.jitter", jitter, 0, 1);
  checkCount("recovery.maxRounds", maxRounds, 1);
  return {
    reopenAfterMs: reopenAfterMs === false ? undefined : reopenAfterMs,
    resetAfterMs: resetAfterMs === false ? undefined : resetAfterMs,
    powerAfterMs,
    powerTimeoutMs,
    checksBetweenRestarts,
    checkIntervalMs,
    jitter,
    maxRounds,
  };
}

/** A whole number, or no limit at all. */
function checkCount(option: string, value: number, from: number): void {
  if (value === Number.POSITIVE_INFINITY) return;
  if (Number.isInteger(value) && value >= from) return;
  throw invalidOption(option, `must be a whole number of ${from} or more, is ${value}`);
}
