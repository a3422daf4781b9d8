import { EmlError } from "./eml-error.ts";
import { lines } from "./lines.ts";
import { type MimePart, nameOf, only } from "./mime-part.ts";

/**
 * The bytes of a part as they were before it was encoded.
 * @throws EmlError where they cannot be had in full
 */
export function decodeBody({ header, body, place }: MimePart): Uint8Array {
  const encoding = (only(header, "content-transfer-encoding", place) ?? "7bit").toLowerCase();
  switch (encoding) {
    case "7bit":
    case "8bit":
    case "binary":
      return body;
    case "base64":
      return decodeBase64(body, place);
    case "quoted-printable":
      return decodeQuotedPrintable(body, place);
    default:
      throw new EmlError(`${nameOf(place)} is encoded as ${encoding}, which is not known`);
  }
}

function decodeBase64(body: Uint8Array, place: string): Uint8Array {
  const digits = Buffer.from(body).toString("latin1").replaceAll(/\s/g, "");
  const stray = /[^A-Za-z0-9+/=]|=(?!=?$)/.exec(digits);
  if (stray !== null) {
    const what = `${JSON.stringify(stray[0])} stands behind ${stray.index} characters of it`;
    throw new EmlError(`${nameOf(place)} is broken base64: ${what}`);
  }
  if (digits.length % 4 !== 0) {
    throw new EmlError(
      `${nameOf(place)} is broken base64: ${digits.length} characters are no multiple of 4; it may be cut off`,
    );
  }
  return Buffer.from(digits, "base64");
}

function decodeQuotedPrintable(body: Uint8Array, place: string): Uint8Array {
  const decoded: Uint8Array[] = [];
  let number = 0;
  for (const { from, to, next } of lines(body)) {
    number += 1;
    const line = Buffer.from(body.subarray(from, to))
      .toString("latin1")
      .replace(/(?<![ \t])[ \t]+$/, "");
    const isSoft = line.endsWith("=");
    const text = isSoft ? line.slice(0, -1) : line;
    const wrong = /=(?![0-9A-Fa-f]{2})/.exec(text);
    if (wrong !== null) {
      throw new EmlError(
        `${nameOf(place)} is broken quoted-printable: "=" without two hexadecimal digits in its line ${number}`,
      );
    }
    const characters = text.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    decoded.push(Buffer.from(characters, "latin1"));
    if (!isSoft) decoded.push(body.subarray(to, next));
  }
  return Buffer.concat(decoded);
}
