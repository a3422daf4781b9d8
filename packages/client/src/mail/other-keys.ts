import { nearestNames } from "@qsmtp/transport/options";

const attachIt = (filename: string): string =>
  `attach it as a file: attachments: [{ filename: "${filename}", content }]`;
const headersAreTheModules = "the module writes the headers itself and takes none: leave it out";
const sendFromThere = "answers go to the address in from: write that there which is to have them";

/** What other libraries of mail call their parts, and what to write here instead. */
const insteadOf: Readonly<Record<string, string>> = {
  html: `write the same in text, or ${attachIt("mail.html")}`,
  amp: attachIt("mail.html"),
  watchHtml: attachIt("mail.html"),
  markdown: "write it in text",
  body: "write it in text",
  message: "write it in text",
  content: "write it in text, or as a file in attachments",
  alternatives: "write one of them in text, and the others in attachments",
  icalEvent: attachIt("invite.ics"),
  raw: "write its parts in from, to, subject, text and attachments",
  attachment: "write it in attachments",
  files: "write them in attachments",
  replyTo: sendFromThere,
  "reply-to": sendFromThere,
  reply_to: sendFromThere,
  sender: "write the sender in from",
  envelope: "write the sender in from and the recipients in to, cc and bcc",
  recipient: "write it in to",
  recipients: "write them in to",
  title: "write it in subject",
  headers: headersAreTheModules,
  priority: headersAreTheModules,
  importance: headersAreTheModules,
  list: headersAreTheModules,
  inReplyTo: headersAreTheModules,
  references: headersAreTheModules,
  messageId: headersAreTheModules,
  date: headersAreTheModules,
  dkim: "the module cannot sign: let the server do it",
  encoding: "write the name of the character set in charset",
  textEncoding: "the module chooses how the text is transferred: leave it out",
  dsn: "the module cannot ask for a notice of delivery: leave it out",
};

const readIt = "read it and give what is in it, or a stream of it, as content";

/** The same for the parts of an attachment. */
const insteadOfInAttachment: Readonly<Record<string, string>> = {
  path: readIt,
  href: readIt,
  raw: readIt,
  data: "write it as content",
  body: "write it as content",
  buffer: "write it as content",
  name: "write it as filename",
  fileName: "write it as filename",
  size: "write it as lengthBytes",
  length: "write it as lengthBytes",
  contentType: "recipients tell the type by the end of filename: leave it out",
  contentDisposition: "every file is attached, none is shown in the text: leave it out",
  contentTransferEncoding: "the module chooses how files are transferred: leave it out",
  cid: "there is no HTML to refer to it: leave it out",
  headers: headersAreTheModules,
};

/** The same for the parts of an address. */
const insteadOfInAddress: Readonly<Record<string, string>> = {
  email: "write it as address",
  mail: "write it as address",
  addr: "write it as address",
  displayName: "write it as name",
  group: "write its members as addresses of their own",
};

const plainParts = "the module sends plain text with attachments";

/** Where a key can stand. */
export type KeyPlace = "message" | "attachment" | "address";

/** What people write that is no part of a message, an attachment or an address. */
const otherKeys: Readonly<
  Record<
    KeyPlace,
    { readonly advice: Readonly<Record<string, string>>; readonly otherwise: string }
  >
> = {
  message: { advice: insteadOf, otherwise: plainParts },
  attachment: { advice: insteadOfInAttachment, otherwise: "give filename and content" },
  address: { advice: insteadOfInAddress, otherwise: "give address, and name if there is one" },
};

/** Whether other libraries give the key a meaning. */
export function isKnownElsewhere(where: KeyPlace, key: string): boolean {
  return Object.hasOwn(otherKeys[where].advice, key);
}

/** Why a key is refused, and what to write instead. */
export function insteadOfKey(where: KeyPlace, key: string, known: readonly string[]): string {
  const { advice, otherwise } = otherKeys[where];
  if (isKnownElsewhere(where, key)) return `cannot be carried by the module; ${advice[key]}`;
  const [closest] = nearestNames(key, known);
  const rest = closest === undefined ? otherwise : `is ${closest} meant?`;
  return `cannot be carried by the module; ${rest}`;
}
