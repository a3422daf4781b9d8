import type { Storage } from "@qsmtp/protocol/commands";
import type { PayloadProgress } from "../channel/execute-options.ts";
import type { FileDigest } from "../errors/file-errors.ts";
import type { ByteStream } from "./byte-stream.ts";

/** How long work on files may take. */
export interface FileOptions {
  /** Gives the work up; what it has put on the module is deleted all the same. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Longest time in milliseconds, from the call on: waiting for mails on their way included. Default
   * 600 000.
   */
  readonly timeoutMs?: number | undefined;
}

/** How a file is put on the module. */
export interface FileUploadOptions extends FileOptions {
  /**
   * How many bytes a stream will give; see `MailAttachment.lengthBytes`.
   * @whole
   * @minimum 1
   */
  readonly lengthBytes?: number | undefined;
  /** Replaces a file of this name. Default false: refuse. */
  readonly replace?: boolean | undefined;
  /** Called as the bytes go out. */
  readonly onProgress?: ((progress: PayloadProgress) => void) | undefined;
}

/** A file that lies on the module. */
export interface FileEntry {
  /** With the storage in front: `UFS:ca.pem`. */
  readonly filename: string;
  /** Its size. */
  readonly bytes: number;
}

/** How much a storage holds. */
export interface StorageSpace {
  /** Room for further files. */
  readonly freeBytes: number;
  /** Size of the whole storage. */
  readonly totalBytes: number;
}

/**
 * The files of the caller on the module: certificates, for instance. A name without a storage in front
 * lies in the flash (`UFS:`); files in `RAM:` are gone after a restart. Names that begin with `qsmtp-`
 * are this package's own and are refused. The work waits for mails on their way.
 *
 * Every method throws a QsmtpError: `INVALID_OPTION` for a name that cannot be, `TIMEOUT`, `ABORTED`,
 * `MODULE_CLOSED`, `CONNECTION_LOST`, `RESULT_OUTSTANDING` (a mail's result did not come in time), and
 * what `execute` throws.
 */
export interface QsmtpFiles {
  /**
   * The files that fit a pattern, with `*` for any characters. Default all in the flash; `RAM:*` for
   * those in the memory.
   */
  list(pattern?: string, options?: FileOptions): Promise<readonly FileEntry[]>;
  /**
   * Stores a file and proves that it arrived as it was given, by size and checksum. One that did not
   * is deleted again; with `replace` the file that was there is gone by then. What cannot be deleted,
   * because the module does not answer, is deleted before the next upload or by `close`; a program that dies in the middle leaves it. A string is
   * stored as UTF-8; a stream is ended however the call ends.
   *
   * @throws FileExistsError `FILE_EXISTS`, UploadCorruptError `UPLOAD_CORRUPT`, SourceError
   * `SOURCE_FAILED` for a stream that fails, `STORAGE_FULL`
   */
  upload(
    filename: string,
    content: Uint8Array | string | ByteStream,
    options?: FileUploadOptions,
  ): Promise<FileDigest>;
  /**
   * Reads a whole file, and proves by the module's checksum that it came as it lies there.
   *
   * @throws QsmtpError `FILE_NOT_FOUND`, `DOWNLOAD_CORRUPT`
   */
  download(filename: string, options?: FileOptions): Promise<Uint8Array>;
  /** Deletes one file. @throws QsmtpError `FILE_NOT_FOUND` */
  delete(filename: string, options?: FileOptions): Promise<void>;
  /** How much room a storage has. Default the flash, `UFS`. */
  space(storage?: Storage, options?: FileOptions): Promise<StorageSpace>;
}
