/** What the program needs of the process that it runs in. */
export interface CliContext {
  /** Environment variables: `QSMTP_PASSWORD`, `DEBUG`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * The text of a mail for which no option gives one, unless it is a terminal; or what an option that
   * names `-` asks for. Otherwise it is not read.
   */
  readonly stdin: CliInput;
  /** Results, for people or as JSON. */
  readonly stdout: CliOutput;
  /** Progress, warnings, errors and the trace. */
  readonly stderr: CliOutput;
  /**
   * Calls the listener at each SIGINT, SIGTERM and SIGHUP, and gives a function that ends this. The
   * process ends by itself at such a signal only while nobody listens.
   */
  onInterrupt(listener: (signal: InterruptSignal) => void): () => void;
  /** Ends the process where it stands. */
  exitNow(exitCode: number): void;
}

/** What is read, in pieces. */
export interface CliInput extends AsyncIterable<Uint8Array> {
  /** Whether a person sits at it; it is read only where an option says so then. */
  readonly isTTY?: boolean | undefined;
  /** Ends it before its end, also while a piece is waited for. */
  destroy?(): unknown;
}

/** Signals that ask the program to come to an end; SIGHUP when its terminal or ssh connection goes. */
export type InterruptSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** A stream for text. */
export interface CliOutput {
  /** Writes text as it stands. */
  write(text: string): unknown;
  /** Whether a person looks at it; progress is shown only then. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
  /** Bytes that were written and that nobody has taken yet. */
  readonly writableLength?: number | undefined;
}
