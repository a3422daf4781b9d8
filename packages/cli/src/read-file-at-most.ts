import { stat } from "node:fs/promises";
import { openFile } from "./open-file.ts";
import { unreadable } from "./read-given.ts";
import { type Reading, readPieces } from "./read-pieces.ts";

/**
 * Reads a file of which nobody knows how long it is, or whether it is a pipe; `source` is its path.
 * @throws as `readPieces` does
 */
export async function readFileAtMost(reading: Reading): Promise<Uint8Array> {
  const { option, source: path } = reading;
  try {
    return await readPieces(openFile(path, await stat(path)), reading);
  } catch (error) {
    throw error === reading.signal.reason ? error : unreadable(option, path, error);
  }
}
