import { deleteFile, uploadFile, writeFile } from "@qsmtp/protocol/commands";
import { defaultOf, fileErrorNumber } from "@qsmtp/protocol/facts";
import type { Channel } from "../channel/channel.ts";
import type { PayloadProgress } from "../channel/execute-options.ts";
import { payloadBytes, type StreamedPayload } from "../channel/payload.ts";
import { CommandError } from "../errors/command-error.ts";
import { type FileDigest, FileExistsError, UploadCorruptError } from "../errors/file-errors.ts";
import { MessageError } from "../errors/message-error.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { unlessOver } from "../time/deadline.ts";
import { Appender } from "./appender.ts";
import type { ByteSource } from "./byte-source.ts";
import { fileChecksum, RunningChecksum } from "./checksum.ts";
import { closeHandles } from "./close-handles.ts";
import { type FileContent, knownBytes } from "./content.ts";
import { DeclaredPayload } from "./declared-payload.ts";
import { decodeLedger, encodeLedger } from "./ledger.ts";
import { nameTranslation } from "./line-pattern.ts";
import { has, isOneByteOff, type ListedFile, listCarefully, listFiles } from "./listing.ts";
import { caName, flash, isSameFile, ledgerName, ram } from "./names.ts";
import { readStored } from "./read-stored.ts";
import { freeRam, storageFull, tellsFull } from "./storage-space.ts";

/** A file on its way to the module. */
export interface OutgoingFile {
  /** Name on the module, storage included. */
  readonly fileName: string;
  readonly content: FileContent;
}

/** The job for which files are put on the module. */
export interface FileStep {
  readonly signal: AbortSignal;
  /** Whoever gives one reads back what was done. */
  readonly batch?: number | undefined;
}

/** How a file is stored on the module. */
export interface UploadOptions extends FileStep {
  readonly onProgress?: ((progress: PayloadProgress) => void) | undefined;
  /** Replaces a file of this name instead of refusing. Default false: it may be somebody else's. */
  readonly replace?: boolean | undefined;
  /** Nobody had the name just now: what lies there after the upload is ours. Default false. */
  readonly isFree?: boolean | undefined;
  /** Pause in the data after which the module gives up, in seconds. */
  readonly idleSeconds?: number | undefined;
}

/** Short, because the module holds the port that long. */
const uploadIdleSeconds = 20;
/** A source may be slow, and is given up before the module gives up. */
const streamIdleSeconds = 120;
/** So much of a stream of unknown length is held in memory; one that ends within it is like bytes. */
const firstBytes = 32_768;
/** What goes out in one block is there before: three plus signs behind a pause would be an escape. */
const blockBytes = 1024;
/** The module's own default for one write. */
const pieceBytes = defaultOf(writeFile, "lengthBytes");
/** Writes have no acknowledgements: their results take the place, as often as those would come. */
const ackedPieceBytes = uploadFile.data?.ack?.everyBytes ?? blockBytes;
/** The pattern is small: a line that drops bytes of it shows soon. */
const ledgerIdleSeconds = 5;

/**
 * The files that we put on the module: only they are ever deleted. A name is ours from its
 * upload on, where nobody had it before, or from the `CONNECT` of the upload, until the module confirms that it is gone, or when a ledger of ours names it.
 */
export class ModuleFiles {
  readonly #channel: Channel;
  readonly #ackMode: boolean;
  readonly #appender: Appender;
  /** By name; the size where we have put the file there ourselves. */
  readonly #own = new Map<string, number | undefined>();
  /** Names that nobody had when we looked: what lies there after an upload of ours is ours. */
  #free: readonly string[] = [ledgerName];
  /** Files that the module needs for a mail whose result is open. */
  #inUse: readonly string[] = [];
  #uploading: string | undefined;
  #earlierCleared = false;
  #lineProven = false;

  /** `ackMode`: the module acknowledges each block, for lines without flow control. */
  constructor(channel: Channel, ackMode: boolean) {
    this.#channel = channel;
    this.#ackMode = ackMode;
    this.#appender = new Appender(channel, ackMode ? ackedPieceBytes : pieceBytes);
    channel.onRestart(({ told }) => this.#takeRestart(told));
  }

  /** Names of our files that are still on the module, as far as we know. */
  get own(): readonly string[] {
    return [...this.#own.keys()];
  }

  /** Keeps the files of a mail that the module may still be sending. */
  use(names: readonly string[]): void {
    this.#inUse = names;
  }

  /**
   * Gets the module ready for a mail's files: deletes what an earlier connection of ours left,
   * refuses names that are taken, writes down what will be put there for whoever comes after us, and
   * proves with the same bytes that the line is transparent.
   *
   * @returns a warning when the module does not take the file that would prove it
   * @throws FileExistsError, and QsmtpError `LINE_NOT_TRANSPARENT`
   */
  async prepare(
    uploads: readonly OutgoingFile[],
    { replace, ...step }: FileStep & { readonly replace: boolean },
  ): Promise<string | undefined> {
    const names = uploads.map(({ fileName }) => fileName);
    if (this.#earlierCleared && uploads.length === 0) {
      await this.clear(step);
      return this.#announce([], step);
    }
    const listed = this.#earlierCleared
      ? await listFiles(this.#channel, step)
      : await listCarefully(this.#channel, [ledgerName, ...names], step);
    if (listed !== undefined) {
      if (!this.#earlierCleared) await this.#claimEarlier(listed, step);
      this.#earlierCleared = true;
      const earlier = this.own;
      await this.clear(step);
      const taken = names.find(
        (name) => has(listed, name) && !earlier.some((own) => isSameFile(own, name)),
      );
      if (taken !== undefined && !replace) throw new FileExistsError(taken);
      this.#free = [ledgerName, ...names.filter((name) => !has(listed, name))];
    }
    const ledger = encodeLedger(names);
    await this.#checkSpace(uploads, ledger.length, step);
    // Unless the names are known to be free, a ledger with them could claim somebody else's files.
    return listed === undefined ? this.#announce([], step) : this.#announce(names, step, ledger);
  }

  /**
   * Proves that the line is transparent, also where that was proven before. Whoever calls this calls
   * {@link ModuleFiles.clear} behind it.
   * @returns and throws what {@link ModuleFiles.prepare} does
   */
  async proveLine(step: FileStep): Promise<string | undefined> {
    this.#lineProven = false;
    return await this.prepare([], { ...step, replace: false });
  }

  /** Refuses what the module's RAM cannot hold before the upload shows it. */
  async #checkSpace(
    uploads: readonly OutgoingFile[],
    ledgerBytes: number,
    step: FileStep,
  ): Promise<void> {
    if (uploads.length === 0) return;
    const needed = uploads.reduce((sum, { content }) => {
      return sum + (knownBytes(content) ?? 1);
    }, ledgerBytes);
    const freeBytes = await freeRam(this.#channel, step);
    if (freeBytes === undefined || freeBytes >= needed) return;
    throw storageFull(
      `the files of the mail need ${needed} bytes, the module's RAM has ${freeBytes} left`,
    );
  }

  /** What an earlier connection's ledger names is ours, as far as it is there, and what is reserved. */
  async #claimEarlier(listed: readonly ListedFile[], step: FileStep): Promise<void> {
    for (const { name, sizeBytes } of listed) {
      const isReserved = [caName, ledgerName].some((reserved) => isSameFile(reserved, name));
      if (isReserved) this.#own.set(name, sizeBytes);
    }
    const ledger = listed.find(({ name }) => isSameFile(name, ledgerName));
    if (ledger === undefined) return;
    const content = await readStored(this.#channel, ledger, step);
    // Without it the files count as others', and a mail that needs their names says so.
    for (const name of content === undefined ? [] : decodeLedger(content.bytes)) {
      if (has(listed, name)) this.#own.set(name, undefined);
    }
  }

  /** `ledger`: that of the names, where it is there already. */
  async #announce(
    names: readonly string[],
    step: FileStep,
    ledger?: Uint8Array,
  ): Promise<string | undefined> {
    if (this.#lineProven && names.length === 0) return undefined;
    const bytes = ledger ?? encodeLedger(names);
    const options = { ...step, replace: true, idleSeconds: ledgerIdleSeconds };
    try {
      await this.upload({ fileName: ledgerName, content: bytes }, options);
    } catch (error) {
      if (error instanceof CommandError) return unprovenLine;
      if (error instanceof UploadCorruptError) throw notTransparent(bytes, error);
      throw error;
    }
    this.#lineProven = true;
    return undefined;
  }

  /**
   * Uploads a file and compares size and checksum. A stream of unknown length that is longer than
   * {@link firstBytes} is written behind them and read back by the module's checksum.
   *
   * @returns size and checksum, equal on both sides
   * @throws FileExistsError when the name is taken by a file that is not ours, UploadCorruptError
   * when the module stored something else, SourceError, `STORAGE_FULL`, and the errors of the channel
   */
  async upload({ fileName, content }: OutgoingFile, options: UploadOptions): Promise<FileDigest> {
    if (content instanceof Uint8Array) return this.#uploadBytes(fileName, content, options);
    const { source, lengthBytes } = content;
    return lengthBytes === undefined
      ? this.#uploadUnknown(fileName, source, options)
      : this.#uploadDeclared(fileName, new DeclaredPayload(source, lengthBytes), options);
  }

  async #uploadBytes(
    fileName: string,
    bytes: Uint8Array,
    options: UploadOptions,
  ): Promise<FileDigest> {
    const stored = await this.#put(fileName, bytes, options);
    return compare(fileName, { bytes: bytes.length, checksum: fileChecksum(bytes) }, stored);
  }

  async #uploadDeclared(
    fileName: string,
    payload: DeclaredPayload,
    options: UploadOptions,
  ): Promise<FileDigest> {
    const { lengthBytes } = payload;
    if (lengthBytes <= blockBytes) {
      const bytes = await payload.take(lengthBytes, options.signal);
      return this.#uploadBytes(fileName, bytes, options);
    }
    const idleSeconds = options.idleSeconds ?? streamIdleSeconds;
    const stored = await this.#put(fileName, payload, { ...options, idleSeconds });
    return compare(fileName, { bytes: payload.lengthBytes, checksum: payload.checksum }, stored);
  }

  /** The first bytes claim the name: a file of somebody else's is never opened for writing. */
  async #uploadUnknown(
    fileName: string,
    source: ByteSource,
    options: UploadOptions,
  ): Promise<FileDigest> {
    const { signal, batch, onProgress } = options;
    const first = await source.read(firstBytes, signal);
    if (first.length === 0) throw emptyContent(source.path);
    const stored = await this.#uploadBytes(fileName, first, options);
    if (await source.isAtEnd(signal)) return stored;
    const sum = new RunningChecksum().add(first);
    // The size is not known any more by which a misnamed file would be found.
    this.#own.set(fileName, undefined);
    const rest = await this.#appender.append(fileName, source, sum, {
      signal,
      batch,
      onWritten: (sentBytes) => onProgress?.({ sentBytes, totalBytes: sentBytes }),
    });
    return compare(fileName, { bytes: sum.lengthBytes, checksum: sum.value }, rest);
  }

  /** @returns what the module says that it stored */
  async #put(
    fileName: string,
    payload: Uint8Array | StreamedPayload,
    options: UploadOptions,
  ): Promise<FileDigest> {
    const { signal, batch, onProgress, replace = false } = options;
    const isFree = options.isFree === true || this.#free.includes(fileName);
    const { idleSeconds = uploadIdleSeconds } = options;
    const sizeBytes = payloadBytes(payload);
    const command = uploadFile({
      fileName,
      sizeBytes,
      timeoutSeconds: idleSeconds,
      ackMode: this.#ackMode,
    });
    const own = (): void => {
      this.#own.set(fileName, sizeBytes);
    };
    let accepted = false;
    const put = async (): Promise<FileDigest> => {
      this.#uploading = fileName;
      const { output } = await this.#channel.step(command, {
        payload,
        signal,
        batch,
        onProgress,
        // CONNECT may get lost, and the file be there all the same.
        onWritten: () => {
          if (isFree) own();
        },
        onAccepted: () => {
          accepted = true;
          own();
        },
      });
      return { bytes: output.uploadedBytes, checksum: output.checksum };
    };
    if (this.#own.has(fileName)) await this.delete(fileName, { signal, batch });
    return await put()
      .catch(async (error: unknown) => {
        // What is refused behind CONNECT may be there in part.
        if (error instanceof CommandError && !accepted) this.#own.delete(fileName);
        if (tellsFull(error)) throw storageFull(`the module has no room for ${fileName}`, error);
        if (accepted || !(await this.#isTaken(fileName, error, { signal }))) throw error;
        if (!replace) throw new FileExistsError(fileName);
        await this.#channel.ask(deleteFile({ fileName }), signal);
        return put();
      })
      .finally(() => {
        this.#uploading = undefined;
      });
  }

  /** Deletes every file of ours that no mail needs, the ledger with the last of them. */
  async clear(step: FileStep): Promise<void> {
    await this.#appender.close(step).catch(unlessOver(step.signal));
    const names = this.own.filter((name) => name !== ledgerName && !this.#inUse.includes(name));
    for (const name of names) await this.#deleteTwice(name, step);
    const onlyLedger = this.#own.size === 1 && this.#own.has(ledgerName);
    if (onlyLedger) await this.#deleteTwice(ledgerName, step);
  }

  /** What has been put on the module is somebody else's from now on. */
  handOver(): void {
    this.#own.clear();
  }

  /** What counts as ours now, for {@link claim}. */
  claims(): ReadonlyMap<string, number | undefined> {
    return new Map(this.#own);
  }

  /** Takes files for ours again whose deletion is in doubt. */
  claim(claims: ReadonlyMap<string, number | undefined>): void {
    for (const [name, sizeBytes] of claims) this.#own.set(name, sizeBytes);
  }

  /** Deletes one of our files; one that is gone already counts as deleted. */
  async delete(fileName: string, step: FileStep): Promise<void> {
    try {
      await this.#channel.step(deleteFile({ fileName }), step);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      // A file that is not there and a deletion that failed are told alike, so look.
      if (error.moduleError?.code === fileErrorNumber.fileAlreadyOpen) {
        await this.#deleteOpen(fileName, step);
        return;
      }
      const listed = await listFiles(this.#channel, { signal: step.signal });
      if (listed === undefined || listed.some(({ name }) => name === fileName)) throw error;
      const isGone = await this.#deleteMisnamed(fileName, listed, step.signal);
      if (!isGone && has(listed, fileName)) throw error;
    }
    this.#own.delete(fileName);
  }

  /** Whoever was to write it has died, or was never told its handle. */
  async #deleteOpen(fileName: string, { signal, batch }: FileStep): Promise<void> {
    await closeHandles(this.#channel, fileName, undefined, { signal, batch });
    await this.#channel.ask(deleteFile({ fileName }), signal);
    this.#own.delete(fileName);
  }

  /**
   * A byte of the name that was lost or changed on the way puts the file under another name: one
   * byte off, and of the size of ours. Without its whole prefix a name is one in the flash.
   * @returns whether one was found
   */
  async #deleteMisnamed(
    fileName: string,
    listed: readonly ListedFile[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const sizeBytes = this.#own.get(fileName);
    const isOurs = (file: ListedFile, prefix: string): boolean =>
      file.sizeBytes === sizeBytes && isOneByteOff(file.name, `${prefix}${fileName}`);
    const found =
      listed.find((file) => isOurs(file, "")) ??
      (await listFiles(this.#channel, { signal }, "*"))?.find((file) => isOurs(file, flash));
    // A star stands for any name, also in a deletion.
    if (found === undefined || found.name.includes("*")) return false;
    await this.#channel.ask(deleteFile({ fileName: found.name }), signal);
    return true;
  }

  async #deleteTwice(name: string, { signal, batch }: FileStep): Promise<void> {
    try {
      await this.delete(name, { signal, batch });
    } catch (error) {
      if (signal.aborted) throw error;
      await this.delete(name, { signal, batch }).catch(unlessOver(signal));
    }
  }

  async #isTaken(fileName: string, error: unknown, step: FileStep): Promise<boolean> {
    if (!(error instanceof CommandError)) return false;
    if (error.moduleError?.code === fileErrorNumber.fileExists) return true;
    // A plain ERROR may mean anything; a number means what it says.
    if (error.moduleError !== undefined) return false;
    const listed = await listFiles(this.#channel, step);
    return listed !== undefined && has(listed, fileName);
  }

  /** RAM is empty after a restart; what we put there since one that nobody saw is looked for. */
  #takeRestart(told: boolean): void {
    // A command that was on its way when the module said so may have been taken behind it.
    const gone = told ? this.own.filter((name) => name !== this.#uploading) : [];
    for (const name of gone) if (name.startsWith(ram)) this.#own.delete(name);
    this.#appender.forget();
    this.#earlierCleared = false;
  }
}

const unprovenLine =
  "the module takes no file that would show whether the line carries every byte as it is";

function compare(fileName: string, sent: FileDigest, stored: FileDigest): FileDigest {
  if (stored.bytes === sent.bytes && stored.checksum === sent.checksum) return stored;
  throw new UploadCorruptError(fileName, sent, stored);
}

function emptyContent(path: string): MessageError {
  const message = "gave no bytes; the module stores files of 1 byte or more";
  return new MessageError([{ path, code: "EMPTY", message }]);
}

function notTransparent(content: Uint8Array, error: UploadCorruptError): QsmtpError {
  const translation = nameTranslation(content, error.stored);
  const name = translation ?? "some are lost, added or changed";
  return new QsmtpError(
    "LINE_NOT_TRANSPARENT",
    `the line to the module does not carry bytes as they are: ${name}`,
    {
      fault: "link",
      // A terminal translates always; bytes get lost now and then.
      retryable: translation === undefined,
      permanent: translation !== undefined,
      hint: "Set every terminal and serial server on the way to raw (stty raw -echo; socat with raw,echo=0), and use RTS/CTS flow control.",
      cause: error,
    },
  );
}
