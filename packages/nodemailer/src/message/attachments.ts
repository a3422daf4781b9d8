import type { ContentSource } from "../content/content-source.ts";
import type { Findings } from "./findings.ts";
import { type GivenFields, isGiven, isPlain, listOf } from "./given-mail.ts";
import { extensionOfType, typeOfName } from "./nodemailer-parts.ts";
import { type Access, takeContent } from "./take-content.ts";

/** A file that goes with the mail, before it is read. */
export interface TakenAttachment {
  readonly filename: string;
  readonly source: ContentSource;
  /** Where in the message its content stands. */
  readonly path: string;
}

const nameAndBytes = "the module takes a name and bytes";

/** Takes the attachments; what of them cannot be carried becomes a problem, or is left out. */
export function takeAttachments(
  attachments: unknown,
  access: Access,
  findings: Findings,
): TakenAttachment[] {
  return listOf(attachments).flatMap((item, index) => {
    const path = `attachments[${index}]`;
    if (!isPlain(item)) {
      findings.problem(path, "NOT_REPRESENTABLE", "must be an object");
      return [];
    }
    const filename = nameOf(item, index);
    judgeFields(item, filename, path, findings);
    const source = takeContent(path, `${path}.content`, withContent(item), access, findings);
    return source === undefined ? [] : [{ filename, source, path: `${path}.${placeIn(item)}` }];
  });
}

/** Nodemailer takes an attachment without content for an empty one. */
function withContent(item: GivenFields): GivenFields {
  return isGiven(item.content) ? item : { ...item, content: "" };
}

function placeIn({ path, href }: GivenFields): string {
  if (isGiven(path)) return "path";
  return isGiven(href) ? "href" : "content";
}

function judgeFields(item: GivenFields, filename: string, path: string, findings: Findings): void {
  const { contentType, contentDisposition, contentTransferEncoding, headers, cid } = item;
  if (isGiven(contentType) && typeOf(contentType) !== typeOfName(filename)) {
    const why = `${nameAndBytes}, and by the name ${JSON.stringify(filename)} it is ${typeOfName(filename)}`;
    findings.leaveOut(`${path}.contentType`, why, ["attachments.contentType"]);
  }
  if (isGiven(contentTransferEncoding) && typeOf(contentTransferEncoding) !== "base64") {
    const why = "the module writes MIME in its own way, and nobody can choose how";
    findings.leaveOut(`${path}.contentTransferEncoding`, why, [
      "attachments.contentTransferEncoding",
    ]);
  }
  if (isGiven(headers)) findings.leaveOut(`${path}.headers`, nameAndBytes, ["attachments.headers"]);
  const isInline = isGiven(contentDisposition) && typeOf(contentDisposition) !== "attachment";
  if (!isGiven(cid) && !isInline) return;
  findings.notices.push({
    code: "SHOWN_AS_FILE",
    path: `${path}.${isGiven(cid) ? "cid" : "contentDisposition"}`,
    message: "no mail of the module shows a file in its text: it goes along as an attachment",
  });
}

/** The name given, or the one that nodemailer makes. */
function nameOf({ filename, path, href, contentType }: GivenFields, index: number): string {
  if (isGiven(filename)) return String(filename);
  const place = [path, href].find((value) => isGiven(value) && !/^data:/i.test(String(value)));
  const last = String(place ?? "")
    .split(/[/\\]/)
    .at(-1);
  const name = last?.split("?")[0] || `attachment-${index + 1}`;
  if (name.includes(".")) return name;
  const type = isGiven(contentType) ? String(contentType) : typeOfPlace(path ?? href);
  const extension = extensionOfType(type);
  // For bytes of no kind nodemailer's table has a star, which no file on the module may have.
  return `${name}.${/^\w+$/.test(extension) ? extension : "bin"}`;
}

function typeOfPlace(place: unknown): string {
  const told = /^data:([^;,]+)/i.exec(String(place ?? ""))?.[1];
  return told ?? typeOfName(isGiven(place) ? String(place) : "bin");
}

/** A value of a header without what stands behind the semicolon. */
function typeOf(value: unknown): string {
  return (String(value).split(";")[0] ?? "").trim().toLowerCase();
}
