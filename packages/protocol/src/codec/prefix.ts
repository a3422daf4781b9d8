import { skipBlanks, trimmedEnd } from "./field-cursor.ts";

const colon = 0x3a;

/**
 * Finds where the fields begin in a line with this prefix: behind the colon, or at the end of a
 * line that is the prefix alone. Firmware is known to put a blank before the colon and to leave
 * out the one behind it.
 * @returns the offset, or -1 when the line has another prefix
 */
export function matchPrefix(line: string, prefix: string): number {
  if (!line.startsWith(prefix)) return -1;
  const at = skipBlanks(line, prefix.length);
  if (at === line.length) return at;
  return line.charCodeAt(at) === colon ? at + 1 : -1;
}

/** Takes a line apart the same way when its prefix is not known: a prefix holds no colon. */
export function splitPrefix(line: string): { prefix: string; from: number } {
  const found = line.indexOf(":");
  const end = found < 0 ? line.length : found;
  return { prefix: line.slice(0, trimmedEnd(line, 0, end)), from: found < 0 ? end : end + 1 };
}
