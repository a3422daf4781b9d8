import {
  deleteFile,
  ErrorReporting,
  findFiles,
  getStorageSpace,
  Storage,
  setErrorReporting,
  uploadFile,
} from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import type { PayloadProgress } from "../channel/execute-options.ts";
import { CommandError } from "../errors/command-error.ts";
import { FileExistsError, UploadCorruptError } from "../errors/file-errors.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import { unlessOver } from "../time/deadline.ts";
import { fileChecksum } from "./checksum.ts";
import { decodeLedger, encodeLedger } from "./ledger.ts";
import { nameTranslation } from "./line-pattern.ts";
import { caName, isSameFile, ledgerName, ram } from "./names.ts";
import { readStored } from "./read-stored.ts";

/** A file on its way to the module. */
export interface OutgoingFile {
  /** Name on the module, storage included. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** The job for which files are put on the module. */
export interface FileStep {
  readonly signal: AbortSignal;
  /** Whoever gives one reads back what was done. */
  readonly batch?: number | undefined;
}

export interface UploadOptions extends FileStep {
  readonly onProgress?: ((progress: PayloadProgress) => void) | undefined;
  /** Replaces a file of this name instead of refusing. Default false: it may be somebody else's. */
  readonly replace?: boolean | undefined;
  /** Pause in the data after which the module gives up, in seconds. */
  readonly idleSeconds?: number | undefined;
}

interface ListedFile {
  readonly name: string;
  readonly sizeBytes: number;
}

/** Short, because the module holds the port that long. */
const uploadIdleSeconds = 20;
/** The pattern is small: a line that drops bytes of it shows soon. */
const ledgerIdleSeconds = 5;

/**
 * The files that we put on the module: only they are ever deleted. A name is ours from its
 * upload on, where nobody had it before, or from the `CONNECT` of the upload, until the module confirms that it is gone, or when a ledger of ours names it.
 */
export class ModuleFiles {
  readonly #channel: Channel;
  readonly #ackMode: boolean;
  /** By name; the size where we have put the file there ourselves. */
  readonly #own = new Map<string, number | undefined>();
  /** Names that nobody had when we looked: what lies there after an upload of ours is ours. */
  #free: readonly string[] = [ledgerName];
  /** Files that the module needs for a mail whose result is open. */
  #inUse: readonly string[] = [];
  #earlierCleared = false;
  #lineProven = false;

  /** `ackMode`: the module acknowledges each 1024 bytes, for lines without flow control. */
  constructor(channel: Channel, ackMode: boolean) {
    this.#channel = channel;
    this.#ackMode = ackMode;
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
      ? await this.#list(step)
      : await this.#listCarefully([ledgerName, ...names], step);
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
    await this.#checkSpace(uploads, step);
    // Unless the names are known to be free, a ledger with them could claim somebody else's files.
    return this.#announce(listed === undefined ? [] : names, step);
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
  async #checkSpace(uploads: readonly OutgoingFile[], step: FileStep): Promise<void> {
    if (uploads.length === 0) return;
    const ledger = encodeLedger(uploads.map(({ fileName }) => fileName));
    const needed = uploads.reduce((sum, { bytes }) => sum + bytes.length, ledger.length);
    const freeBytes = await this.#freeBytes(step);
    if (freeBytes === undefined || freeBytes >= needed) return;
    throw new QsmtpError(
      "STORAGE_FULL",
      `the files of the mail need ${needed} bytes, the module's RAM has ${freeBytes} left`,
      { fault: "caller", hint: "Send fewer or smaller attachments in one mail." },
    );
  }

  /** Firmware that cannot tell is no reason not to try. */
  async #freeBytes(step: FileStep): Promise<number | undefined> {
    try {
      const space = getStorageSpace({ storage: Storage.ram });
      return (await this.#channel.step(space, step)).output.freeBytes;
    } catch (error) {
      if (error instanceof CommandError || error instanceof UnexpectedReplyError) return undefined;
      throw error;
    }
  }

  /** What an earlier connection's ledger names is ours, as far as it is there, and what is reserved. */
  async #claimEarlier(listed: readonly ListedFile[], step: FileStep): Promise<void> {
    for (const { name, sizeBytes } of listed) {
      if ([caName, ledgerName].includes(name)) this.#own.set(name, sizeBytes);
    }
    const ledger = listed.find(({ name }) => isSameFile(name, ledgerName));
    if (ledger === undefined) return;
    const content = await readStored(this.#channel, ledger, step);
    // Without it the files count as others', and a mail that needs their names says so.
    for (const name of content === undefined ? [] : decodeLedger(content)) {
      if (has(listed, name)) this.#own.set(name, undefined);
    }
  }

  async #announce(names: readonly string[], step: FileStep): Promise<string | undefined> {
    if (this.#lineProven && names.length === 0) return undefined;
    const bytes = encodeLedger(names);
    const options = { ...step, replace: true, idleSeconds: ledgerIdleSeconds };
    try {
      await this.upload({ fileName: ledgerName, bytes }, options);
    } catch (error) {
      if (error instanceof CommandError) return unprovenLine;
      if (error instanceof UploadCorruptError) throw notTransparent(bytes, error);
      throw error;
    }
    this.#lineProven = true;
    return undefined;
  }

  /**
   * Uploads a file and compares size and checksum.
   *
   * @returns the checksum, equal on both sides
   * @throws FileExistsError when the name is taken by a file that is not ours, UploadCorruptError
   * when the module stored something else, and the errors of the channel.
   */
  async upload({ fileName, bytes }: OutgoingFile, options: UploadOptions): Promise<number> {
    const { signal, batch, onProgress, replace = false } = options;
    const { idleSeconds = uploadIdleSeconds } = options;
    const command = uploadFile({
      fileName,
      sizeBytes: bytes.length,
      timeoutSeconds: idleSeconds,
      ackMode: this.#ackMode,
    });
    const own = (): void => {
      this.#own.set(fileName, bytes.length);
    };
    const put = async () => {
      const { output } = await this.#channel.step(command, {
        payload: bytes,
        signal,
        batch,
        onProgress,
        // CONNECT may get lost, and the file be there all the same.
        onWritten: () => {
          if (this.#free.includes(fileName)) own();
        },
        onAccepted: own,
      });
      return output;
    };
    if (this.#own.has(fileName)) await this.delete(fileName, { signal, batch });
    const stored = await put().catch(async (error: unknown) => {
      if (error instanceof CommandError) this.#own.delete(fileName);
      if (!(await this.#isTaken(fileName, error, { signal }))) throw error;
      if (!replace) throw new FileExistsError(fileName);
      await this.#channel.ask(deleteFile({ fileName }), signal);
      return put();
    });
    const checksum = fileChecksum(bytes);
    if (stored.uploadedBytes !== bytes.length || stored.checksum !== checksum) {
      throw new UploadCorruptError(
        fileName,
        { bytes: bytes.length, checksum },
        { bytes: stored.uploadedBytes, checksum: stored.checksum },
      );
    }
    return checksum;
  }

  /** Deletes every file of ours that no mail needs, the ledger with the last of them. */
  async clear(step: FileStep): Promise<void> {
    const names = this.own.filter((name) => name !== ledgerName && !this.#inUse.includes(name));
    for (const name of names) await this.#deleteTwice(name, step);
    const onlyLedger = this.#own.size === 1 && this.#own.has(ledgerName);
    if (onlyLedger) await this.#deleteTwice(ledgerName, step);
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
      const listed = await this.#list({ signal: step.signal });
      if (listed === undefined || has(listed, fileName)) throw error;
      await this.#deleteMisnamed(fileName, listed, step.signal);
    }
    this.#own.delete(fileName);
  }

  /**
   * A byte of the name that was lost or changed on the way puts the file under another name: one
   * byte off, and of the size of ours.
   */
  async #deleteMisnamed(
    fileName: string,
    listed: readonly ListedFile[],
    signal: AbortSignal,
  ): Promise<void> {
    const sizeBytes = this.#own.get(fileName);
    const found = listed.find(
      (file) => file.sizeBytes === sizeBytes && isOneByteOff(file.name, fileName),
    );
    if (found === undefined) return;
    await this.#channel.ask(deleteFile({ fileName: found.name }), signal);
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
    if (error.moduleError?.name === "fileExists") return true;
    // A plain ERROR may mean anything; a number means what it says.
    if (error.moduleError !== undefined) return false;
    const listed = await this.#list(step);
    return listed !== undefined && has(listed, fileName);
  }

  /** A module that finds nothing may not know the wildcard: the first time each name is asked for. */
  async #listCarefully(
    names: readonly string[],
    step: FileStep,
  ): Promise<readonly ListedFile[] | undefined> {
    const listed = await this.#list(step);
    if (listed === undefined || listed.length > 0) return listed;
    const found: ListedFile[] = [];
    for (const name of names) found.push(...((await this.#list(step, name)) ?? []));
    return found;
  }

  /** What lies in RAM; `undefined` when the module does not tell. */
  async #list(
    step: FileStep,
    pattern: string = `${ram}*`,
    again = true,
  ): Promise<readonly ListedFile[] | undefined> {
    try {
      const all = findFiles({ pattern });
      const { files } = (await this.#channel.step(all, step)).output;
      // BG96 leaves the storage out.
      return files.map(({ name, sizeBytes }) => {
        return { name: name.includes(":") ? name : `${ram}${name}`, sizeBytes };
      });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (error.moduleError?.name === "fileNotFound") return [];
      if (error.moduleError !== undefined || !again) return undefined;
      // After a restart that nobody saw errors have no number: with one the answer can be read.
      const numeric = setErrorReporting({ mode: ErrorReporting.numeric });
      await this.#channel.ask(numeric, step.signal);
      return this.#list(step, pattern, false);
    }
  }

  /** RAM is empty after a restart; what we put there since one that nobody saw is looked for. */
  #takeRestart(told: boolean): void {
    for (const name of told ? this.own : []) if (name.startsWith(ram)) this.#own.delete(name);
    this.#earlierCleared = false;
  }
}

const unprovenLine =
  "the module takes no file that would show whether the line carries every byte as it is";

function notTransparent(content: Uint8Array, error: UploadCorruptError): QsmtpError {
  const name = nameTranslation(content, error.stored) ?? "some are lost, added or changed";
  return new QsmtpError(
    "LINE_NOT_TRANSPARENT",
    `the line to the module does not carry bytes as they are: ${name}`,
    {
      fault: "link",
      hint: "Set every terminal and serial server on the way to raw (stty raw -echo; socat with raw,echo=0), and use RTS/CTS flow control.",
      cause: error,
    },
  );
}

function has(listed: readonly ListedFile[], fileName: string): boolean {
  return listed.some(({ name }) => isSameFile(name, fileName));
}

/** Whether one name is the other with one byte lost, doubled or changed. */
export function isOneByteOff(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1 || one === other) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  const rest = long.slice(at + 1);
  return rest === short.slice(at) || rest === short.slice(at + 1);
}
