import { whyNoHeader } from "./field-table.ts";
import type { Findings } from "./findings.ts";
import { type ComposedMail, type GivenFields, isGiven, isPlain, listOf } from "./given-mail.ts";

/** Headers that the module writes from what it is given. */
const carriedHeaders: readonly string[] = ["from", "to", "cc", "bcc", "subject"];
/** Headers that nodemailer writes whether anybody asked for them or not. */
const usualHeaders: readonly string[] = ["message-id", "date", "mime-version"];

/** Fields that become headers: what is said of the field is not said of the header too. */
const headersOfFields: Readonly<Record<string, string>> = {
  sender: "sender",
  "reply-to": "replyTo",
  "in-reply-to": "inReplyTo",
  references: "references",
  "message-id": "messageId",
  date: "date",
  "x-mailer": "xMailer",
  "x-priority": "priority",
  "x-msmail-priority": "priority",
  importance: "priority",
  "otp-token": "otp",
};

/**
 * Finds what nodemailer has composed and no field has told of: headers of the field `headers` and of
 * plugins, parts, and changes that a plugin would make to the composed bytes, which are not sent.
 */
export function judgeComposed(data: GivenFields, composed: ComposedMail, findings: Findings): void {
  const asked = askedHeaders(data.headers);
  const written = [...composed.buildHeaders().matchAll(/^([^\s:]+):/gm)].map(([, name]) =>
    String(name).toLowerCase(),
  );
  for (const name of new Set([...asked, ...written])) {
    if (carriedHeaders.includes(name) || isTold(name, data)) continue;
    const isUsual = usualHeaders.includes(name) || name.startsWith("content-");
    if (isUsual && !asked.has(name)) continue;
    findings.leaveOut(`headers.${name}`, whyNoHeader, [`headers.${name}`, "headers"]);
  }
  const leaves = leavesOf(composed);
  if (leaves.length > expectedLeaves(data)) {
    const why =
      "a plugin, or a field that this version of nodemailer has, added a part to the mail";
    findings.refuse("message", why);
  }
  if (isText(data.text) && !leaves.some(({ content }) => content === data.text)) {
    findings.refuse("message", "a plugin changes the text when it is composed already");
  }
  const { _transforms = [], _processFuncs = [] } = composed as Changes;
  const signing = isGiven(data.dkim) ? 1 : 0;
  if (_transforms.length + _processFuncs.length > signing) {
    findings.refuse(
      "message",
      "a plugin changes the composed bytes, and the module composes its own",
    );
  }
}

/** What `transform` and `processFunc` of a composed mail have noted. */
interface Changes {
  readonly _transforms?: readonly unknown[] | undefined;
  readonly _processFuncs?: readonly unknown[] | undefined;
}

/** Whether a field has brought the header in, which is judged by its own rule. */
function isTold(name: string, data: GivenFields): boolean {
  const field = name.startsWith("list-") ? "list" : headersOfFields[name];
  return field !== undefined && isGiven(data[field]);
}

/** Names in small letters of the headers that the message asks for, which come as object or list. */
function askedHeaders(headers: unknown): ReadonlySet<string> {
  const names = listOf(headers).flatMap((item) => {
    if (!isPlain(item)) return [];
    const isEntry = typeof item.key === "string" && "value" in item;
    return isEntry ? [item.key as string] : Object.keys(item).filter((key) => isGiven(item[key]));
  });
  return new Set(names.map((name) => name.trim().toLowerCase()));
}

function leavesOf(node: ComposedMail): readonly ComposedMail[] {
  return node.childNodes.length === 0 ? [node] : node.childNodes.flatMap(leavesOf);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function expectedLeaves(data: GivenFields): number {
  const single = ["text", "html", "watchHtml", "amp"].filter((field) =>
    Boolean(data[field]),
  ).length;
  // An event becomes a part and an attachment.
  const event = data.icalEvent ? 2 : 0;
  const many = listOf(data.attachments).length + listOf(data.alternatives).length;
  return Math.max(1, single + event + many);
}
