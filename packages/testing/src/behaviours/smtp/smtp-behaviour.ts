import {
  addAttachmentOperation,
  addRecipientOperation,
  checkBodyOperation,
  clearMailOperation,
  deleteAttachmentsOperation,
  deleteRecipientsOperation,
  getSmtpAccountOperation,
  getSmtpBodyOriginalOperation,
  getSmtpContextOperation,
  getSmtpSecurityOperation,
  getSmtpSenderOperation,
  getSmtpServerOperation,
  getSmtpSslContextOperation,
  getSubjectOperation,
  listAttachmentsOperation,
  listRecipientsOperation,
  sendMailOperation,
  setEncodedSubjectOperation,
  setSmtpAccountOperation,
  setSmtpBodyOriginalOperation,
  setSmtpContextOperation,
  setSmtpSecurityOperation,
  setSmtpSenderOperation,
  setSmtpServerOperation,
  setSmtpSslContextOperation,
  setSubjectOperation,
  testSmtpConfigOperation,
  writeBodyOperation,
} from "@qsmtp/protocol/commands";
import { type Answer, fail, receive, reply, replyLines, replyThen } from "../../modem/answer.ts";
import { type Behaviour, createBehaviour, on } from "../../modem/behaviour.ts";
import { testLines } from "../../modem/test-lines.ts";
import type { MailDraft } from "./mail-draft.ts";
import type { MailSender } from "./mail-sender.ts";
import { smtpError } from "./smtp-error.ts";
import { defaultSmtpSettings, type SmtpSettings } from "./smtp-settings.ts";

/** What a firmware may do differently. */
export interface SmtpOptions {
  /** Whether `AT+QSMTPCFG` knows `"bodyoriginal"`. Default false. */
  readonly bodyOriginal?: boolean | undefined;
  /** Most bytes that all attachments may have together; error 662 beyond. Default: no limit. */
  readonly maxAttachmentBytes?: number | undefined;
  /**
   * Whether `AT+QSMTPPUT` finds a draft that cannot be sent (659, 661, 657) before it says `OK`.
   * Default false: the manual lets only a wrong format and a mail in progress stand in its way.
   */
  readonly checksBeforeOk?: boolean | undefined;
  /**
   * What answers 652 while a mail is being sent: `changes`, or `everything`, the read forms and
   * queries too. Default `changes`: the manual says it of changes, and nothing of the others.
   */
  readonly busyRefuses?: "changes" | "everything" | undefined;
}

/** What the mail commands work on. */
export interface SmtpParts {
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

const maxRecipients = 20;
const defaultInputTimeSeconds = 90;

/**
 * The SMTP commands, as chapter 2 of the manual has them. Setters and `AT+QSMTPPUT` answer 652
 * while a mail is being sent. A second recipient list entry of the same address is kept as is; an
 * attachment index in use is refused with 664, and so is the 21st recipient. `AT+QSMTPATT` answers
 * 661 for a file that does not exist, because it takes the size down that the read form prints.
 */
export function smtpBehaviour(parts: SmtpParts, options: SmtpOptions = {}): Behaviour {
  const { settings, draft, sender } = parts;

  /** A query: needs the SIM, and on some firmware that no mail is on its way. */
  const query = <Output>(output: () => Output) => {
    return (): Answer<Output> => {
      if (!parts.isSimReady()) return fail();
      const isRefused = sender.isSending && options.busyRefuses === "everything";
      return isRefused ? fail(smtpError.busy) : reply(output());
    };
  };
  /** A change: not while a mail is on its way. `change` may give an error. */
  const change = <Input>(apply: (input: Input) => number | undefined) => {
    return (input: Input): Answer<void> => {
      if (!parts.isSimReady()) return fail();
      if (sender.isSending) return fail(smtpError.busy);
      const error = apply(input);
      return error === undefined ? reply() : fail(error);
    };
  };
  const set = (values: Partial<SmtpSettings>): undefined => {
    Object.assign(settings, values);
  };

  const readBodyOriginal = query(() => ({ enabled: settings.bodyOriginal }));

  const configuration = [
    on(testSmtpConfigOperation, () =>
      options.bodyOriginal
        ? replyLines(...testLines(testSmtpConfigOperation), '+QSMTPCFG: "bodyoriginal",(0,1)')
        : undefined,
    ),
    on(setSmtpAccountOperation, change(set)),
    on(
      getSmtpAccountOperation,
      query(() => ({ username: settings.username, password: settings.password })),
    ),
    on(setSmtpSenderOperation, change(set)),
    on(
      getSmtpSenderOperation,
      query(() => ({ senderName: settings.senderName, senderAddress: settings.senderAddress })),
    ),
    on(setSmtpServerOperation, change(set)),
    on(
      getSmtpServerOperation,
      query(() => ({ host: settings.host, port: settings.port })),
    ),
    on(setSmtpContextOperation, change(set)),
    on(
      getSmtpContextOperation,
      query(() => ({ contextId: settings.contextId })),
    ),
    on(setSmtpSslContextOperation, change(set)),
    on(
      getSmtpSslContextOperation,
      query(() => ({ sslContextId: settings.sslContextId })),
    ),
    on(setSmtpSecurityOperation, change(set)),
    on(
      getSmtpSecurityOperation,
      query(() => ({ security: settings.security })),
    ),
    on(
      setSmtpBodyOriginalOperation,
      change(({ enabled }) => {
        if (!options.bodyOriginal) return smtpError.parameterWrong;
        return set({ bodyOriginal: enabled });
      }),
    ),
    on(getSmtpBodyOriginalOperation, () =>
      options.bodyOriginal ? readBodyOriginal() : fail(smtpError.parameterWrong),
    ),
  ];

  const addressing = [
    on(
      addRecipientOperation,
      change((recipient) => {
        if (draft.recipients.length >= maxRecipients) return smtpError.parameterWrong;
        draft.recipients.push(recipient);
        return undefined;
      }),
    ),
    on(
      deleteRecipientsOperation,
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
      listRecipientsOperation,
      query(() => ({ recipients: draft.recipients })),
    ),
  ];

  const content = [
    on(
      setSubjectOperation,
      change(({ subject }) => {
        draft.subject = { charset: 0, bytes: new TextEncoder().encode(subject) };
        return undefined;
      }),
    ),
    on(
      setEncodedSubjectOperation,
      change(({ charset, encodedSubject }) => {
        draft.subject = { charset, bytes: encodedSubject };
        return undefined;
      }),
    ),
    on(
      getSubjectOperation,
      query(() => ({
        draftCharset: draft.subject.charset,
        draftSubject: printSubject(draft.subject),
      })),
    ),
    on(
      checkBodyOperation,
      query(() => undefined),
    ),
    on(writeBodyOperation, ({ charset, lengthBytes, inputTimeSeconds }) => {
      if (!parts.isSimReady()) return fail();
      if (sender.isSending) return fail(smtpError.busy);
      const limitMs = (inputTimeSeconds ?? defaultInputTimeSeconds) * 1000;
      return receive(lengthBytes, limitMs, ({ bytes }) => {
        draft.body = { charset, bytes };
        return reply({ writtenBytes: bytes.length });
      });
    }),
  ];

  const attachments = [
    on(
      addAttachmentOperation,
      change(({ index, fileName }) => {
        if (draft.attachments.some((other) => other.index === index)) {
          return smtpError.parameterWrong;
        }
        const sizeBytes = parts.fileSize(fileName);
        if (sizeBytes === undefined) return smtpError.fileNotOpened;
        const total = draft.attachments.reduce((sum, other) => sum + other.sizeBytes, sizeBytes);
        if (total > (options.maxAttachmentBytes ?? Number.POSITIVE_INFINITY)) {
          return smtpError.attachmentTooLarge;
        }
        draft.attachments.push({ index, fileName, sizeBytes });
        draft.attachments.sort((one, other) => one.index - other.index);
        return undefined;
      }),
    ),
    on(
      deleteAttachmentsOperation,
      change(({ index }) => {
        draft.attachments = draft.attachments.filter(
          (attachment) => index !== undefined && attachment.index !== index,
        );
        return undefined;
      }),
    ),
    on(
      listAttachmentsOperation,
      query(() => ({ attachments: draft.attachments })),
    ),
  ];

  const sending = [
    on(
      clearMailOperation,
      change(() => {
        draft.clear();
        return undefined;
      }),
    ),
    on(sendMailOperation, ({ timeoutSeconds }) => {
      if (!parts.isSimReady()) return fail();
      if (sender.isSending) return fail(smtpError.busy);
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
    [...configuration, ...addressing, ...content, ...attachments, ...sending],
    {
      stop: () => sender.abandon(),
      restart: () => {
        draft.clear();
        Object.assign(settings, defaultSmtpSettings());
      },
    },
  );
}

/**
 * ASCII as it is; the other character sets as hex digits, as manual 2.3 shows it. The digits are
 * capitals, however they were given.
 */
function printSubject({ charset, bytes }: { charset: number; bytes: Uint8Array }): string {
  if (charset === 0) return new TextDecoder().decode(bytes);
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).toUpperCase().padStart(2, "0");
  return hex;
}
