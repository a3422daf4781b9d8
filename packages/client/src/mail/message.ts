import type { MailCharsetName } from "../charset/mail-charset.ts";
import type { ByteStream } from "../files/byte-stream.ts";

/** `"ops@example.org"`, `"Operations <ops@example.org>"`, or the parts. */
export type AddressLike = string | { readonly name?: string | undefined; readonly address: string };

/**
 * One address, several in one string with `,` or `;` between them, or a list of them. A group
 * (`Team: a@example.org, b@example.org;`) stands for its members. An international domain is sent in
 * its `xn--` form; what stands before the `@` must be ASCII.
 */
export type AddressList = AddressLike | readonly AddressList[];

/** One file that goes with the mail. */
export interface MailAttachment {
  /**
   * Name under which the recipient sees the file: printable ASCII without `"` `/` `\` `:` `*`, as long
   * as `addAttachment` takes it with the storage in front. Names that begin with
   * `qsmtp-` are refused: on the module they are this package's own.
   */
  readonly filename: string;
  /**
   * The content, 1 byte or more. Bytes are copied at the call. A string is encoded as UTF-8, unless `encoding` says what it stands
   * for. A stream is read when the mail has its
   * turn and the file is to go, piece by piece, and is ended with the mail, however that ends: an
   * iterator by `return`, a web stream by `cancel`, a Node stream by `destroy`. A mail of which a stream
   * has been read is not begun anew by itself.
   */
  readonly content: Uint8Array | DataView | ArrayBuffer | SharedArrayBuffer | string | ByteStream;
  /** What a string as content is: the text itself, or bytes written as text. Default `utf-8`. */
  readonly encoding?: "utf-8" | "utf8" | "base64" | "hex" | undefined;
  /**
   * How many bytes a stream will give. With it the file is uploaded as it comes, and its checksum is
   * that of the upload; a stream may pause for at most 110 s then. Without it the first 32 kB are held
   * in memory; a longer stream is written in pieces and read back once to prove it, which takes twice
   * as long and more. More or fewer bytes than were said end the mail, `SOURCE_FAILED`.
   */
  readonly lengthBytes?: number | undefined;
}

/**
 * A mail, in the shape that nodemailer made known. It may be an object of any class: inherited
 * properties and getters count like its own. `null` counts as not given.
 */
export interface MailMessage {
  /** The sender. The module shows its name and address, ASCII, as long as `setSmtpSender` takes them. */
  readonly from: AddressLike;
  /**
   * Recipients; with `cc` and `bcc` together one to `maxRecipients` of `@qsmtp/protocol/facts`, each as
   * long as `addRecipient` takes it. An address that stands there more than once gets the mail once,
   * as the first of `to`, `cc` and `bcc` says.
   */
  readonly to?: AddressList | undefined;
  /** Recipients of copies; see `to`. */
  readonly cc?: AddressList | undefined;
  /** Recipients whom no other sees; see `to`. */
  readonly bcc?: AddressList | undefined;
  /** As many bytes in the character set used as `setSubject` takes. One line. */
  readonly subject?: string | undefined;
  /**
   * Plain text, up to `maxBodyBytes` of `@qsmtp/protocol/facts` with its line breaks as CR LF, or what
   * the module's capabilities say. A stream gives UTF-8, and is read when the mail has its turn, before the module is touched
   * and no further than the module could carry it.
   */
  readonly text?: string | ByteStream | undefined;
  /** One file, or at most `maxAttachments` of `@qsmtp/protocol/facts`, or what the module's capabilities say. */
  readonly attachments?: MailAttachment | readonly MailAttachment[] | undefined;
  /**
   * Character set of subject and text. Default: for each the first that the module knows, that holds
   * every character, that its readers agree upon and that fits the size.
   */
  readonly charset?: MailCharsetName | undefined;
}
