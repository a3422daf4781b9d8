import {
  closeFile,
  downloadFile,
  FileOpenMode,
  openFile,
  readFile,
} from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import { RunningChecksum } from "./checksum.ts";
import { joined } from "./joined.ts";

interface ReadStep {
  readonly signal: AbortSignal;
  readonly batch?: number | undefined;
}

interface StoredName {
  readonly name: string;
  readonly sizeBytes: number;
}

/** What was read of a file. */
export interface ReadFile {
  readonly bytes: Uint8Array;
  /** The sum that the module told of it; `undefined` from firmware that tells none. */
  readonly checksum: number | undefined;
}

/** Reads a whole file from the module; `undefined` when no command that can is answered. */
export async function readStored(
  channel: Channel,
  file: StoredName,
  step: ReadStep,
): Promise<ReadFile | undefined> {
  return firstAnswered<ReadFile>([
    async () => {
      const content = new Received();
      const { checksum } = await download(channel, file, step, content.take);
      return { bytes: content.bytes, checksum };
    },
    async () => {
      const content = new Received();
      await readByHandle(channel, file, step, content.take);
      return { bytes: content.bytes, checksum: undefined };
    },
  ]);
}

/**
 * The sum of a file as the module has it, without keeping what it sends; `undefined` when no command
 * that tells it is answered.
 */
export async function sumStored(
  channel: Channel,
  file: StoredName,
  step: ReadStep,
): Promise<number | undefined> {
  return firstAnswered([
    // The module's own sum: what the line makes of the bytes on their way back says nothing.
    async () => (await download(channel, file, step, () => undefined)).checksum,
    async () => {
      const sum = new RunningChecksum();
      await readByHandle(channel, file, step, (chunk) => sum.add(chunk));
      return sum.value;
    },
  ]);
}

async function firstAnswered<T>(ways: readonly (() => Promise<T>)[]): Promise<T | undefined> {
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      const refused = error instanceof CommandError || error instanceof UnexpectedReplyError;
      if (!refused) throw error;
    }
  }
  return undefined;
}

async function download(
  channel: Channel,
  { name: fileName, sizeBytes }: StoredName,
  step: ReadStep,
  onReceived: (chunk: Uint8Array) => void,
): Promise<{ readonly checksum: number }> {
  const options = { ...step, receiveBytes: sizeBytes, onReceived };
  return (await channel.step(downloadFile({ fileName }), options)).output;
}

/** Not every firmware has the download. */
async function readByHandle(
  channel: Channel,
  { name: fileName, sizeBytes }: StoredName,
  step: ReadStep,
  onReceived: (chunk: Uint8Array) => void,
): Promise<void> {
  const open = openFile({ fileName, mode: FileOpenMode.readOnly });
  const { handle } = (await channel.step(open, step)).output;
  try {
    await channel.step(readFile({ handle, lengthBytes: sizeBytes }), { ...step, onReceived });
  } finally {
    await channel.step(closeFile({ handle }), step);
  }
}

/** Puts the pieces of a data phase together. */
class Received {
  readonly #chunks: Uint8Array[] = [];

  readonly take = (chunk: Uint8Array): void => {
    this.#chunks.push(chunk);
  };

  get bytes(): Uint8Array {
    return joined(this.#chunks);
  }
}
