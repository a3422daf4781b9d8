/** What the exit code of `qsmtp` tells a script. */
export const ExitCode: {
  /** Done: the server has taken the mail, help was printed, `probe` found nothing new, `replay` no difference. */
  readonly success: 0;
  /** It failed: the mail was not sent, or `probe` or `replay` found differences. */
  readonly failure: 1;
  /** The command line, a file it names or the message itself is wrong; nothing was sent. */
  readonly usage: 2;
  /** It is not known whether the mail was sent, or how the module answers. */
  readonly unknown: 3;
} = { success: 0, failure: 1, usage: 2, unknown: 3 };

/** One of the values of {@link ExitCode}. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
