import type { Range } from "@qsmtp/protocol";
import {
  addAttachment,
  addRecipient,
  clearMail,
  type EncodedCharset,
  type MailCharset,
  sendMail,
  setEncodedSubject,
  setSmtpAccount,
  setSmtpSender,
  setSmtpServer,
  setSubject,
  writeBody,
} from "@qsmtp/protocol/commands";
import {
  encodedCharsetEncodings,
  mailCharsetEncodings,
  maxAttachments,
  maxBodyBytes,
  maxRecipients,
} from "@qsmtp/protocol/facts";
import type { MailCharsetName } from "../charset/mail-charset.ts";
import { invalidOption } from "../errors/invalid-option.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { largestIn, nearestWithin, numbersIn } from "../limits/ranges.ts";

/** What a mail may be made of on one module. */
export interface MailLimits {
  readonly maxRecipients: number;
  /** The numbers under which files can be attached; none for a module that attaches nothing. */
  readonly attachmentIndexes: readonly number[];
  /** 0 for a module that takes no text. */
  readonly maxBodyBytes: number;
  /** By the character sets that a subject can be written in. */
  readonly subjectBytes: ReadonlyMap<MailCharsetName, number>;
  readonly bodyCharsets: readonly MailCharsetName[];
  /** The module's own limit for entering the body. */
  readonly bodyInputSeconds: readonly Range[];
  /** The module's own limit for talking to the server. */
  readonly sendSeconds: readonly Range[];
}

/** How the character sets are numbered in the command of a subject that is not plain ASCII. */
export const encodedCharsets: ReadonlyMap<MailCharsetName, EncodedCharset> =
  numbersOf(encodedCharsetEncodings);

/** How the character sets are numbered in the command of the body. */
export const bodyCharsets: ReadonlyMap<MailCharsetName, MailCharset> =
  numbersOf(mailCharsetEncodings);

const known = new WeakMap<ModuleLimits, MailLimits>();

/** What the module takes of a mail; collected once for each module. */
export function mailLimits(module: ModuleLimits): MailLimits {
  const limits = known.get(module) ?? collectLimits(module);
  known.set(module, limits);
  return limits;
}

function collectLimits(module: ModuleLimits): MailLimits {
  return {
    maxRecipients,
    attachmentIndexes: attachmentIndexes(module),
    maxBodyBytes: bodyBytes(module),
    subjectBytes: subjectBytes(module),
    bodyCharsets: namesOf(bodyCharsets, module.param(writeBody, "charset").values),
    bodyInputSeconds: module.param(writeBody, "inputTimeSeconds").ranges,
    sendSeconds: module.param(sendMail, "timeoutSeconds").ranges,
  };
}

/** The manual limits their number by a sentence besides; a module that was asked knows better. */
function attachmentIndexes(module: ModuleLimits): readonly number[] {
  if (!module.has(addAttachment)) return [];
  const { ranges } = module.param(addAttachment, "index");
  const isMeasured = module.isMeasured(addAttachment, "index");
  const isBounded = Number.isFinite(largestIn(ranges));
  return numbersIn(ranges, isMeasured && isBounded ? Number.POSITIVE_INFINITY : maxAttachments);
}

function bodyBytes(module: ModuleLimits): number {
  if (!module.has(writeBody)) return 0;
  const largest = largestIn(module.param(writeBody, "lengthBytes").ranges);
  const isMeasured = module.isMeasured(writeBody, "lengthBytes");
  return isMeasured ? largest : Math.min(largest, maxBodyBytes);
}

function subjectBytes(module: ModuleLimits): ReadonlyMap<MailCharsetName, number> {
  const found = new Map<MailCharsetName, number>();
  if (module.has(setSubject)) {
    found.set("ascii", module.param(setSubject, "subject").maxBytes);
  }
  if (!module.has(setEncodedSubject)) return found;
  const { maxBytes } = module.param(setEncodedSubject, "encodedSubject");
  const { values } = module.param(setEncodedSubject, "charset");
  for (const name of namesOf(encodedCharsets, values)) found.set(name, maxBytes);
  return found;
}

function numbersOf<Value extends number>(
  labels: Readonly<Record<Value, MailCharsetName>>,
): ReadonlyMap<MailCharsetName, Value> {
  const entries = Object.entries(labels) as [string, MailCharsetName][];
  return new Map(entries.map(([value, name]) => [name, Number(value) as Value]));
}

function namesOf(
  charsets: ReadonlyMap<MailCharsetName, number>,
  values: readonly number[],
): MailCharsetName[] {
  return [...charsets].flatMap(([name, number]) => (values.includes(number) ? [name] : []));
}

/** Without these no mail can be written; the old dialect of GSM modules lacks some of them. */
const mailOperations = [
  setSmtpServer,
  setSmtpAccount,
  setSmtpSender,
  addRecipient,
  sendMail,
  clearMail,
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

/** @throws QsmtpError `INVALID_OPTION` for a number that the module does not take */
export function checkSeconds(option: string, ranges: readonly Range[], seconds: number): void {
  const whole = Math.floor(seconds);
  if (Number.isFinite(whole) && nearestWithin(ranges, whole) === whole) return;
  const allowed = ranges.map(([from, to]) => `${from}-${to ?? ""}`).join(", ");
  throw invalidOption(option, `must be in ${allowed}, is ${seconds}`);
}
