import { nameErrors } from "./error-text.ts";
import { QsmtpError } from "./qsmtp-error.ts";

/** A file of this name is on the module, and nothing shows that we put it there. */
export class FileExistsError extends QsmtpError {
  static {
    nameErrors(FileExistsError, "FileExistsError");
  }
  /** Its name on the module, storage included. */
  readonly filename: string;

  constructor(filename: string) {
    super(
      "FILE_EXISTS",
      `the module already has a file "${filename}", and nothing shows that it is ours`,
      {
        fault: "caller",
        hint: "Give the attachment another name, delete the file if an earlier run left it, or allow it to be replaced with replaceExistingFiles.",
      },
    );
    this.filename = filename;
  }
}

/** Size and checksum of a file. */
export interface FileDigest {
  /** Its size. */
  readonly bytes: number;
  /** As `fileChecksum` computes it. */
  readonly checksum: number;
}

/** The module stored something else than what was sent. */
export class UploadCorruptError extends QsmtpError {
  static {
    nameErrors(UploadCorruptError, "UploadCorruptError");
  }
  /** Its name on the module, storage included. */
  readonly filename: string;
  /** What the host has sent. */
  readonly sent: FileDigest;
  /** What the module says that it has. */
  readonly stored: FileDigest;

  constructor(filename: string, sent: FileDigest, stored: FileDigest) {
    const show = ({ bytes, checksum }: FileDigest): string =>
      `${bytes} bytes, checksum ${checksum.toString(16)}`;
    super(
      "UPLOAD_CORRUPT",
      `"${filename}" arrived damaged: sent ${show(sent)}, stored ${show(stored)}`,
      {
        fault: "link",
        retryable: true,
        hint: "Use RTS/CTS flow control or acknowledged uploads, or a lower baud rate.",
      },
    );
    this.filename = filename;
    this.sent = sent;
    this.stored = stored;
  }
}
