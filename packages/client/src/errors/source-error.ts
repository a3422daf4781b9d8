import { nameErrors } from "./error-text.ts";
import { QsmtpError } from "./qsmtp-error.ts";

/** How a stream of bytes failed. */
export type SourceFault =
  /** It threw, or rejected: its error is the cause. */
  | "failed"
  /** It gave nothing for longer than the module waits for data. */
  | "stalled"
  | "too-short"
  | "too-long"
  /** It gave something else than a `Uint8Array`. */
  | "not-bytes";

/** A stream of bytes that was given for an attachment or a text did not give them. */
export class SourceError extends QsmtpError {
  static {
    nameErrors(SourceError, "SourceError");
  }
  /** Where in the message: `attachments[2].content`, `text`. */
  readonly path: string;
  /** How it failed. */
  readonly reason: SourceFault;

  constructor(
    path: string,
    reason: SourceFault,
    problem: string,
    options: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
  ) {
    super("SOURCE_FAILED", `${path} ${problem}`, { fault: "caller", ...options });
    this.path = path;
    this.reason = reason;
  }
}

/** More or fewer bytes came than were announced. */
export function otherLength(path: string, announcedBytes: number, gotBytes: number): SourceError {
  const isLong = gotBytes > announcedBytes;
  return new SourceError(
    path,
    isLong ? "too-long" : "too-short",
    `gives ${isLong ? "at least " : ""}${gotBytes} bytes, its lengthBytes says ${announcedBytes}`,
    { hint: "Give the exact length, or leave lengthBytes out." },
  );
}
