import { QsmtpError } from "./qsmtp-error.ts";

/** A file of this name is on the module, and nothing shows that we put it there. */
export class FileExistsError extends QsmtpError {
  override readonly name = "FileExistsError";
  readonly fileName: string;

  constructor(fileName: string) {
    super(
      "FILE_EXISTS",
      `the module already has a file "${fileName}", and nothing shows that it is ours`,
      {
        fault: "caller",
        hint: "Give the attachment another name, delete the file if an earlier run left it, or allow it to be replaced with replaceExistingFiles.",
      },
    );
    this.fileName = fileName;
  }
}

export interface StoredFile {
  readonly bytes: number;
  readonly checksum: number;
}

/** The module stored something else than what was sent. */
export class UploadCorruptError extends QsmtpError {
  override readonly name = "UploadCorruptError";
  readonly fileName: string;
  readonly sent: StoredFile;
  readonly stored: StoredFile;

  constructor(fileName: string, sent: StoredFile, stored: StoredFile) {
    const show = ({ bytes, checksum }: StoredFile): string =>
      `${bytes} bytes, checksum ${checksum.toString(16)}`;
    super(
      "UPLOAD_CORRUPT",
      `"${fileName}" arrived damaged: sent ${show(sent)}, stored ${show(stored)}`,
      {
        fault: "link",
        retryable: true,
        hint: "Use RTS/CTS flow control or acknowledged uploads, or a lower baud rate.",
      },
    );
    this.fileName = fileName;
    this.sent = sent;
    this.stored = stored;
  }
}
