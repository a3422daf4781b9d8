/** The command line, or a file that it names, cannot be used. The message says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
