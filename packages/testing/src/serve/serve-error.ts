/** Why modules cannot be served. */
export type ServeErrorCode =
  /** An address cannot be listened on. */
  | "CANNOT_LISTEN"
  /** An address would let other computers in, which was not allowed. */
  | "NOT_LOOPBACK"
  /** There is no pseudo-terminal to be had. */
  | "NO_PTY"
  /** There is a file where the link to the pseudo-terminal belongs. */
  | "PATH_TAKEN";

/** Modules cannot be served as asked; nothing was left open. */
export class ServeError extends Error {
  /** Name of the class. */
  override readonly name = "ServeError";
  /** Why not. */
  readonly code: ServeErrorCode;

  constructor(code: ServeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
