import { createReadStream } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { MailAttachment } from "@qsmtp/client";
import { readGiven, unreadable } from "./read-given.ts";

/**
 * A file as an attachment: it is read while it is uploaded. What has no size of its own, as a pipe,
 * goes as a stream of unknown length.
 * @throws UsageError when it cannot be read
 */
export async function attachmentFile(option: string, path: string): Promise<MailAttachment> {
  const filename = basename(path);
  try {
    const stats = await stat(path);
    // A directory says only when it is read what it is.
    const isWhole = stats.isDirectory() || (stats.isFile() && stats.size === 0);
    // What calls itself empty is so, or is made up by the system when it is read.
    if (isWhole) return { filename, content: await readGiven(option, path) };
    await access(path, constants.R_OK);
    const lengthBytes = stats.isFile() ? stats.size : undefined;
    return { filename, content: piecesOf(path), lengthBytes };
  } catch (error) {
    throw unreadable(option, path, error);
  }
}

/** Opened when its first piece is wanted, and closed however that ends. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}
