import { constants, createReadStream, openSync, type Stats } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";

/**
 * Opens a file to be read in pieces.
 *
 * A named pipe is opened without waiting for somebody who writes into it: such a wait can be ended by
 * nothing, not even by the end of the process.
 */
export function openFile(path: string, stats: Stats): Readable {
  if (!stats.isFIFO()) return createReadStream(path);
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}
