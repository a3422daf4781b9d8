import type { MailCharset } from "./outgoing-mail.ts";

/** GB18030 and Windows-1252 hold all of GB2312 and ASCII. */
const encodings = {
  ascii: "windows-1252",
  "utf-8": "utf-8",
  gb2312: "gb18030",
  big5: "big5",
} as const;

/** Reads bytes in one of the character sets of a mail; what is not valid becomes U+FFFD. */
export function decodeText(text: {
  readonly charset: MailCharset;
  readonly bytes: Uint8Array;
}): string {
  return new TextDecoder(encodings[text.charset], { ignoreBOM: true }).decode(text.bytes);
}
