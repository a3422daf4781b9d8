import { type Command, isEncodeError, type PayloadTraits } from "@qsmtp/protocol";
import {
  addAttachmentOperation,
  addRecipientOperation,
  getSmtpSenderOperation,
  RecipientType,
  setEncodedSubjectOperation,
  setSmtpSenderOperation,
  setSubjectOperation,
  writeBodyOperation,
} from "@qsmtp/protocol/commands";
import { MessageError, type MessageProblem } from "../errors/message-error.ts";
import type { FileContent } from "../files/content.ts";
import { attachmentName, isReserved, isSameFile } from "../files/names.ts";
import { ModuleLimits } from "../limits/module-limits.ts";
import { addressFault, type ParsedAddress, parseAddressList } from "./address.ts";
import { encodeText, hasLoneSurrogate, type MailCharsetName } from "./charset.ts";
import type { ExpectedDraft } from "./draft-check.ts";
import { bodyCharsets, encodedCharsets, type MailLimits, mailLimits } from "./limits.ts";
import { MailSources } from "./mail-sources.ts";
import type { AddressList, MailAttachment, MailMessage } from "./message.ts";
import type { PendingBody } from "./read-body.ts";
import type { Setting } from "./setting.ts";

/** A body ready to go: its command and the bytes of its data phase. */
export interface PlannedBody {
  readonly command: Command<{ readonly writtenBytes: number }, PayloadTraits>;
  readonly bytes: Uint8Array;
  readonly charset: MailCharsetName;
}

/** A file ready to go: where it is uploaded and the command that attaches it. */
export interface PlannedAttachment {
  readonly filename: string;
  /** Number under which it is attached. */
  readonly index: number;
  /** Name on the module, storage included. */
  readonly fileName: string;
  readonly content: FileContent;
  readonly attach: Command<void>;
}

/** Everything a mail needs, encoded, before the first byte is sent. */
export interface MailPlan<Body = PlannedBody> {
  readonly sender: Setting;
  readonly recipients: readonly Command<void>[];
  /** Addresses in the order of the commands. */
  readonly addresses: readonly string[];
  readonly subject: Command<void>;
  readonly subjectCharset: MailCharsetName;
  /** `undefined` for a mail without text. */
  readonly body: Body | undefined;
  readonly attachments: readonly PlannedAttachment[];
  /** What the module must tell of its draft when all of it is written, besides the attachments. */
  readonly draft: Omit<ExpectedDraft, "attachments">;
  /** Whether it can be carried out from its beginning once more: no stream of it has been read. */
  readonly isReplayable: () => boolean;
  /** What the module leaves out without harm. */
  readonly warnings: readonly string[];
}

export interface PlanOptions {
  /** The module's own limit for entering the body, in seconds. */
  readonly bodyInputSeconds: number;
  /** What the module takes. Default: what the schema says. */
  readonly module?: ModuleLimits | undefined;
  /** A file on the module that the mail relies on, which no attachment may replace. */
  readonly reliesOn?: string | undefined;
  /** The streams of the message. Default: they are taken now, and nobody ends them. */
  readonly sources?: MailSources | undefined;
}

const knownKeys: readonly string[] = [
  "from",
  "to",
  "cc",
  "bcc",
  "subject",
  "text",
  "attachments",
  "charset",
];
const charsets: readonly MailCharsetName[] = ["ascii", "utf-8", "gb2312", "big5"];

/**
 * Checks a message and encodes every command that it needs. Nothing is sent and no stream is read: see
 * `readBody`.
 * @throws MessageError with every problem at once
 */
export function planMail(
  message: MailMessage,
  options: PlanOptions,
): MailPlan<PlannedBody | PendingBody> {
  const { bodyInputSeconds } = options;
  const planner = new Planner(message, options);
  const plan = planner.plan(bodyInputSeconds);
  if (planner.problems.length > 0 || plan === undefined) throw new MessageError(planner.problems);
  return plan;
}

interface PlannedRecipient {
  readonly command: Command<void>;
  readonly type: RecipientType;
  readonly address: string;
}

interface PlannedSubject {
  readonly command: Command<void>;
  readonly charset: MailCharsetName;
  readonly told: ExpectedDraft["subject"];
}

class Planner {
  readonly problems: MessageProblem[] = [];
  readonly #warnings: string[] = [];
  readonly #message: MailMessage;
  readonly #module: ModuleLimits;
  readonly #limits: MailLimits;
  readonly #reliesOn: string | undefined;
  readonly #sources: MailSources;

  constructor(message: MailMessage, options: PlanOptions) {
    const { module = new ModuleLimits(), reliesOn, sources = new MailSources(message) } = options;
    this.#message = message;
    this.#reliesOn = reliesOn;
    this.#module = module;
    this.#limits = mailLimits(module);
    this.#sources = sources;
  }

  plan(bodyInputSeconds: number): MailPlan<PlannedBody | PendingBody> | undefined {
    this.#refuseUnknownKeys();
    const sender = this.#sender();
    const recipients = this.#recipients();
    const subject = this.#subject();
    const body = this.#body(bodyInputSeconds);
    const attachments = this.#attachments();
    if (sender === undefined || subject === undefined || this.problems.length > 0) return undefined;
    return {
      sender,
      recipients: recipients.map(({ command }) => command),
      addresses: recipients.map(({ address }) => address),
      subject: subject.command,
      subjectCharset: subject.charset,
      body,
      attachments,
      draft: {
        recipients: recipients.map(({ type, address }) => ({ type, address })),
        subject: subject.told,
      },
      isReplayable: () =>
        attachments.every(
          ({ content }) => content instanceof Uint8Array || !content.source.isTouched,
        ),
      warnings: this.#warnings,
    };
  }

  #problem(path: string, code: MessageProblem["code"], message: string): void {
    this.problems.push({ path, code, message });
  }

  /** Builds a command; what the encoder refuses becomes a problem of the message. */
  #encode<Output, Traits>(
    path: string,
    build: () => Command<Output, Traits>,
  ): Command<Output, Traits> | undefined {
    try {
      return build();
    } catch (error) {
      if (!isEncodeError(error)) throw error;
      const code = error.code === "TOO_LONG" ? "TOO_LONG" : "NOT_REPRESENTABLE";
      this.#problem(path, code, `${error.rule}, got ${error.value}`);
      return undefined;
    }
  }

  #refuseUnknownKeys(): void {
    for (const key of Object.keys(this.#message)) {
      if (knownKeys.includes(key) || this.#message[key as keyof MailMessage] === undefined)
        continue;
      const message = "cannot be carried by the module, which sends plain text with attachments";
      this.#problem(key, "UNSUPPORTED", message);
    }
    const { charset } = this.#message;
    if (charset !== undefined && !charsets.includes(charset)) {
      this.#problem("charset", "UNSUPPORTED", `must be one of ${charsets.join(", ")}`);
    }
  }

  #sender(): Setting | undefined {
    const parsed = parseAddressList(this.#message.from);
    const [from] = parsed;
    if (from === undefined || parsed.length > 1) {
      this.#problem("from", "INVALID_ADDRESS", "must be exactly one address");
      return undefined;
    }
    const fault = addressFault(from.address);
    if (fault !== undefined) {
      this.#problem("from", "INVALID_ADDRESS", `${JSON.stringify(from.address)} ${fault}`);
      return undefined;
    }
    if (from.name !== "" && !/^[\x20-\x7e]*$/.test(from.name)) {
      const message = "must be printable ASCII: the manual names no character set for it";
      this.#problem("from.name", "NOT_REPRESENTABLE", message);
      return undefined;
    }
    // The command wants both; without a name the manual's own example repeats the account.
    const senderName =
      from.name === "" ? from.address.slice(0, from.address.lastIndexOf("@")) : from.name;
    const senderAddress = from.address;
    const set = this.#encode("from", () =>
      this.#module.command(setSmtpSenderOperation, { senderName, senderAddress }),
    );
    if (set === undefined) return undefined;
    return {
      name: 'AT+QSMTPCFG="sender"',
      set,
      get: this.#module.command(getSmtpSenderOperation, {}) as Command,
      matches: (told) => {
        const sender = told as Partial<Record<"senderName" | "senderAddress", string>>;
        return sender.senderName === senderName && sender.senderAddress === senderAddress;
      },
      withoutIt: undefined,
    };
  }

  #recipients(): PlannedRecipient[] {
    const found = [
      ...this.#recipientsOf("to", RecipientType.to),
      ...this.#recipientsOf("cc", RecipientType.cc),
      ...this.#recipientsOf("bcc", RecipientType.bcc),
    ];
    const count = ["to", "cc", "bcc"].reduce(
      (sum, key) => sum + parseAddressList(this.#message[key as "to" | "cc" | "bcc"]).length,
      0,
    );
    if (count === 0)
      this.#problem("to", "NO_RECIPIENT", "at least one recipient is needed in to, cc or bcc");
    const { maxRecipients } = this.#limits;
    if (count > maxRecipients) {
      const message = `${count} recipients in to, cc and bcc; the module takes at most ${maxRecipients}`;
      this.#problem("to", "TOO_MANY_RECIPIENTS", message);
    }
    return found;
  }

  #recipientsOf(key: "to" | "cc" | "bcc", type: RecipientType): PlannedRecipient[] {
    const list: AddressList | undefined = this.#message[key];
    return parseAddressList(list).flatMap((parsed: ParsedAddress, index) => {
      const path = `${key}[${index}]`;
      const fault = addressFault(parsed.address);
      if (fault !== undefined) {
        this.#problem(path, "INVALID_ADDRESS", `${JSON.stringify(parsed.address)} ${fault}`);
        return [];
      }
      if (parsed.name !== "") {
        this.#warnings.push(`${path}: the module carries addresses of recipients, not their names`);
      }
      const command = this.#encode(path, () =>
        this.#module.command(addRecipientOperation, { type, address: parsed.address }),
      );
      return command === undefined ? [] : [{ command, type, address: parsed.address }];
    });
  }

  #subject(): PlannedSubject | undefined {
    const subject = this.#message.subject ?? "";
    if (typeof subject !== "string") {
      this.#problem("subject", "NOT_REPRESENTABLE", "must be a string");
      return undefined;
    }
    // In hex the line would survive, and the header behind it too.
    if (/[\p{Cc}\u2028\u2029]/u.test(subject)) {
      this.#problem("subject", "NOT_REPRESENTABLE", "must be one line without control characters");
      return undefined;
    }
    const { maxSubjectBytes, subjectCharsets } = this.#limits;
    const quoted = subject.includes('"');
    const allowed = subjectCharsets.filter((charset) => charset !== "ascii" || !quoted);
    const encoded = this.#choose("subject", subject, maxSubjectBytes, allowed);
    if (encoded === undefined) return undefined;
    const { charset, bytes } = encoded;
    const command =
      charset === "ascii"
        ? this.#encode("subject", () => this.#module.command(setSubjectOperation, { subject }))
        : this.#encode("subject", () =>
            this.#module.command(setEncodedSubjectOperation, {
              charset: encodedCharsets[charset],
              encodedSubject: bytes,
            }),
          );
    if (command === undefined) return undefined;
    const text = charset === "ascii" ? subject : hexDigits(bytes);
    return { command, charset, told: { charset: bodyCharsets[charset], text } };
  }

  #body(inputTimeSeconds: number): PlannedBody | PendingBody | undefined {
    const { text = "" } = this.#message;
    const source = this.#sources.at("text");
    if (typeof source === "string") {
      this.#problem("text", "UNREADABLE", source);
      return undefined;
    }
    if (source === undefined && typeof text !== "string") {
      this.#problem("text", "NOT_REPRESENTABLE", "must be a string or a stream of Uint8Array");
      return undefined;
    }
    if (text === "") return undefined;
    const { maxBodyBytes } = this.#limits;
    if (maxBodyBytes === 0) {
      this.#problem("text", "UNSUPPORTED", withoutCommand);
      return undefined;
    }
    if (source === undefined) return this.#encodeBody(String(text), inputTimeSeconds);
    return {
      source,
      mostBytes: Math.ceil(maxBodyBytes * densestText) + byteOrderMark,
      tooLong: (readBytes) => {
        const message = `must be at most ${maxBodyBytes} bytes, gives at least ${readBytes}`;
        return new MessageError([{ path: "text", code: "TOO_LONG", message }]);
      },
      encode: (read) => {
        const body = this.#encodeBody(read, inputTimeSeconds);
        if (this.problems.length > 0) throw new MessageError(this.problems);
        return body;
      },
    };
  }

  #encodeBody(text: string, inputTimeSeconds: number): PlannedBody | undefined {
    if (text === "") return undefined;
    const { maxBodyBytes, bodyCharsets: allowed } = this.#limits;
    if (text.includes("\0")) {
      this.#problem("text", "NOT_REPRESENTABLE", "must not hold NUL characters");
      return undefined;
    }
    // Servers refuse bare line feeds, and the module sends what it is given.
    const lines = text.replaceAll(/\r\n|\r|\n/g, "\r\n");
    const encoded = this.#choose("text", lines, maxBodyBytes, allowed);
    if (encoded === undefined) return undefined;
    const { charset, bytes } = encoded;
    const lengthBytes = bytes.length;
    const command = this.#encode("text", () =>
      this.#module.command(writeBodyOperation, {
        charset: bodyCharsets[charset],
        lengthBytes,
        inputTimeSeconds,
      }),
    );
    return command === undefined ? undefined : { command, bytes, charset };
  }

  /** The first character set that holds the text and fits, or the one that was asked for. */
  #choose(
    path: string,
    text: string,
    maxBytes: number,
    allowed: readonly MailCharsetName[],
  ): { charset: MailCharsetName; bytes: Uint8Array } | undefined {
    if (hasLoneSurrogate(text)) {
      this.#problem(path, "NOT_REPRESENTABLE", "holds half of a surrogate pair");
      return undefined;
    }
    const wanted = this.#message.charset;
    const candidates = wanted === undefined ? charsets : [wanted];
    let smallest = Number.POSITIVE_INFINITY;
    for (const charset of candidates) {
      if (!allowed.includes(charset)) continue;
      const bytes = encodeText(text, charset);
      if (bytes === undefined) continue;
      if (bytes.length <= maxBytes) return { charset, bytes };
      smallest = Math.min(smallest, bytes.length);
    }
    if (smallest === Number.POSITIVE_INFINITY) {
      const quote = path === "subject" && text.includes('"');
      const why = quote ? "; a double quote needs another character set than ASCII" : "";
      this.#problem(
        path,
        "NOT_REPRESENTABLE",
        `cannot be written in ${candidates.join(", ")}${why}`,
      );
    } else {
      this.#problem(path, "TOO_LONG", `must be at most ${maxBytes} bytes, is ${smallest}`);
    }
    return undefined;
  }

  #attachments(): PlannedAttachment[] {
    const attachments = this.#message.attachments ?? [];
    const { maxAttachments } = this.#limits;
    if (attachments.length > 0 && maxAttachments === 0) {
      this.#problem("attachments", "UNSUPPORTED", withoutCommand);
    } else if (attachments.length > maxAttachments) {
      const message = `${attachments.length} attachments; the module takes at most ${maxAttachments}`;
      this.#problem("attachments", "TOO_MANY_ATTACHMENTS", message);
    }
    const taken = new Set<string>();
    return attachments.slice(0, maxAttachments).flatMap((attachment, index) => {
      const planned = this.#attachment(attachment, index);
      if (planned === undefined) return [];
      const key = planned.filename.toLowerCase();
      if (taken.has(key)) {
        const message = `${JSON.stringify(planned.filename)} is the name of an earlier attachment`;
        this.#problem(`attachments[${index}].filename`, "DUPLICATE_NAME", message);
      }
      taken.add(key);
      return [planned];
    });
  }

  #attachment(attachment: MailAttachment, index: number): PlannedAttachment | undefined {
    const path = `attachments[${index}]`;
    const { filename, content: _content, lengthBytes: _lengthBytes, ...others } = attachment;
    for (const [key, value] of Object.entries(others)) {
      if (value === undefined) continue;
      this.#problem(
        `${path}.${key}`,
        "UNSUPPORTED",
        "cannot be carried by the module; give filename and content",
      );
    }
    if (
      typeof filename !== "string" ||
      !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(filename)
    ) {
      this.#problem(`${path}.filename`, "NOT_REPRESENTABLE", "must be printable ASCII");
      return undefined;
    }
    if (/["/\\:*]/.test(filename)) {
      this.#problem(`${path}.filename`, "NOT_REPRESENTABLE", 'must not hold any of " / \\ : *');
      return undefined;
    }
    if (isReserved(filename)) {
      const message =
        'must not begin with "qsmtp-": such names on the module are for files that this package puts there';
      this.#problem(`${path}.filename`, "RESERVED_NAME", message);
      return undefined;
    }
    const fileName = attachmentName(filename);
    if (this.#reliesOn !== undefined && isSameFile(this.#reliesOn, fileName)) {
      const message = `is the name of the CA file (${this.#reliesOn}) by which the server is verified`;
      this.#problem(`${path}.filename`, "RESERVED_NAME", message);
      return undefined;
    }
    const content = this.#content(attachment, path);
    if (content === undefined) return undefined;
    const number = this.#limits.firstAttachment + index;
    const attach = this.#encode(`${path}.filename`, () =>
      this.#module.command(addAttachmentOperation, { index: number, fileName }),
    );
    return attach === undefined
      ? undefined
      : { filename, index: number, fileName, content, attach };
  }

  #content({ content, lengthBytes }: MailAttachment, path: string): FileContent | undefined {
    const source = this.#sources.at(`${path}.content`);
    if (typeof source === "string") {
      this.#problem(`${path}.content`, "UNREADABLE", source);
      return undefined;
    }
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const known = source === undefined && bytes instanceof Uint8Array ? bytes : undefined;
    if (source === undefined && known === undefined) {
      const message = "must be a Uint8Array, a string or a stream of Uint8Array";
      this.#problem(`${path}.content`, "NOT_REPRESENTABLE", message);
      return undefined;
    }
    const length = known?.length ?? lengthBytes;
    if (length === 0) {
      const message = "is empty; the module stores files of 1 byte or more";
      this.#problem(`${path}.content`, "EMPTY", message);
      return undefined;
    }
    if (lengthBytes !== undefined && (!isLength(lengthBytes) || lengthBytes !== length)) {
      const should = known === undefined ? "a whole number" : `${length}, that of the content`;
      const message = `must be ${should}, is ${lengthBytes}`;
      this.#problem(`${path}.lengthBytes`, "INVALID_LENGTH", message);
      return undefined;
    }
    return known ?? (source && { source, lengthBytes });
  }
}

function isLength(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** GB2312 and BIG5 have two bytes for what takes three in UTF-8. */
const densestText = 1.5;
/** UTF-8 may have it in front; it is no part of the text. */
const byteOrderMark = 3;

const withoutCommand = "cannot be carried by this module, which has no command for it";

function hexDigits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
