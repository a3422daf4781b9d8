import type { MailCharset } from "./outgoing-mail.ts";

/** Reads bytes in one of the character sets of a mail; what is not valid becomes U+FFFD. */
export function decodeText(text: {
  readonly charset: MailCharset;
  readonly bytes: Uint8Array;
}): string {
  return new TextDecoder(text.charset, { ignoreBOM: true }).decode(text.bytes);
}
