import { ManualUnreadableError } from "./unreadable.ts";

/**
 * Turns the bytes of a file into text.
 * @throws ManualUnreadableError when they are a PDF, no UTF-8, or nothing
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) {
    throw new ManualUnreadableError(
      "MANUAL_IS_PDF",
      `${file} is a PDF; its text is expected. Run: pdftotext -enc UTF-8 -layout ${file}`,
    );
  }
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]) || hasZeros(bytes)) {
    throw encodingError(file, "is UTF-16 or binary");
  }
  const text = decodeUtf8(bytes, file).replace(/^\uFEFF/, "");
  const broken = /\uFFFD|â€[œ\u009d™“”]/.exec(text);
  if (broken !== null) {
    throw encodingError(file, `was decoded wrongly before (line ${lineAt(text, broken.index)})`);
  }
  if (text.trim() === "") {
    throw new ManualUnreadableError(
      "MANUAL_EMPTY",
      `${file} holds no text. A PDF of scanned pages has none: use the vendor's original file.`,
    );
  }
  return text;
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const before = new TextDecoder("latin1").decode(bytes.subarray(0, firstFault(bytes)));
    throw encodingError(file, `is not UTF-8 (line ${lineAt(before, before.length)})`);
  }
}

/** Offset of the first byte that is no UTF-8: the longest prefix that decodes, by bisection. */
function firstFault(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}

function encodingError(file: string, what: string): ManualUnreadableError {
  return new ManualUnreadableError(
    "MANUAL_ENCODING",
    `${file} ${what}; UTF-8 is expected, as written by: pdftotext -enc UTF-8 <manual>.pdf`,
  );
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function hasZeros(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 4096).includes(0);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
