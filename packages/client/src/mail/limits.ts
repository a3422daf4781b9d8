import type { Range } from "@qsmtp/protocol";
import {
  addAttachmentOperation,
  addRecipientOperation,
  clearMailOperation,
  EncodedCharset,
  MailCharset,
  sendMailOperation,
  setEncodedSubjectOperation,
  setSmtpAccountOperation,
  setSmtpSenderOperation,
  setSmtpServerOperation,
  setSubjectOperation,
  writeBodyOperation,
} from "@qsmtp/protocol/commands";
import { invalidOption } from "../errors/invalid-option.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { MailCharsetName } from "./charset.ts";

/** What a mail may be made of on one module. */
export interface MailLimits {
  readonly maxRecipients: number;
  readonly maxAttachments: number;
  /** Index of the first attachment. */
  readonly firstAttachment: number;
  /** 0 for a module that takes no text. */
  readonly maxBodyBytes: number;
  readonly maxSubjectBytes: number;
  readonly bodyCharsets: readonly MailCharsetName[];
  readonly subjectCharsets: readonly MailCharsetName[];
  /** The module's own limit for entering the body. */
  readonly bodyInputSeconds: readonly Range[];
  /** The module's own limit for talking to the server. */
  readonly sendSeconds: readonly Range[];
}

/** How the character sets are numbered in the command of a subject that is not plain ASCII. */
export const encodedCharsets: Readonly<Record<Exclude<MailCharsetName, "ascii">, EncodedCharset>> =
  {
    "utf-8": EncodedCharset.utf8,
    gb2312: EncodedCharset.gb2312,
    big5: EncodedCharset.big5,
  };

/** How the character sets are numbered in the command of the body. */
export const bodyCharsets: Readonly<Record<MailCharsetName, MailCharset>> = {
  ascii: MailCharset.ascii,
  "utf-8": MailCharset.utf8,
  gb2312: MailCharset.gb2312,
  big5: MailCharset.big5,
};

/** Limits that the manual states in prose (2.2, 2.3): no test form tells of them. */
const maxRecipients = 20;
const maxSubjectBytes = 100;

/** Collects what the module takes of a mail. */
export function mailLimits(module: ModuleLimits): MailLimits {
  const [[firstAttachment, lastAttachment] = [1, 0]] = module.has(addAttachmentOperation)
    ? module.ranges(addAttachmentOperation, "index")
    : [];
  const bodyRanges = module.has(writeBodyOperation)
    ? module.ranges(writeBodyOperation, "lengthBytes")
    : [];
  const asciiSubject = module.has(setSubjectOperation) ? (["ascii"] as const) : [];
  const encodedSubject = module.has(setEncodedSubjectOperation)
    ? namesOf(encodedCharsets, module.values(setEncodedSubjectOperation, "charset"))
    : [];
  return {
    maxRecipients,
    maxAttachments: top(lastAttachment) - firstAttachment + 1,
    firstAttachment,
    maxBodyBytes: Math.max(0, ...bodyRanges.map(([, to]) => top(to))),
    maxSubjectBytes,
    bodyCharsets: namesOf(bodyCharsets, module.values(writeBodyOperation, "charset")),
    subjectCharsets: [...asciiSubject, ...encodedSubject],
    bodyInputSeconds: module.ranges(writeBodyOperation, "inputTimeSeconds"),
    sendSeconds: module.ranges(sendMailOperation, "timeoutSeconds"),
  };
}

function namesOf<Name extends MailCharsetName>(
  charsets: Readonly<Record<Name, number>>,
  values: readonly number[],
): Name[] {
  return (Object.keys(charsets) as Name[]).filter((name) => values.includes(charsets[name]));
}

/** Without these no mail can be written; the old dialect of GSM modules lacks some of them. */
const mailOperations = [
  setSmtpServerOperation,
  setSmtpAccountOperation,
  setSmtpSenderOperation,
  addRecipientOperation,
  sendMailOperation,
  clearMailOperation,
];

/** @throws QsmtpError `MODULE_CANNOT_SEND_MAIL` when commands are missing that every mail needs */
export function requireMailClient(module: ModuleLimits): void {
  const missing = mailOperations.filter((operation) => !module.has(operation));
  if (missing.length === 0) return;
  const commands = [...new Set(missing.map(({ at }) => `AT${at}`))].join(", ");
  throw new QsmtpError(
    "MODULE_CANNOT_SEND_MAIL",
    `the module cannot send mail: it lacks ${commands}`,
    {
      fault: "module",
      permanent: true,
      hint: "Use a module whose firmware has the SMTP commands; qsmtp probe lists what a module has.",
    },
  );
}

/** The largest value that the module takes up to the one wanted, else the smallest that it takes. */
export function nearestWithin(ranges: readonly Range[], wanted: number): number {
  const below = ranges
    .filter(([from]) => from <= wanted)
    .map(([, to]) => Math.min(top(to), wanted));
  if (below.length > 0) return Math.max(...below);
  return ranges.length === 0 ? wanted : Math.min(...ranges.map(([from]) => from));
}

/** @throws QsmtpError `INVALID_OPTION` for a number that the module does not take */
export function checkSeconds(option: string, ranges: readonly Range[], seconds: number): void {
  const whole = Math.floor(seconds);
  if (Number.isFinite(whole) && nearestWithin(ranges, whole) === whole) return;
  const allowed = ranges.map(([from, to]) => `${from}-${to ?? ""}`).join(", ");
  throw invalidOption(option, `must be in ${allowed}, is ${seconds}`);
}

function top(to: number | null): number {
  return to ?? Number.POSITIVE_INFINITY;
}
