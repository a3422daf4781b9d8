import { FileOpenMode, openFile, SeekOrigin, seekFile, writeFile } from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import type { FileDigest } from "../errors/file-errors.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import type { ByteSource } from "./byte-source.ts";
import type { RunningChecksum } from "./checksum.ts";
import { closeHandles } from "./close-handles.ts";
import { listFiles } from "./listing.ts";
import { isSameFile } from "./names.ts";
import { sumStored } from "./read-stored.ts";
import { freeRam, storageFull, tellsFull } from "./storage-space.ts";

export interface AppendStep {
  readonly signal: AbortSignal;
  readonly batch?: number | undefined;
  /** Called with the bytes that are in the file. */
  readonly onWritten: (totalBytes: number) => void;
}

type CloseStep = Pick<AppendStep, "signal" | "batch">;

/** Pause in the data after which the module gives up: a piece is there before it is announced. */
const idleSeconds = 20;

/**
 * Writes streams of unknown length behind what a file of ours holds already, a command for each piece:
 * the module is in data mode only while bytes are there. A file that is open cannot be deleted, so
 * the one that is being written is known here until it is closed.
 */
export class Appender {
  readonly #channel: Channel;
  readonly #pieceBytes: number;
  /** The handle once the module has told it. */
  #open: { readonly fileName: string; readonly handle: number | undefined } | undefined;

  /** `pieceBytes`: how much is written by one command, and held in memory. */
  constructor(channel: Channel, pieceBytes: number) {
    this.#channel = channel;
    this.#pieceBytes = pieceBytes;
  }

  /**
   * Writes the rest of a source. On this way nothing shows how bytes arrive, so that the module is
   * asked at the end for what it has.
   *
   * @param sum of the bytes that the file holds; what is written is added to it
   * @returns what the module has stored
   * @throws SourceError, `STORAGE_FULL`, UnexpectedReplyError when the module has taken another number
   * of bytes, `NOT_AS_ASKED` when it does not show what it has, and the errors of the channel
   */
  async append(
    fileName: string,
    source: ByteSource,
    sum: RunningChecksum,
    step: AppendStep,
  ): Promise<FileDigest> {
    try {
      await this.#write(fileName, source, sum, step);
      await this.close(step);
      return await this.#stored(fileName, sum.lengthBytes, step);
    } catch (error) {
      throw await this.#explained(error, fileName, step.signal);
    }
  }

  /** Closes the file that is being written, if there is one. */
  async close({ signal, batch }: CloseStep): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    await closeHandles(this.#channel, open.fileName, open.handle, { signal, batch });
    this.#open = undefined;
  }

  /** A handle of before a restart may be another file's now. */
  forget(): void {
    this.#open = undefined;
  }

  async #write(
    fileName: string,
    source: ByteSource,
    sum: RunningChecksum,
    { signal, batch, onWritten }: AppendStep,
  ): Promise<void> {
    const step = { signal, batch };
    this.#open = { fileName, handle: undefined };
    const open = openFile({ fileName, mode: FileOpenMode.readWrite });
    const { handle } = (await this.#channel.step(open, step)).output;
    this.#open = { fileName, handle };
    await this.#channel.step(seekFile({ handle, offsetBytes: 0, origin: SeekOrigin.end }), step);
    for (;;) {
      const payload = await source.read(this.#pieceBytes, signal);
      const lengthBytes = payload.length;
      if (lengthBytes === 0) return;
      const write = writeFile({ handle, lengthBytes, timeoutSeconds: idleSeconds });
      const { output } = await this.#channel.step(write, { ...step, payload });
      sum.add(payload);
      if (output.writtenBytes !== lengthBytes || output.totalBytes !== sum.lengthBytes) {
        const problem = `the module took ${output.writtenBytes} of ${lengthBytes} bytes and has ${output.totalBytes} of ${sum.lengthBytes}`;
        throw new UnexpectedReplyError(write.text, problem);
      }
      onWritten(sum.lengthBytes);
    }
  }

  async #stored(
    fileName: string,
    writtenBytes: number,
    { signal, batch }: AppendStep,
  ): Promise<FileDigest> {
    const step = { signal, batch };
    const listed = await listFiles(this.#channel, step, fileName);
    const listing = listed?.find(({ name }) => isSameFile(name, fileName));
    const bytes = listing?.sizeBytes ?? writtenBytes;
    const checksum = await sumStored(this.#channel, { name: fileName, sizeBytes: bytes }, step);
    if (checksum !== undefined) return { bytes, checksum };
    const problem = `the module does not tell what it has stored as "${fileName}"`;
    throw new QsmtpError("NOT_AS_ASKED", problem, {
      fault: "module",
      hint: "Give the attachment's lengthBytes: then its upload shows the checksum.",
    });
  }

  /** A storage that fills up tells it by an error, or takes less than it was given. */
  async #explained(error: unknown, fileName: string, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) return error;
    const isShort = error instanceof UnexpectedReplyError;
    const freeBytes = isShort ? await freeRam(this.#channel, { signal }) : undefined;
    const isFull = freeBytes !== undefined && freeBytes < this.#pieceBytes;
    if (!isFull && !tellsFull(error)) return error;
    return storageFull(`the module's RAM was full before all of "${fileName}" was in it`, error);
  }
}
