import { EmlError } from "./eml-error.ts";

/** What the platform reads under these names is another, larger set, which is a guess. */
const asciiNames: readonly string[] = ["us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us"];

/**
 * Sees that bytes can be read in a character set in full.
 * @param charset as the mail names it; `undefined` where it names none, which is ASCII or UTF-8
 * @throws EmlError
 */
export function judgeCharset(bytes: Uint8Array, charset: string | undefined, what: string): void {
  if (charset !== undefined && asciiNames.includes(charset.toLowerCase())) {
    const at = bytes.findIndex((byte) => byte > 0x7f);
    if (at === -1) return;
    throw new EmlError(`${what} says that it is ASCII, and its byte ${at + 1} is not`);
  }
  const decoder = strictDecoder(charset ?? "utf-8");
  if (decoder === undefined) {
    throw new EmlError(`${what} is in the character set ${charset}, which is not known here`);
  }
  try {
    decoder.decode(bytes);
  } catch (error) {
    const set =
      charset === undefined ? "names no character set and is not UTF-8" : `is no ${charset}`;
    throw new EmlError(`${what} ${set}`, { cause: error });
  }
}

/** `=?charset?q?text?=`, RFC 2047; a language may stand behind the character set. */
const encodedWord = /=\?(?<charset>[^?*]*)(?:\*[^?]*)?\?(?<encoding>[^?]*)\?(?<text>[^?]*)\?=/g;

/**
 * Sees that the encoded words in a header can be read.
 * @param decoded what became of them; what could not be read stands there as U+FFFD
 * @throws EmlError
 */
export function judgeEncodedWords(value: string, decoded: string, what: string): void {
  for (const { groups: { charset = "", encoding = "", text = "" } = {} } of value.matchAll(
    encodedWord,
  )) {
    const isAscii = asciiNames.includes(charset.toLowerCase());
    if (!isAscii && strictDecoder(charset) === undefined) {
      throw new EmlError(`${what} is in the character set ${charset}, which is not known here`);
    }
    const isBase64 = /^b$/i.test(encoding);
    if (isBase64 ? !/^[A-Za-z0-9+/]*={0,2}$/.test(text) : !/^q$/i.test(encoding)) {
      throw new EmlError(`${what} holds an encoded word that is broken`);
    }
  }
  if (decoded.includes("\ufffd")) {
    throw new EmlError(`${what} cannot be read in the character set that it names`);
  }
}

function strictDecoder(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return undefined;
  }
}
