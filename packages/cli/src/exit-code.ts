/** What the exit code of `qsmtp` tells a script. */
export const ExitCode: {
  /** The server has taken the mail; for other commands than `send`: all went well, nothing is new. */
  readonly sent: 0;
  /** The mail was not sent; `probe` found differences; for other commands: it failed. */
  readonly notSent: 1;
  /** The command line, a file it names or the message itself is wrong; nothing was sent. */
  readonly usage: 2;
  /** It is not known whether the mail was sent, or how the module answers. */
  readonly unknown: 3;
} = { sent: 0, notSent: 1, usage: 2, unknown: 3 };

/** One of the values of {@link ExitCode}. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
