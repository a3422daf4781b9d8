/** No edit can say what the manual says; the message tells what to do by hand. */
export class NotAutomaticError extends Error {
  override readonly name = "NotAutomaticError";
  readonly code = "NOT_AUTOMATIC";
}
