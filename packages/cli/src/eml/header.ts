import { EmlError } from "./eml-error.ts";
import { lines } from "./lines.ts";

/** One header of a mail or of a part of it. */
export interface HeaderField {
  /** In small letters. */
  readonly name: string;
  /** Unfolded; encoded words stand as they are. */
  readonly value: string;
}

/** Far more than a mail has that came a long way. */
const longestHeaderBytes = 256 * 1024;

/**
 * Reads the header in front of a body.
 * @returns its fields, and its bytes with the empty line that ends it
 * @throws EmlError when something else stands there, or it does not end
 */
export function readHeader(
  bytes: Uint8Array,
  place: string,
): { readonly fields: readonly HeaderField[]; readonly bytes: Uint8Array } {
  const fields: { name: string; readonly pieces: string[] }[] = [];
  let number = 0;
  for (const { from, to, next } of lines(bytes)) {
    number += 1;
    if (to === from) {
      const unfolded = fields.map(({ name, pieces }) => ({ name, value: pieces.join("").trim() }));
      return { fields: unfolded, bytes: bytes.subarray(0, next) };
    }
    if (next > longestHeaderBytes) {
      const whose = place === "" ? "its header" : `the header of part ${place}`;
      throw new EmlError(`${whose} is longer than ${longestHeaderBytes} bytes`);
    }
    const line = decode(bytes.subarray(from, to), number, place);
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.pieces.push(line);
      continue;
    }
    const field = /^(?<name>[\w.-]+)[ \t]*:(?<value>.*)$/s.exec(line)?.groups;
    if (field === undefined) throw new EmlError(noHeader(line, number, place));
    const { name = "", value = "" } = field;
    fields.push({ name: name.toLowerCase(), pieces: [value] });
  }
  if (number === 0) throw new EmlError(place === "" ? "it is empty" : `part ${place} is empty`);
  throw new EmlError(
    place === ""
      ? "it is cut off within its header, which an empty line must end"
      : `part ${place} is cut off within its header, which an empty line must end`,
  );
}

function noHeader(line: string, number: number, place: string): string {
  if (place !== "") return `line ${number} of part ${place} is no header`;
  if (number > 1)
    return `line ${number} is no header, as a mail has them before its first empty line`;
  if (line.startsWith("From ")) {
    return 'it begins with "From " as a mailbox file does; take that line out, and leave one mail in';
  }
  if (line.startsWith("\ufeff")) return "it begins with a byte order mark; save it without";
  return "it is no mail: its first line is no header such as From: or Subject:";
}

function decode(bytes: Uint8Array, number: number, place: string): string {
  try {
    // The mark at the beginning would otherwise vanish.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const where = place === "" ? "" : ` of part ${place}`;
    const message =
      number === 1 && place === ""
        ? "it is no mail: its first line is no text"
        : `line ${number}${where} is a header that is not UTF-8`;
    throw new EmlError(message, { cause: error });
  }
}
