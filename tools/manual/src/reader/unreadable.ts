/** Why a file cannot be read as a manual. */
export type UnreadableCode =
  | "MANUAL_NOT_FOUND"
  | "MANUAL_IS_PDF"
  | "MANUAL_ENCODING"
  | "MANUAL_EMPTY"
  | "MANUAL_FOREIGN"
  | "MANUAL_TRUNCATED"
  | "MANUAL_UNKNOWN";

/** The file is no manual that the tool could compare. Nothing was written. */
export class ManualUnreadableError extends Error {
  override readonly name = "ManualUnreadableError";
  readonly code: UnreadableCode;

  /** @param message what was found and what was expected instead */
  constructor(code: UnreadableCode, message: string) {
    super(message);
    this.code = code;
  }
}
