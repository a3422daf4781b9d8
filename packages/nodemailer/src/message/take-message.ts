import { MessageError } from "@qsmtp/client";
import { type ContentSource, releaseContent, releaseSource } from "../content/content-source.ts";
import type { MailNotice } from "../sent-message-info.ts";
import { type GivenAddresses, readAddresses } from "./addresses.ts";
import { type TakenAttachment, takeAttachments } from "./attachments.ts";
import { judgeComposed } from "./composed.ts";
import { Findings } from "./findings.ts";
import {
  composedOf,
  defaultsOf,
  fieldsOf,
  type GivenFields,
  type GivenMail,
  isGiven,
  isPlain,
  listOf,
} from "./given-mail.ts";
import { refuseFields } from "./refuse-fields.ts";
import { type Access, takePart } from "./take-content.ts";

/** What the owner of the transport has decided. */
export interface MessagePolicy {
  /** Names in small letters. */
  readonly drop: ReadonlySet<string>;
  readonly html: "attach" | "refuse" | undefined;
  readonly allowsUrls: boolean;
  readonly disableFileAccess: boolean;
  readonly disableUrlAccess: boolean;
}

/** A message as it was at the call: nothing in it changes any more, and nothing was read. */
export interface TakenMessage {
  readonly addresses: GivenAddresses;
  readonly subject: string;
  readonly text: ContentSource | undefined;
  readonly html: ContentSource | undefined;
  /** Whether the HTML goes along as a file; otherwise it only gives the text. */
  readonly attachesHtml: boolean;
  readonly attachments: readonly TakenAttachment[];
  readonly dropped: readonly string[];
  readonly notices: readonly MailNotice[];
}

/**
 * Takes a message from what nodemailer has composed. What could change after the call is copied.
 * @throws MessageError with everything that the module cannot carry
 */
export function takeMessage(mail: GivenMail, policy: MessagePolicy): TakenMessage {
  const data = fieldsOf(mail);
  const composed = composedOf(mail);
  const findings = new Findings(policy.drop);
  if (isGiven(data.raw)) {
    // It has no fields to judge.
    refuseFields(data, { from: { address: "" }, to: [], cc: [], bcc: [] }, findings);
    releaseFields(data);
    throw new MessageError(findings.problems);
  }
  const addresses = readAddresses(data, composed, findings);
  refuseFields(data, addresses, findings);
  judgeComposed(data, composed, findings);
  const access = accessOf(data, defaultsOf(mail), policy);
  const attachesHtml = judgeHtml(data, policy, findings);
  const part = (field: string): ContentSource | undefined =>
    isGiven(data[field]) ? takePart(field, data[field], access, findings) : undefined;
  const text = part("text");
  const html = attachesHtml || !isGiven(data.text) ? part("html") : undefined;
  const attachments = takeAttachments(data.attachments, access, findings);
  const taken = {
    addresses,
    subject: subjectOf(composed.getHeader("subject"), findings),
    text,
    html,
    attachesHtml,
    attachments,
    dropped: findings.dropped,
    notices: findings.notices,
  };
  for (const field of findings.dropped) {
    // Of an HTML that does not go along the text may be made all the same.
    if (field !== "html" || html === undefined) releaseField(data[field]);
  }
  if (findings.problems.length === 0) return taken;
  releaseFields(data);
  throw new MessageError(findings.problems);
}

/** Ends the streams of a message that is not going to be sent. */
export function releaseMessage({ text, html, attachments }: TakenMessage): void {
  for (const source of [text, html, ...attachments.map(({ source }) => source)]) {
    if (source !== undefined) releaseSource(source);
  }
}

/** Fields that may hold streams. */
const contentFields = [
  "raw",
  "text",
  "html",
  "watchHtml",
  "amp",
  "icalEvent",
  "alternatives",
  "attachments",
];

function releaseFields(data: GivenFields): void {
  for (const field of contentFields) releaseField(data[field]);
}

/** Ends the streams of a field that is left out. */
function releaseField(value: unknown): void {
  for (const item of listOf(value)) releaseContent(isPlain(item) ? item.content : item);
}

/** Whoever forbids something, it is forbidden: nodemailer before 10 lets a message open it again. */
function accessOf(data: GivenFields, defaults: GivenFields, policy: MessagePolicy): Access {
  const forbids = (key: "disableFileAccess" | "disableUrlAccess"): boolean =>
    policy[key] || Boolean(data[key]) || Boolean(defaults[key]);
  const asked = policy.allowsUrls ? "allowed" : "not-asked-for";
  return {
    files: !forbids("disableFileAccess"),
    urls: forbids("disableUrlAccess") ? "forbidden" : asked,
  };
}

/** Decides about the HTML. @returns whether it goes along as a file */
function judgeHtml(data: GivenFields, { html }: MessagePolicy, findings: Findings): boolean {
  if (!isGiven(data.html)) return false;
  if (findings.isDropped("html")) {
    findings.dropped.push("html");
    return false;
  }
  if (html === "attach" || (html === undefined && !isGiven(data.text))) return true;
  const why =
    'the module sends plain text; with html: "attach" of the transport it goes along as a file';
  findings.leaveOut("html", why, ["html"]);
  return false;
}

function subjectOf(subject: unknown, findings: Findings): string {
  if (typeof subject === "string" || !isGiven(subject)) return String(subject ?? "");
  if (typeof subject === "number") return String(subject);
  findings.problem("subject", "NOT_REPRESENTABLE", "must be text");
  return "";
}
