/**
 * Finds where the fields begin in a line with this prefix: behind the colon, or at the end of a
 * line that is the prefix alone. Firmware is known to put a blank before the colon and to leave
 * out the one behind it.
 * @returns the offset, or -1 when the line has another prefix
 */
export function matchPrefix(line: string, prefix: string): number {
  if (!line.startsWith(prefix)) return -1;
  let at = prefix.length;
  while (line.charCodeAt(at) === 0x20) at++;
  if (at === line.length) return at;
  return line.charCodeAt(at) === 0x3a ? at + 1 : -1;
}
