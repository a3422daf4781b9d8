/**
 * What a user of a client that hands back raw text would do with it: cut it into lines, and leave out
 * the echo and the `OK` at the end.
 */
export function informationLines(raw: string, command: string): readonly string[] {
  const lines = raw.split(/[\r\n]+/).filter((line) => line !== "" && line !== command);
  return lines.at(-1) === "OK" ? lines.slice(0, -1) : lines;
}
