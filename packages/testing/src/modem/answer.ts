/** How a data phase towards the module ended. */
export type ReceptionEnd = "length" | "time" | "escape" | "dtr";

/** What the host sent in a data phase. */
export interface ReceivedData {
  /** All of them, as they came. */
  readonly bytes: Uint8Array;
  /** What ended it. */
  readonly end: ReceptionEnd;
}

/** Information lines, then `OK`, an error or `NO CARRIER`. */
export interface Reply<Output> {
  /** Which answer it is. */
  readonly kind: "reply";
  /** What the information lines tell; `undefined` for none. */
  readonly output: Output | undefined;
  /** Lines to print instead of those of `output`. */
  readonly lines: readonly string[] | undefined;
  /** What stands at its end. */
  readonly result: FinalResult;
  /** Called when the result has been printed. */
  readonly after: (() => void) | undefined;
}

/** The result that ends a command. An error without a number is a plain `ERROR`. */
export type FinalResult =
  | { readonly kind: "ok" }
  | { readonly kind: "error"; readonly error: number | undefined }
  | { readonly kind: "noCarrier" };

/** `CONNECT`, then bytes from the host, then another answer. */
export interface Reception<Output> {
  /** Which answer it is. */
  readonly kind: "reception";
  /** How many bytes end it. */
  readonly lengthBytes: number;
  /** How long it waits for the next byte. */
  readonly timeLimitMs: number;
  /** Gives what follows, of what has come. */
  readonly done: (data: ReceivedData) => Reply<Output>;
}

/** `CONNECT`, then bytes to the host, then another answer. */
export interface Transmission<Output> {
  /** Which answer it is. */
  readonly kind: "transmission";
  /** What the host is sent. */
  readonly bytes: Uint8Array;
  /** Gives what follows. */
  readonly done: () => Reply<Output>;
}

/** Another answer, later. */
export interface Delayed<Output> {
  /** Which answer it is. */
  readonly kind: "delayed";
  /** How long it takes. */
  readonly delayMs: number;
  /** Gives the answer when it is time. */
  readonly answer: () => Answer<Output>;
}

/** No answer at all: the command never ends, until the module restarts. */
export interface Silence {
  /** Which answer it is. */
  readonly kind: "silence";
}

/** What a module does about a command. Made by the functions of this file. */
export type Answer<Output = unknown> =
  | Reply<Output>
  | Reception<Output>
  | Transmission<Output>
  | Delayed<Output>
  | Silence;

const ok: FinalResult = { kind: "ok" };

/** Answers with the information lines of `output`, if the operation has any, and `OK`. */
export function reply<Output>(output: Output, after?: () => void): Reply<Output>;
/** Answers `OK`. */
export function reply(): Reply<void>;
export function reply<Output>(output?: Output, after?: () => void): Reply<Output> {
  return { kind: "reply", output, lines: undefined, result: ok, after };
}

/** Answers `OK` and then calls `after`, for what happens when the command is over. */
export function replyThen(after: () => void): Reply<void> {
  return reply(undefined, after);
}

/** Answers with lines as they stand, and `OK`: for what the schema does not know. */
export function replyLines(...lines: readonly string[]): Reply<never> {
  return { kind: "reply", output: undefined, lines, result: ok, after: undefined };
}

/**
 * Answers with an error: `+CME ERROR` in the form that `AT+CMEE` asks for, or plain `ERROR` when
 * no number is given.
 */
export function fail(error?: number): Reply<never> {
  const result: FinalResult = { kind: "error", error };
  return { kind: "reply", output: undefined, lines: [], result, after: undefined };
}

/** Answers with information lines and then an error. */
export function replyAndFail<Output>(output: Output, error?: number): Reply<Output> {
  const result: FinalResult = { kind: "error", error };
  return { kind: "reply", output, lines: undefined, result, after: undefined };
}

/** Answers `NO CARRIER`. */
export function noCarrier(): Reply<never> {
  const result: FinalResult = { kind: "noCarrier" };
  return { kind: "reply", output: undefined, lines: [], result, after: undefined };
}

/**
 * Answers `CONNECT` and takes bytes from the host. What else ends the data phase, whether blocks
 * are acknowledged and what an early end means stands in the operation's descriptor.
 */
export function receive<Output>(
  lengthBytes: number,
  timeLimitMs: number,
  done: (data: ReceivedData) => Reply<Output>,
): Reception<Output> {
  return { kind: "reception", lengthBytes, timeLimitMs, done };
}

/** Answers `CONNECT`, sends bytes to the host and then answers with what `done` gives. */
export function transmit<Output>(
  bytes: Uint8Array,
  done: () => Reply<Output>,
): Transmission<Output> {
  return { kind: "transmission", bytes, done };
}

/** Answers later; the module is busy meanwhile. */
export function delayed<Output>(delayMs: number, answer: () => Answer<Output>): Answer<Output> {
  return delayMs > 0 ? { kind: "delayed", delayMs, answer } : answer();
}

/** Never answers: the module hangs in this command until it restarts. */
export function silence(): Silence {
  return { kind: "silence" };
}
