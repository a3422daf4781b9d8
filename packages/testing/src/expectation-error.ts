/**
 * Why a test is not as expected: `NOT_RECEIVED`, a command did not come, or not in time; `RECEIVED`, one
 * came that should not; `NOT_SENT` and `SENT`, the same of a mail; `DISPOSED`, the module was disposed of
 * or reset while a command was waited for; `LOOSE_ENDS`, something prepared was never used, a command
 * came that nothing handles, or a listener of events threw an error, which is the `cause` then.
 */
export type SimulationExpectationCode =
  | "NOT_RECEIVED"
  | "RECEIVED"
  | "NOT_SENT"
  | "SENT"
  | "DISPOSED"
  | "LOOSE_ENDS";

/**
 * The program under test did something else than the test expected. The message ends with the
 * conversation, secrets masked.
 */
export class SimulationExpectationError extends Error {
  /** Name of the class. */
  override readonly name = "SimulationExpectationError";
  /** What is not as expected. */
  readonly code: SimulationExpectationCode;

  constructor(
    code: SimulationExpectationCode,
    reason: string,
    conversation: string,
    options?: ErrorOptions,
  ) {
    super(`${reason}\nThe conversation:\n${conversation || "  (nothing)\n"}`, options);
    this.code = code;
  }
}
