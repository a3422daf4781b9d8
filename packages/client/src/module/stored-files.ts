import type { Command, OperationDescriptor } from "@qsmtp/protocol";
import { deleteFile, findFiles, getStorageSpace, Storage } from "@qsmtp/protocol/commands";
import { fileErrorNumber } from "@qsmtp/protocol/facts";
import { copiedBytes, kindOf } from "../bytes/copied-bytes.ts";
import type { Channel } from "../channel/channel.ts";
import { hasLoneSurrogate } from "../charset/encode-text.ts";
import { CommandError } from "../errors/command-error.ts";
import { type FileDigest, FileExistsError } from "../errors/file-errors.ts";
import { invalidOption } from "../errors/invalid-option.ts";
import { isOwnError, QsmtpError } from "../errors/qsmtp-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import { ByteSource } from "../files/byte-source.ts";
import { type ByteStream, isByteStream, whyUnreadable } from "../files/byte-stream.ts";
import { fileChecksum } from "../files/checksum.ts";
import { has, listFiles } from "../files/listing.ts";
import { ModuleFiles } from "../files/module-files.ts";
import { isReserved, isSameFile, withoutStorage } from "../files/names.ts";
import type {
  FileEntry,
  FileOptions,
  FileUploadOptions,
  QsmtpFiles,
  StorageSpace,
} from "../files/qsmtp-files.ts";
import { readStored } from "../files/read-stored.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { MailTurn } from "../mail/mail-turn.ts";
import type { Mailer } from "../mail/mailer.ts";
import { checkedOptions, type OptionPlace, OptionProblems } from "../options/option-problems.ts";
import { fileOptions, fileUploadOptions } from "../options/option-tables.gen.ts";
import type { Clock } from "../time/clock.ts";
import { startDeadline } from "../time/deadline.ts";

const usualTimeoutMs = 600_000;
const cleanUpMs = 15_000;

/** What files are kept on, and whose turn they wait for. */
export interface FileParts {
  readonly channel: Channel;
  readonly mail: Mailer;
  readonly limits: ModuleLimits;
}

/** Files as callers hold them: each work waits for its turn among the mails. */
export class StoredFiles implements QsmtpFiles {
  readonly #channel: Channel;
  readonly #mail: Mailer;
  readonly #limits: ModuleLimits;
  /** Knows what is half there; what is whole is the caller's. */
  readonly #unfinished: ModuleFiles;

  constructor(parts: FileParts, acknowledgedUploads: boolean) {
    const { channel, mail, limits } = parts;
    this.#channel = channel;
    this.#mail = mail;
    this.#limits = limits;
    this.#unfinished = new ModuleFiles(channel, acknowledgedUploads);
  }

  async list(pattern: string = "*", options: FileOptions = {}): Promise<readonly FileEntry[]> {
    const command = this.#command(findFiles, { pattern }, { pattern: { path: "pattern" } });
    return await this.#inTurn(`the files ${pattern}`, options, async ({ signal }) => {
      const listed = await listFiles(this.#channel, { signal }, pattern);
      if (listed !== undefined) {
        return listed.map(({ name, sizeBytes }) => ({ filename: name, bytes: sizeBytes }));
      }
      throw new UnexpectedReplyError(command.text, "the module does not list files");
    });
  }

  async upload(
    filename: string,
    content: Uint8Array | string | ByteStream,
    options: FileUploadOptions = {},
  ): Promise<FileDigest> {
    const source = sourceOf(content, this.#channel.clock);
    try {
      this.#nameOf(filename);
      const given = checkedOptions<FileUploadOptions>(options, fileUploadOptions);
      const { lengthBytes, replace = false, onProgress, timeoutMs, signal: outer } = given;
      const taken = source === undefined ? bytesOf(content, lengthBytes) : { source, lengthBytes };
      const work = { timeoutMs, signal: outer };
      return await this.#inTurn(`the upload of ${filename}`, work, async (turn) => {
        await turn.prepare();
        const { signal } = turn;
        // What an earlier upload left because the module did not answer.
        await this.#unfinished.clear({ signal });
        const listed = await listFiles(this.#channel, { signal }, filename);
        const isThere = listed !== undefined && has(listed, filename);
        if (isThere && !replace) throw new FileExistsError(filename);
        const isFree = listed !== undefined && !isThere;
        return await this.#uploadWhole(turn, () =>
          this.#unfinished.upload(
            { fileName: filename, content: taken },
            { signal, onProgress, replace, isFree },
          ),
        );
      });
    } finally {
      source?.close();
    }
  }

  async download(filename: string, options: FileOptions = {}): Promise<Uint8Array> {
    this.#nameOf(filename);
    return await this.#inTurn(`the file ${filename}`, options, async (turn) => {
      await turn.prepare();
      const { signal } = turn;
      const listed = await listFiles(this.#channel, { signal }, filename);
      const file = listed?.find(({ name }) => isSameFile(name, filename));
      if (file === undefined) throw notFound(filename);
      const read = await readStored(this.#channel, file, { signal });
      if (read === undefined) {
        throw new UnexpectedReplyError(
          `the file ${filename}`,
          "the module does not give its content",
        );
      }
      const { bytes, checksum } = read;
      if (checksum === undefined || checksum === fileChecksum(bytes)) return bytes;
      throw new QsmtpError(
        "DOWNLOAD_CORRUPT",
        `${filename} came damaged: its checksum is another`,
        {
          fault: "link",
          retryable: true,
          hint: "Use RTS/CTS flow control, or a lower baud rate.",
        },
      );
    });
  }

  async delete(filename: string, options: FileOptions = {}): Promise<void> {
    const command = this.#nameOf(filename);
    return await this.#inTurn(`the deletion of ${filename}`, options, async ({ signal }) => {
      try {
        await this.#channel.ask(command, signal);
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        if (error.moduleError?.code === fileErrorNumber.fileNotFound)
          throw notFound(filename, error);
        const listed = await listFiles(this.#channel, { signal }, filename);
        if (listed === undefined || has(listed, filename)) throw error;
        throw notFound(filename, error);
      }
    });
  }

  async space(storage: Storage = Storage.ufs, options: FileOptions = {}): Promise<StorageSpace> {
    const command = this.#command(getStorageSpace, { storage }, { storage: { path: "storage" } });
    return await this.#inTurn(`the space of ${storage}`, options, async ({ signal }) => {
      const { freeBytes, totalBytes } = await this.#channel.ask(command, signal);
      return { freeBytes, totalBytes };
    });
  }

  /** Deletes what an upload has left half, as far as the module answers. */
  async clearUnfinished(signal: AbortSignal): Promise<void> {
    await this.#unfinished.clear({ signal });
  }

  #inTurn<T>(what: string, options: FileOptions, work: (turn: MailTurn) => Promise<T>): Promise<T> {
    const { timeoutMs = usualTimeoutMs, signal } = checkedOptions<FileOptions>(
      options,
      fileOptions,
    );
    return this.#mail.inTurn({ what, timeoutMs, signal }, work);
  }

  /**
   * Checks a name of the caller's, and gives the command that deletes the file.
   * @throws InvalidOptionError
   */
  #nameOf(fileName: string): Command<void> {
    const places = { fileName: { path: "filename" } };
    const command = this.#command(deleteFile, { fileName }, places);
    if (/[*\p{Cc}]/u.test(fileName)) {
      throw invalidOption("filename", "must name one file, without * or control characters");
    }
    if (isReserved(withoutStorage(fileName))) {
      const problem = "must not begin with qsmtp-: such names are this package's own";
      throw invalidOption("filename", problem);
    }
    return command;
  }

  #command<Input extends object, Output, Traits>(
    operation: OperationDescriptor<Input, Output, Traits>,
    input: NoInfer<Input>,
    places: { readonly [Name in keyof Input]?: OptionPlace },
  ): Command<Output, Traits> {
    const problems = new OptionProblems();
    return problems.settle(problems.command(this.#limits, operation, input, places));
  }

  /** A file that is not there as a whole is not there at all. */
  async #uploadWhole({ closed }: MailTurn, upload: () => Promise<FileDigest>): Promise<FileDigest> {
    try {
      const stored = await upload();
      this.#unfinished.handOver();
      return stored;
    } catch (error) {
      const { clock } = this.#channel;
      const deadline = startDeadline(clock, cleanUpMs, "the file to be deleted", closed);
      await this.#unfinished.clear({ signal: deadline.signal }).catch(() => undefined);
      deadline.dispose();
      throw isOwnError(error, "MESSAGE_REFUSED") ? emptyContent(error) : error;
    }
  }
}

function notFound(filename: string, cause?: unknown): QsmtpError {
  return new QsmtpError("FILE_NOT_FOUND", `the module has no file ${filename}`, {
    fault: "caller",
    hint: "files.list() tells which it has; a name without a storage in front lies in UFS.",
    cause,
  });
}

function emptyContent(cause?: unknown): QsmtpError {
  const problem = "is empty; the module stores files of 1 byte or more";
  return invalidOption("content", problem, undefined, cause);
}

/** A stream is ended however the call ends, also one whose other arguments are wrong. */
function sourceOf(content: unknown, clock: Clock): ByteSource | undefined {
  if (!isByteStream(content)) return undefined;
  const problem = whyUnreadable(content);
  if (problem !== undefined) throw invalidOption("content", problem);
  return new ByteSource(content, "content", clock);
}

/** Bytes are copied: what is sent is what was given at the call. */
function bytesOf(content: unknown, lengthBytes: number | undefined): Uint8Array {
  if (typeof content === "string" && hasLoneSurrogate(content)) {
    throw invalidOption("content", "holds half of a surrogate pair, which no character is");
  }
  const bytes =
    typeof content === "string" ? new TextEncoder().encode(content) : copiedBytes(content);
  if (bytes === undefined) {
    const problem = `must be bytes, a string or a stream of Uint8Array, is ${kindOf(content)}`;
    throw invalidOption("content", problem);
  }
  if (bytes.length === 0) throw emptyContent();
  if (lengthBytes !== undefined && lengthBytes !== bytes.length) {
    const problem = `must be ${bytes.length}, that of the content, is ${lengthBytes}`;
    throw invalidOption("lengthBytes", problem);
  }
  return bytes;
}
