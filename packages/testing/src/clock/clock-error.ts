/** Why a virtual clock cannot go on. */
export type SimulationClockCode =
  /** Timers set timers without end, as something that polls does. */
  | "ENDLESS"
  /** What is waited for never comes: no timer is left. */
  | "NOTHING_LEFT"
  /**
   * The timers were faked before this package was loaded, and there is no `MessageChannel` to take
   * the place of real ones.
   */
  | "TIMERS_FAKED";

/** A virtual clock does not go on. The message says what it saw and what to do. */
export class SimulationClockError extends Error {
  /** Name of the class. */
  override readonly name = "SimulationClockError";
  /** Why it does not go on. */
  readonly code: SimulationClockCode;

  constructor(code: SimulationClockCode, message: string) {
    super(message);
    this.code = code;
  }
}
