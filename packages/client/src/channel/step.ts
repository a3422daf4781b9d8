import type { DecodedUrc } from "@qsmtp/protocol";
import type { AnyExecuteOptions } from "./execute-options.ts";
import type { StreamedPayload } from "./payload.ts";

/** How a step of a longer job runs its commands. */
export interface StepOptions extends Omit<AnyExecuteOptions, "payload"> {
  readonly payload?: Uint8Array | StreamedPayload | undefined;
  /** Commands of one batch may follow a bare `OK`; whoever gives one reads back what they did. */
  readonly batch?: number | undefined;
  /** How long it may wait for its turn, in milliseconds. Default: as long as its signal allows. */
  readonly turnMs?: number | undefined;
  /** Proves the wire clean right before the command. */
  readonly needsProof?: boolean | undefined;
  /** Holds the last byte of the payload back for a moment: see `Call.lastByteAfterMs`. */
  readonly holdsLastByte?: boolean | undefined;
  /** Called with the outcome when it comes, also after the call was given up. */
  readonly onOutcome?: ((urc: DecodedUrc) => void) | undefined;
  /** Gets the number of the call, for {@link Channel.forgetOutcome}. */
  readonly onNumber?: ((id: number) => void) | undefined;
  /** Called when the module has given the command line back as it was sent. */
  readonly onEchoed?: (() => void) | undefined;
  /** Called when the first byte of the command is handed over. */
  readonly onWritten?: (() => void) | undefined;
}

/** The reply to a step, and the URC with its outcome where it has one. */
export interface StepResult<Output> {
  readonly output: Output;
  readonly outcome: DecodedUrc | undefined;
}
