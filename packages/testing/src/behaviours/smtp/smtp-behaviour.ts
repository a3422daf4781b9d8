import { encodeReply, type OperationDescriptor } from "@qsmtp/protocol";
import {
  addAttachment,
  addRecipient,
  checkBody,
  clearMail,
  deleteAttachments,
  deleteRecipients,
  getSmtpAccount,
  getSmtpBodyOriginal,
  getSmtpContext,
  getSmtpSecurity,
  getSmtpSender,
  getSmtpServer,
  getSmtpSslContext,
  getSubject,
  listAttachments,
  listRecipients,
  MailCharset,
  sendMail,
  setEncodedSubject,
  setSmtpAccount,
  setSmtpBodyOriginal,
  setSmtpContext,
  setSmtpSecurity,
  setSmtpSender,
  setSmtpServer,
  setSmtpSslContext,
  setSubject,
  testSmtpConfig,
  writeBody,
} from "@qsmtp/protocol/commands";
import { maxAttachments, maxRecipients, smtpErrorNumber } from "@qsmtp/protocol/facts";
import { type Answer, fail, receive, reply, replyLines, replyThen } from "../../modem/answer.ts";
import { absent, type Behaviour, createBehaviour, on } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import { keyOf } from "../keyed-settings.ts";
import type { MailDraft } from "./mail-draft.ts";
import type { MailSender } from "./mail-sender.ts";
import { defaultSmtpSettings, type SmtpSettings } from "./smtp-settings.ts";

/** What a firmware may do differently. */
export interface SimulatedSmtpOptions {
  /** Whether `AT+QSMTPCFG` knows `"bodyoriginal"`. Default false. */
  readonly bodyOriginal?: boolean | undefined;
  /**
   * Recipients of one mail; `invalidParameter` beyond. Default: as many as the manual says.
   * @whole
   * @minimum 0
   * @orInfinity
   */
  readonly maxRecipients?: number | undefined;
  /**
   * Attachments of one mail; `invalidParameter` beyond. Default: as many as the manual says.
   * @whole
   * @minimum 0
   * @orInfinity
   */
  readonly maxAttachments?: number | undefined;
  /**
   * Most bytes that all attachments may have together; `attachmentMemoryFull` beyond. Default: no limit.
   * @whole
   * @minimum 0
   * @orInfinity
   */
  readonly maxAttachmentBytes?: number | undefined;
  /**
   * Whether `AT+QSMTPPUT` finds a draft that cannot be sent before it says `OK`.
   * Default false: the manual lets only a wrong format and a mail in progress stand in its way.
   */
  readonly checksBeforeOk?: boolean | undefined;
  /**
   * What answers `busy` while a mail is being sent: `changes`, or `everything`, the read forms and
   * queries too. Default `changes`: the manual says it of changes, and nothing of the others.
   */
  readonly busyRefuses?: "changes" | "everything" | undefined;
}

/** What the mail commands work on. */
export interface SmtpParts {
  readonly dialect: Dialect;
  readonly settings: SmtpSettings;
  readonly draft: MailDraft;
  readonly sender: MailSender;
  /** Size of a stored file, `undefined` when there is none. */
  readonly fileSize: (fileName: string) => number | undefined;
  /** Called when a mail is ordered; says whether its result comes before the order's `OK`. */
  readonly tellsFirst: () => boolean;
  /** Without a ready SIM the mail commands say `ERROR`. */
  readonly isSimReady: () => boolean;
}

/**
 * The SMTP commands, as chapter 2 of the manual has them. Setters and `AT+QSMTPPUT` answer `busy`
 * while a mail is being sent. A second recipient list entry of the same address is kept as is; an
 * attachment index in use is refused with `invalidParameter`, and so is one recipient or attachment
 * more than the manual allows. `AT+QSMTPATT` answers `fileOpenFailed` for a file that does not exist,
 * because it takes the size down that the read form prints.
 */
export function smtpBehaviour(parts: SmtpParts, options: SimulatedSmtpOptions = {}): Behaviour {
  const { dialect, settings, draft, sender } = parts;

  /** A query: needs the SIM, and on some firmware that no mail is on its way. */
  const query = <Output>(output: () => Output) => {
    return (): Answer<Output> => {
      if (!parts.isSimReady()) return fail();
      const isRefused = sender.isSending && options.busyRefuses === "everything";
      return isRefused ? fail(smtpErrorNumber.busy) : reply(output());
    };
  };
  /** A change: not while a mail is on its way. `change` may give an error. */
  const change = <Input>(apply: (input: Input) => number | undefined) => {
    return (input: Input): Answer<void> => {
      if (!parts.isSimReady()) return fail();
      if (sender.isSending) return fail(smtpErrorNumber.busy);
      const error = apply(input);
      return error === undefined ? reply() : fail(error);
    };
  };
  const set = (values: Partial<SmtpSettings>): undefined => {
    Object.assign(settings, values);
  };

  const bodyOriginal = options.bodyOriginal
    ? [
        on(testSmtpConfig, () =>
          replyLines(
            ...encodeReply(dialect.of(testSmtpConfig), undefined),
            flagLine(setSmtpBodyOriginal),
          ),
        ),
        on(
          setSmtpBodyOriginal,
          change(({ enabled }) => set({ bodyOriginal: enabled })),
        ),
        on(
          getSmtpBodyOriginal,
          query(() => ({ enabled: settings.bodyOriginal })),
        ),
      ]
    : [
        absent(setSmtpBodyOriginal, smtpErrorNumber.invalidParameter),
        absent(getSmtpBodyOriginal, smtpErrorNumber.invalidParameter),
      ];

  const configuration = [
    on(setSmtpAccount, change(set)),
    on(
      getSmtpAccount,
      query(() => ({ username: settings.username, password: settings.password })),
    ),
    on(setSmtpSender, change(set)),
    on(
      getSmtpSender,
      query(() => ({ senderName: settings.senderName, senderAddress: settings.senderAddress })),
    ),
    on(setSmtpServer, change(set)),
    on(
      getSmtpServer,
      query(() => ({ host: settings.host, port: settings.port })),
    ),
    on(setSmtpContext, change(set)),
    on(
      getSmtpContext,
      query(() => ({ contextId: settings.contextId })),
    ),
    on(setSmtpSslContext, change(set)),
    on(
      getSmtpSslContext,
      query(() => ({ sslContextId: settings.sslContextId })),
    ),
    on(setSmtpSecurity, change(set)),
    on(
      getSmtpSecurity,
      query(() => ({ security: settings.security })),
    ),
  ];

  const addressing = [
    on(
      addRecipient,
      change((recipient) => {
        // RFC 5321 knows no empty recipient; a mail to nobody would count as sent.
        if (recipient.address.trim() === "") return smtpErrorNumber.invalidParameter;
        if (
          draft.recipients.length >=
          (options.maxRecipients ?? dialect.limit("maxRecipients", maxRecipients))
        )
          return smtpErrorNumber.invalidParameter;
        draft.recipients.push(recipient);
        return undefined;
      }),
    ),
    on(
      deleteRecipients,
      change(({ type, address }) => {
        draft.recipients = draft.recipients.filter(
          (recipient) =>
            (type !== undefined && recipient.type !== type) ||
            (address !== undefined && recipient.address !== address),
        );
        return undefined;
      }),
    ),
    on(
      listRecipients,
      query(() => ({ recipients: draft.recipients })),
    ),
  ];

  const content = [
    on(
      setSubject,
      change(({ subject }) => {
        draft.subject = { charset: MailCharset.ascii, bytes: new TextEncoder().encode(subject) };
        return undefined;
      }),
    ),
    on(
      setEncodedSubject,
      change(({ charset, encodedSubject }) => {
        draft.subject = { charset, bytes: encodedSubject };
        return undefined;
      }),
    ),
    on(
      getSubject,
      query(() => ({
        draftCharset: draft.subject.charset,
        draftSubject: printSubject(draft.subject),
      })),
    ),
    on(
      checkBody,
      query(() => undefined),
    ),
    on(writeBody, ({ charset, lengthBytes, inputTimeSeconds }) => {
      if (!parts.isSimReady()) return fail();
      if (sender.isSending) return fail(smtpErrorNumber.busy);
      const limitMs = (inputTimeSeconds ?? dialect.defaultOf(writeBody, "inputTimeSeconds")) * 1000;
      return receive(lengthBytes, limitMs, ({ bytes }) => {
        draft.body = { charset, bytes };
        return reply({ writtenBytes: bytes.length });
      });
    }),
  ];

  const attachments = [
    on(
      addAttachment,
      change(({ index, fileName }) => {
        const isUsed = draft.attachments.some((other) => other.index === index);
        const most = options.maxAttachments ?? dialect.limit("maxAttachments", maxAttachments);
        if (isUsed || draft.attachments.length >= most) {
          return smtpErrorNumber.invalidParameter;
        }
        const sizeBytes = parts.fileSize(fileName);
        if (sizeBytes === undefined) return smtpErrorNumber.fileOpenFailed;
        const total = draft.attachments.reduce((sum, other) => sum + other.sizeBytes, sizeBytes);
        if (total > (options.maxAttachmentBytes ?? Number.POSITIVE_INFINITY)) {
          return smtpErrorNumber.attachmentMemoryFull;
        }
        draft.attachments.push({ index, fileName, sizeBytes });
        draft.attachments.sort((one, other) => one.index - other.index);
        return undefined;
      }),
    ),
    on(
      deleteAttachments,
      change(({ index }) => {
        draft.attachments = draft.attachments.filter(
          (attachment) => index !== undefined && attachment.index !== index,
        );
        return undefined;
      }),
    ),
    on(
      listAttachments,
      query(() => ({ attachments: draft.attachments })),
    ),
  ];

  const sending = [
    on(
      clearMail,
      change(() => {
        draft.clear();
        return undefined;
      }),
    ),
    on(sendMail, ({ timeoutSeconds }) => {
      if (!parts.isSimReady()) return fail();
      if (sender.isSending) return fail(smtpErrorNumber.busy);
      const obstacle = options.checksBeforeOk ? sender.obstacle() : undefined;
      if (obstacle !== undefined) return fail(obstacle);
      const limitMs = timeoutSeconds * 1000;
      if (!parts.tellsFirst()) return replyThen(() => sender.send(limitMs));
      return new Promise((resolve) => {
        sender.send(limitMs, () => resolve(reply()));
      });
    }),
  ];

  return createBehaviour(
    [...configuration, ...bodyOriginal, ...addressing, ...content, ...attachments, ...sending],
    {
      stop: () => sender.abandon(),
      restart: () => {
        draft.clear();
        Object.assign(settings, defaultSmtpSettings(dialect));
      },
    },
  );
}

/**
 * ASCII as it is; the other character sets as hex digits, as manual 2.3 shows it. The digits are
 * capitals, however they were given.
 */
function printSubject({ charset, bytes }: { charset: number; bytes: Uint8Array }): string {
  if (charset === MailCharset.ascii) return new TextDecoder().decode(bytes);
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).toUpperCase().padStart(2, "0");
  return hex;
}

/** What a test form prints of a setting that is on or off. */
function flagLine(setting: OperationDescriptor): string {
  return `${setting.at}: "${keyOf(setting)}",(0,1)`;
}
