import { checksAfterRestart, restartCheckIntervalMinutes } from "@qsmtp/protocol/facts";
import type { BackOff } from "./back-off.ts";

/** How a lost connection is opened anew. */
export interface ReconnectOptions {
  /**
   * Pause before the first try, in milliseconds; doubles with each. Default 500.
   * @minimum 0
   */
  readonly firstDelayMs?: number | undefined;
  /**
   * The longest pause, in milliseconds. Default 30 000.
   * @minimum 0
   */
  readonly maxDelayMs?: number | undefined;
  /**
   * Part of a pause by which it varies at random, 0 to 1. Default 0.2.
   * @minimum 0
   * @maximum 1
   */
  readonly jitter?: number | undefined;
  /** Longest time of one try, in milliseconds. Default 30 000. */
  readonly attemptTimeoutMs?: number | undefined;
  /**
   * Tries after which the module counts as lost for good. Default: no limit.
   * @whole
   * @minimum 1
   * @orInfinity
   */
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
  /**
   * Further silence after which `power` is called, in milliseconds. Default 60 000.
   * @minimum 0
   */
  readonly powerAfterMs?: number | undefined;
  /** Longest time that `power` may take, in milliseconds. Default 60 000. */
  readonly powerTimeoutMs?: number | undefined;
  /**
   * Between two restarts the module is looked at so often at least. Default: `checksAfterRestart` of
   * `@qsmtp/protocol/facts`.
   * @whole
   * @minimum 0
   * @orInfinity
   * @see Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 4.2
   */
  readonly checksBetweenRestarts?: number | undefined;
  /** Time between two of these looks, in milliseconds. Default: `restartCheckIntervalMinutes`. */
  readonly checkIntervalMs?: number | undefined;
  /**
   * Part of a pause by which it is lengthened at random, 0 to 1. Default 0.2.
   * @minimum 0
   * @maximum 1
   */
  readonly jitter?: number | undefined;
  /**
   * How often all of this is gone through in one silence before recovery gives up. Default 3.
   * @whole
   * @minimum 1
   * @orInfinity
   */
  readonly maxRounds?: number | undefined;
}

/** How restarts keep apart when the caller does not say. */
export const usualPace: Pick<LadderPlan, "checksBetweenRestarts" | "checkIntervalMs"> = {
  checksBetweenRestarts: checksAfterRestart,
  checkIntervalMs: restartCheckIntervalMinutes * 60_000,
};

/** The options with their defaults; `undefined` for what is switched off. */
export interface RecoveryPlan {
  readonly reconnect:
    | (BackOff & { readonly attemptTimeoutMs: number; readonly maxAttempts: number })
    | undefined;
  readonly ladder: LadderPlan | undefined;
}

/** The steps of recovery with their times; `undefined` for what is switched off. */
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

/** Fills in the defaults. */
export function planRecovery(
  reconnect: boolean | ReconnectOptions,
  recovery: boolean | RecoveryOptions,
): RecoveryPlan {
  const again = reconnect === false ? undefined : planReconnect(asOptions(reconnect));
  const ladder = recovery === false ? undefined : planLadder(asOptions(recovery));
  return {
    reconnect: again,
    ladder: ladder && { ...ladder, reopenAfterMs: again && ladder.reopenAfterMs },
  };
}

function asOptions<Options extends object>(value: true | Options): Options {
  return value === true ? ({} as Options) : value;
}

function planReconnect(options: ReconnectOptions): NonNullable<RecoveryPlan["reconnect"]> {
  const { firstDelayMs = 500, maxDelayMs = 30_000, jitter = 0.2 } = options;
  const { attemptTimeoutMs = 30_000, maxAttempts = Number.POSITIVE_INFINITY } = options;
  return { firstDelayMs, maxDelayMs, jitter, attemptTimeoutMs, maxAttempts };
}

function planLadder(options: RecoveryOptions): LadderPlan {
  const { reopenAfterMs = 60_000, resetAfterMs = 300_000, powerAfterMs = 60_000 } = options;
  const { powerTimeoutMs = 60_000 } = options;
  const { checksBetweenRestarts = usualPace.checksBetweenRestarts } = options;
  const { checkIntervalMs = usualPace.checkIntervalMs } = options;
  const { jitter = 0.2, maxRounds = 3 } = options;
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
