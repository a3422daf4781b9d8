/** What becomes of a field of nodemailer's messages. */
export interface FieldRule {
  readonly field: string;
  /** `decided`: it depends on the value or on an option, as `why` says. */
  readonly treatment: "carried" | "decided" | "refused";
  readonly why: string;
  /** Whether `drop` may name it. */
  readonly droppable: boolean;
}

const ownHeader = "the module writes the header of the mail itself and takes no other fields";
const ownMime = "the module writes MIME in its own way, and nobody can choose how";
const onePart = "the module sends one plain text with files, no other part beside it";
const noExtension = "the module has no command for this extension of SMTP";

/** A field that is refused where it is given, unless it is named in `drop`. */
function refused(field: string, why: string): FieldRule {
  return { field, treatment: "refused", why, droppable: true };
}

function carried(field: string, why: string): FieldRule {
  return { field, treatment: "carried", why, droppable: false };
}

function decided(field: string, why: string, droppable: boolean = false): FieldRule {
  return { field, treatment: "decided", why, droppable };
}

/** Fields of a message, in the order of nodemailer's documentation. */
export const messageFields: readonly FieldRule[] = [
  carried(
    "from",
    'one address; its name in ASCII, any other is refused, or left out with `drop: ["from.name"]`. Without the field the mail is refused: nodemailer would take replyTo or sender',
  ),
  carried(
    "to",
    "as nodemailer reads it: text, objects, lists, groups, international domains; names of recipients are not carried, which a warning says",
  ),
  carried("cc", "like `to`"),
  carried("bcc", "like `to`; stands in no header"),
  carried("subject", "one line; the character set is chosen by the client"),
  carried("text", "text, bytes of UTF-8, a stream, a file (`path`), an address (`href`)"),
  decided(
    "html",
    "alone: text is made of it, and the HTML goes along as the file `message.html`. Beside a text: refused, unless the option `html` says `attach`",
    true,
  ),
  carried("attachments", "see the next table"),
  decided(
    "sender",
    `carried where it is the address of \`from\`; else refused: ${ownHeader}`,
    true,
  ),
  decided(
    "replyTo",
    `carried where it is the address of \`from\`; else refused: ${ownHeader}`,
    true,
  ),
  refused("inReplyTo", ownHeader),
  refused("references", ownHeader),
  decided(
    "envelope",
    "carried where it names the addresses of from, to, cc and bcc; else refused: the module sends to the addresses of its lists, from the address of its sender, and to nobody else",
  ),
  refused("dsn", noExtension),
  refused("requireTLSExtensionEnabled", noExtension),
  carried(
    "attachDataUrls",
    "nodemailer makes attachments of the images, before the mail gets here",
  ),
  refused("watchHtml", onePart),
  refused("amp", onePart),
  refused("icalEvent", onePart),
  refused("alternatives", onePart),
  refused("encoding", ownMime),
  refused("textEncoding", ownMime),
  {
    field: "raw",
    treatment: "refused",
    why: "the module composes every mail itself from sender, recipients, subject, text and files, and a message that is composed already has more than that",
    droppable: false,
  },
  decided("priority", `\`normal\` adds nothing and is carried; else refused: ${ownHeader}`, true),
  decided(
    "headers",
    `From, To, Cc, Bcc and Subject are carried like the fields of that name; every other is refused: ${ownHeader}. \`drop\` names all (\`headers\`) or one (\`headers.x-name\`)`,
    true,
  ),
  refused("messageId", ownHeader),
  refused("date", `${ownHeader}; the date is that of the module's clock or the server's`),
  refused("list", ownHeader),
  refused("otp", ownHeader),
  refused("xMailer", ownHeader),
  carried("disableFileAccess", "a file by `path` is refused then, whoever has set it"),
  carried("disableUrlAccess", "an address by `href` is refused then, whoever has set it"),
  carried("maxRecipients", "nodemailer counts; the module takes fewer than its default"),
  refused("normalizeHeaderKey", ownHeader),
  refused("boundaryPrefix", ownMime),
  refused("baseBoundary", ownMime),
  refused("newline", ownMime),
  refused("dkim", "a signature covers the header and the text as sent, and both are the module's"),
  refused("auth", "the account is that of the module: give `smtp` to the transport"),
  refused("ses", "it is for Amazon's service only"),
  carried("signal", "gives the mail up; in nodemailer 6 to 9 too"),
];

/** Fields of an attachment. */
export const attachmentFields: readonly FieldRule[] = [
  decided(
    "filename",
    "carried; left out or `false` it is made as nodemailer makes it, from `path` or `href` or as `attachment-1.bin`: a file on the module has a name. The client refuses what the module cannot carry",
  ),
  carried("content", "text, bytes, or a stream, which is read when the file is to go"),
  decided(
    "path",
    "a file is read from the disk when it is to go; `http:` and `https:` as `href`; `data:` is decoded",
  ),
  decided(
    "href",
    "refused, unless the option `allowHref` is given: then fetched, within its limits, before the module is touched",
  ),
  carried("httpHeaders", "sent with `href`"),
  {
    field: "tls",
    treatment: "refused",
    why: "addresses are fetched with the platform's fetch, which takes no TLS settings",
    droppable: false,
  },
  decided(
    "contentType",
    "carried where nodemailer would say the same for the name of the file; else refused: the module takes a name and bytes",
    true,
  ),
  decided(
    "contentDisposition",
    "`attachment` is carried; else carried as an attachment, which the warning `SHOWN_AS_FILE` says",
  ),
  decided(
    "cid",
    "carried as a file, which the warning `SHOWN_AS_FILE` says: no mail of the module shows an image in its text",
  ),
  carried(
    "encoding",
    "how a text `content` is decoded; text that is not of that encoding is refused",
  ),
  decided(
    "contentTransferEncoding",
    `\`false\` and \`base64\` are carried; else refused: ${ownMime}`,
    true,
  ),
  decided("headers", "refused: the module takes a name and bytes", true),
  {
    field: "raw",
    treatment: "refused",
    why: "the module writes the part around a file itself",
    droppable: false,
  },
];

/** What `drop` may name; headers one by one besides. */
export const droppable: readonly string[] = [
  "from.name",
  ...messageFields.filter((rule) => rule.droppable).map(({ field }) => field),
  ...attachmentFields.filter((rule) => rule.droppable).map(({ field }) => `attachments.${field}`),
];

/** Why a field is not carried. */
export function whyNot(field: string): string {
  return messageFields.find((rule) => rule.field === field)?.why ?? ownHeader;
}

/** Why a header that stands in no field of its own is not carried. */
export const whyNoHeader: string = ownHeader;
