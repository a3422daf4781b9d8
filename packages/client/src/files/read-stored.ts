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

interface ReadStep {
  readonly signal: AbortSignal;
  readonly batch?: number | undefined;
}

/** Reads a whole file from the module; `undefined` when no command that can is answered. */
export async function readStored(
  channel: Channel,
  file: { readonly name: string; readonly sizeBytes: number },
  step: ReadStep,
): Promise<Uint8Array | undefined> {
  for (const read of [byDownload, byHandle]) {
    try {
      return await read(channel, file.name, file.sizeBytes, step);
    } catch (error) {
      const refused = error instanceof CommandError || error instanceof UnexpectedReplyError;
      if (!refused) throw error;
    }
  }
  return undefined;
}

async function byDownload(
  channel: Channel,
  fileName: string,
  sizeBytes: number,
  step: ReadStep,
): Promise<Uint8Array> {
  const content = new Received();
  const { onReceived } = content;
  const options = { ...step, receiveBytes: sizeBytes, onReceived };
  await channel.step(downloadFile({ fileName }), options);
  return content.bytes;
}

/** Not every firmware has the download. */
async function byHandle(
  channel: Channel,
  fileName: string,
  sizeBytes: number,
  step: ReadStep,
): Promise<Uint8Array> {
  const open = openFile({ fileName, mode: FileOpenMode.readOnly });
  const { handle } = (await channel.step(open, step)).output;
  const content = new Received();
  const { onReceived } = content;
  try {
    await channel.step(readFile({ handle, lengthBytes: sizeBytes }), { ...step, onReceived });
  } finally {
    await channel.step(closeFile({ handle }), step);
  }
  return content.bytes;
}

/** Puts the pieces of a data phase together. */
class Received {
  readonly #chunks: Uint8Array[] = [];

  readonly onReceived = (chunk: Uint8Array): void => {
    this.#chunks.push(chunk);
  };

  get bytes(): Uint8Array {
    const bytes = new Uint8Array(this.#chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}
