/**
 * Why a transcript cannot be recorded, read or replayed: `NOT_A_TRANSCRIPT`, a text is none, or of a
 * version that is not known; `RECORDING_LOCKED`, nothing may be recorded here; `HIDDEN_BYTES`, what a
 * transcript hides is needed, and nobody gave it; `REPLAY_DIFFERS`, a replay went another way than the
 * recording.
 */
export type TranscriptErrorCode =
  | "NOT_A_TRANSCRIPT"
  | "RECORDING_LOCKED"
  | "HIDDEN_BYTES"
  | "REPLAY_DIFFERS";

/** A transcript cannot be recorded, read or replayed, or its replay differs from it. */
export class TranscriptError extends Error {
  /** Name of the class. */
  override readonly name = "TranscriptError";
  /** Why not. */
  readonly code: TranscriptErrorCode;

  constructor(code: TranscriptErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
