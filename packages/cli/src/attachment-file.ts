import type { Stats } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { MailAttachment } from "@qsmtp/client";
import { openFile } from "./open-file.ts";
import { readGiven, unreadable } from "./read-given.ts";
import { UsageError } from "./usage-error.ts";

/**
 * A file as an attachment: it is read while it is uploaded. What has no size of its own, as a pipe,
 * goes as a stream of unknown length.
 * @throws UsageError when it cannot be read or is empty
 */
export async function attachmentFile(option: string, path: string): Promise<MailAttachment> {
  const filename = basename(path);
  try {
    const stats = await stat(path);
    // A directory says only when it is read what it is.
    const isWhole = stats.isDirectory() || (stats.isFile() && stats.size === 0);
    // What calls itself empty is so, or is made up by the system when it is read.
    if (isWhole) {
      const content = await readGiven(option, path);
      if (content.length === 0) throw emptyFile(option, path);
      return { filename, content };
    }
    await access(path, constants.R_OK);
    const lengthBytes = stats.isFile() ? stats.size : undefined;
    return { filename, content: piecesOf(path, stats), lengthBytes };
  } catch (error) {
    throw unreadable(option, path, error);
  }
}

function emptyFile(option: string, path: string): UsageError {
  return new UsageError(
    `${option} ${path}: the file is empty, and the module stores no empty files; leave this --attach out, or write something into the file`,
  );
}

/** Opened when its first piece is wanted, and closed however that ends, also while it gives none. */
function piecesOf(path: string, stats: Stats): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => {
      const stream = openFile(path, stats);
      const iterator: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
      return {
        next: () => iterator.next(),
        return: async () => {
          stream.destroy();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
