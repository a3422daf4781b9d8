import type { Command, DecodedUrc } from "@qsmtp/protocol";
import type { AnnouncedPayload } from "./payload.ts";

/** How long each part of a call may take, in milliseconds. */
export interface CallTiming {
  /** From the command's first byte to its final result, or to `CONNECT`. */
  readonly replyMs: number;
  /** Between two signs of life while a data phase goes on. */
  readonly dataMs: number;
  /** How long the bytes of a streamed payload may take while the module waits for nothing else. */
  readonly sourceMs: number;
  /** From the last byte of a data phase to the final result. */
  readonly resultMs: number;
  /** From `OK` to the URC that holds the outcome. */
  readonly outcomeMs: number;
}

/** One command that somebody wants to run. */
export interface Call {
  readonly id: number;
  readonly command: Command;
  /**
   * Calls of one batch may follow one another on the strength of a bare `OK`; whoever runs them
   * reads back what they did. Without a batch a bare result is believed once it is proven.
   */
  readonly batch: number | undefined;
  /** Whether the wire must have been proven clean right before. */
  readonly needsProof: boolean;
  /** The bytes, or what is known of those that come by `payloadReady`. */
  /**
   * The last byte of the payload follows so much later than the others: a module that has got one too
   * many on the way has ended the data phase by then, and says so. In milliseconds, 0 for no pause.
   */
  readonly lastByteAfterMs: number;
  readonly payload: Uint8Array | AnnouncedPayload | undefined;
  /** Bytes that the module will send, where `CONNECT` does not tell. */
  readonly receiveBytes: number | undefined;
  readonly timing: CallTiming;
  /** Moments on the clock: by when it must have its turn, and by when it must be over. */
  readonly turnByMs: number;
  readonly endByMs: number;
  /** The limit as the caller gave it, for messages. */
  readonly limitMs: number;
}

/** How a call ended. */
export type CallResult =
  | { readonly ok: true; readonly output: unknown; readonly outcome: DecodedUrc | undefined }
  | { readonly ok: false; readonly error: unknown };
