import type { ByteStream } from "../files/byte-stream.ts";
import type { MailCharsetName } from "./charset.ts";

/** `"ops@example.org"`, `"Operations <ops@example.org>"`, or the parts. */
export type AddressLike = string | { readonly name?: string | undefined; readonly address: string };

/** One address, several in one string separated by commas, or a list of them. */
export type AddressList = AddressLike | readonly AddressLike[];

/** One file that goes with the mail. */
export interface MailAttachment {
  /**
   * Name under which the recipient sees the file: printable ASCII without `"` `/` `\` `:` `*`, at
   * most 46 bytes, because the module takes 50 with its `RAM:` in front. Names that begin with
   * `qsmtp-` are refused: on the module they are this package's own.
   */
  readonly filename: string;
  /**
   * The content, 1 byte or more. A string is encoded as UTF-8. A stream is read when the mail has its
   * turn and the file is to go, piece by piece, and is ended with the mail, however that ends: an
   * iterator by `return`, a web stream by `cancel`, a Node stream by `destroy`. A mail of which a stream
   * has been read is not begun anew by itself.
   */
  readonly content: Uint8Array | string | ByteStream;
  /**
   * How many bytes a stream will give. With it the file is uploaded as it comes, and its checksum is
   * that of the upload; a stream may pause for at most 110 s then. Without it the first 32 kB are held
   * in memory; a longer stream is written in pieces and read back once to prove it, which takes twice
   * as long and more. More or fewer bytes than were said end the mail, `SOURCE_FAILED`.
   */
  readonly lengthBytes?: number | undefined;
}

/** A mail, in the shape that nodemailer made known. */
export interface MailMessage {
  /** The sender. The module shows its name and address, ASCII, at most 50 bytes each. */
  readonly from: AddressLike;
  /** Recipients; with `cc` and `bcc` together 1 to 20 of at most 50 bytes each. */
  readonly to?: AddressList | undefined;
  readonly cc?: AddressList | undefined;
  readonly bcc?: AddressList | undefined;
  /** Up to 100 bytes in the character set used. One line. */
  readonly subject?: string | undefined;
  /**
   * Plain text, up to 10240 bytes with its line breaks as CR LF, or what the module's capabilities
   * say. A stream gives UTF-8, and is read when the mail has its turn, before the module is touched
   * and no further than the module could carry it.
   */
  readonly text?: string | ByteStream | undefined;
  /** At most 10, or what the module's capabilities say. */
  readonly attachments?: readonly MailAttachment[] | undefined;
  /**
   * Character set of subject and text. Default: for each the first of ASCII, UTF-8, GB2312 and BIG5
   * that holds every character and fits the size.
   */
  readonly charset?: MailCharsetName | undefined;
}
