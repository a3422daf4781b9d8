/** What the program needs of the process that it runs in. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Read for `--text-file -` only. */
  readonly stdin: AsyncIterable<Uint8Array>;
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

/** Signals that ask the program to come to an end; SIGHUP when its terminal or ssh connection goes. */
export type InterruptSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** A stream for text. */
export interface CliOutput {
  write(text: string): unknown;
  /** Whether a person looks at it; progress is shown only then. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
}
