import type { DeliveredMail } from "../mail/mailbox.ts";
import { type AsymmetricValue, type ExpectedText, isAsExpected, shown } from "./expected-value.ts";

/** The sender that is expected. What is left out may be anything. */
export interface ExpectedSender {
  /** As the reader sees it. */
  readonly name?: string | RegExp | AsymmetricValue | undefined;
  /** Without the name. */
  readonly address?: string | RegExp | AsymmetricValue | undefined;
}

/** An attachment that is expected. What is left out may be anything. */
export interface ExpectedAttachment {
  /** Name of the file, as the reader sees it. */
  readonly filename?: string | RegExp | AsymmetricValue | undefined;
  /** A text is compared with the bytes read as UTF-8. */
  readonly content?: string | Uint8Array | RegExp | AsymmetricValue | undefined;
}

/** A mail that is expected. What is left out may be anything. */
export interface ExpectedMail {
  /** All addresses of this kind, in order; a single one stands for a list of one. */
  readonly to?: string | RegExp | AsymmetricValue | readonly ExpectedText[] | undefined;
  /** As {@link ExpectedMail.to}; an empty list for none. */
  readonly cc?: string | RegExp | AsymmetricValue | readonly ExpectedText[] | undefined;
  /** As {@link ExpectedMail.to}; an empty list for none. */
  readonly bcc?: string | RegExp | AsymmetricValue | readonly ExpectedText[] | undefined;
  /** The address, or name and address. */
  readonly from?: string | RegExp | AsymmetricValue | ExpectedSender | undefined;
  /** Decoded. */
  readonly subject?: string | RegExp | AsymmetricValue | undefined;
  /** The body with its line ends as they were sent: CR LF. */
  readonly body?: string | RegExp | AsymmetricValue | undefined;
  /** The body with LF as line ends, as a program writes it. */
  readonly text?: string | RegExp | AsymmetricValue | undefined;
  /** All attachments, in order; an empty list for none. */
  readonly attachments?: readonly ExpectedAttachment[] | AsymmetricValue | undefined;
}

/** What is compared, and how the mail has it. */
interface Comparison {
  readonly name: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly isMet: boolean;
}

/** How near a mail comes to what is expected. */
export interface ComparedMail {
  readonly isMet: boolean;
  /** How much of it is as expected. */
  readonly metCount: number;
  /** For people, a line for each thing that was expected. */
  readonly lines: readonly string[];
}

/** Compares a mail with what is expected of it. */
export function compareMail(mail: DeliveredMail, expected: ExpectedMail): ComparedMail {
  const comparisons = comparisonsOf(mail, expected);
  const met = comparisons.filter(({ isMet }) => isMet);
  return {
    isMet: met.length === comparisons.length,
    metCount: met.length,
    lines: comparisons.map(({ name, actual, expected: wanted, isMet }) => {
      return isMet
        ? `${name}: ${shown(actual)}`
        : `${name}: ${shown(actual)} - not ${shown(wanted)}`;
    }),
  };
}

/** A mail for people, without its body. */
export function describeMail({ from, to, cc, bcc, subject, attachments }: DeliveredMail): string {
  const copies = [
    ...(cc.length > 0 ? [`cc ${cc.join(", ")}`] : []),
    ...(bcc.length > 0 ? [`bcc ${bcc.join(", ")}`] : []),
    ...attachments.map(({ name, bytes }) => `with ${name} (${bytes.length} bytes)`),
  ];
  return [`${shown(subject)} from ${from.address} to ${to.join(", ")}`, ...copies].join(", ");
}

function comparisonsOf(mail: DeliveredMail, expected: ExpectedMail): Comparison[] {
  const { to, cc, bcc, from, subject, body, text, attachments } = expected;
  const comparisons: Comparison[] = [];
  const compare = (name: string, actual: () => unknown, wanted: unknown): void => {
    if (wanted === undefined) return;
    const found = actual();
    const isMet = isAsExpected(found, wanted);
    comparisons.push({ name, expected: wanted, actual: found, isMet });
  };
  compare("from", () => (isSender(from) ? mail.from : mail.from.address), from);
  compare("to", () => mail.to, listOf(to));
  compare("cc", () => mail.cc, listOf(cc));
  compare("bcc", () => mail.bcc, listOf(bcc));
  compare("subject", () => mail.subject, subject);
  compare("body", () => mail.body, body);
  compare("text", () => mail.body.replaceAll("\r\n", "\n"), text);
  compare("attachments", () => attachmentsOf(mail, attachments), attachments);
  return comparisons;
}

function listOf(addresses: ExpectedMail["to"]): unknown {
  return typeof addresses === "string" || addresses instanceof RegExp ? [addresses] : addresses;
}

function isSender(from: ExpectedMail["from"]): boolean {
  return typeof from === "object" && !(from instanceof RegExp) && !("asymmetricMatch" in from);
}

/** The attachments as they are named in expectations, texts where a text is expected. */
function attachmentsOf(
  { attachments }: DeliveredMail,
  expected: ExpectedMail["attachments"],
): { filename: string; content: string | Uint8Array }[] {
  return attachments.map(({ name: filename, bytes }, index) => {
    const { content } = (Array.isArray(expected) ? expected[index] : undefined) ?? {};
    const isText = typeof content === "string" || content instanceof RegExp;
    // An asymmetric matcher of texts takes no bytes, one of bytes no text.
    const prefersText = isMatcherOfTexts(content, bytes);
    return { filename, content: isText || prefersText ? new TextDecoder().decode(bytes) : bytes };
  });
}

function isMatcherOfTexts(content: ExpectedAttachment["content"], bytes: Uint8Array): boolean {
  if (typeof content !== "object" || !("asymmetricMatch" in content)) return false;
  return (
    !content.asymmetricMatch(bytes) && content.asymmetricMatch(new TextDecoder().decode(bytes))
  );
}
