import type { DownloadTraits, OutcomeTraits, PayloadTraits } from "@qsmtp/protocol";

/** How much of a data phase has gone out. */
export interface PayloadProgress {
  /** Bytes handed to the connection so far. */
  readonly sentBytes: number;
  /** All bytes of the data phase; of a stream of unknown length as many as were sent. */
  readonly totalBytes: number;
}

/** How one command is executed. */
export interface ExecuteOptions {
  /** Gives the call up. The wire is made safe before the next command uses it. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Longest time for the whole call, in milliseconds, from the call on: waiting for a turn, writing,
   * data and proof of the result included. Default: 60 s for the turn, then the manual's maximum
   * plus a margin for the result, 10 s where the manual gives none; a data phase may go on as long
   * as it moves.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Called when the module has said `CONNECT`, or `OK` to a command whose outcome comes in a URC:
   * from here on giving up leaves something behind.
   */
  readonly onAccepted?: (() => void) | undefined;
}

/** Of a command that announces bytes: they are required. */
export interface PayloadOptions extends ExecuteOptions {
  /** The bytes of the data phase, exactly as many as the command announced; copied at the call. */
  readonly payload: Uint8Array;
  /** Called as the payload goes out. */
  readonly onProgress?: ((progress: PayloadProgress) => void) | undefined;
}

/** Of a command after which the module sends bytes and says how many. */
export interface DownloadOptions extends ExecuteOptions {
  /** Gets the bytes as they come. */
  readonly onReceived?: ((bytes: Uint8Array) => void) | undefined;
}

/** Of a command after which the module sends bytes without saying how many. */
export interface SizedDownloadOptions extends DownloadOptions {
  /**
   * How many bytes will come. Ask for the file's size first.
   * @whole
   * @minimum 0
   */
  readonly receiveBytes: number;
}

/** Of a command that is only known at run time: what does not fit it is refused then. */
export interface AnyExecuteOptions extends DownloadOptions {
  /** The bytes of a data phase that the host sends; required where there is one. */
  readonly payload?: Uint8Array | undefined;
  /** Called as the payload goes out. */
  readonly onProgress?: ((progress: PayloadProgress) => void) | undefined;
  /**
   * How many bytes the module will send, where it does not say so itself.
   * @whole
   * @minimum 0
   */
  readonly receiveBytes?: number | undefined;
}

/** The options that a command takes, by its traits: a payload exactly where there is one. */
export type ExecuteArguments<Traits> = unknown extends Traits
  ? [options?: AnyExecuteOptions]
  : Traits extends PayloadTraits
    ? [options: PayloadOptions]
    : Traits extends DownloadTraits<"asked">
      ? [options: SizedDownloadOptions]
      : Traits extends DownloadTraits
        ? [options?: DownloadOptions]
        : [options?: ExecuteOptions];

/** What a call resolves to: the reply, or the URC of a command whose outcome comes in one. */
export type ExecuteResult<Output, Traits> = unknown extends Traits
  ? Output
  : Traits extends OutcomeTraits<infer Outcome>
    ? Outcome
    : Output;
