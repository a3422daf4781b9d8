import { addAttachment } from "@qsmtp/protocol/commands";
import { kindOf } from "../bytes/copied-bytes.ts";
import { ByteSource } from "../files/byte-source.ts";
import type { FileContent } from "../files/content.ts";
import { attachmentName, isReserved, isSameFile } from "../files/names.ts";
import { contentEncoding, contentEncodings, decodeContent } from "./decode-content.ts";
import type { PlannedAttachment } from "./mail-plan.ts";
import { encode, type PlanContext, withoutCommand } from "./plan-context.ts";
import type { TakenAttachment } from "./take-message.ts";

/** The files that go with the mail, as the module is told them. */
export function planAttachments(context: PlanContext): PlannedAttachment[] {
  const { message, limits, problems } = context;
  const { attachments, attachmentCount: actual } = message;
  const { attachmentIndexes } = limits;
  const limit = attachmentIndexes.length;
  if (actual > 0 && limit === 0) {
    problems.add("attachments", "UNSUPPORTED", withoutCommand);
  } else if (actual > limit) {
    const rule = `${actual} attachments; the module takes at most ${limit}`;
    problems.add("attachments", "TOO_MANY_ATTACHMENTS", rule, { limit, actual });
  }
  const taken = new Set<string>();
  return attachments.slice(0, limit).flatMap((attachment, at) => {
    const planned = planAttachment(context, attachment, attachmentIndexes[at] ?? at);
    if (planned === undefined) return [];
    const key = planned.filename.toLowerCase();
    if (taken.has(key)) {
      const rule = `${JSON.stringify(planned.filename)} is the name of an earlier attachment`;
      problems.add(`${attachment.path}.filename`, "DUPLICATE_NAME", rule);
    }
    taken.add(key);
    return [planned];
  });
}

function planAttachment(
  context: PlanContext,
  attachment: TakenAttachment,
  index: number,
): PlannedAttachment | undefined {
  const filename = judgeFilename(context, attachment);
  const content = judgeContent(context, attachment);
  if (filename === undefined || content === undefined) return undefined;
  const fileName = attachmentName(filename);
  const path = `${attachment.path}.filename`;
  const attach = encode(context, path, addAttachment, { index, fileName });
  return attach === undefined ? undefined : { filename, index, fileName, content, attach };
}

function judgeFilename(
  { module, problems, reliesOn }: PlanContext,
  { path: attachment, filename }: TakenAttachment,
): string | undefined {
  const path = `${attachment}.filename`;
  if (problems.isAt(path)) return undefined;
  if (typeof filename !== "string" || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(filename)) {
    const is = typeof filename === "string" ? "" : `, is ${kindOf(filename)}`;
    problems.add(path, "NOT_REPRESENTABLE", `must be printable ASCII${is}`);
    return undefined;
  }
  if (/["/\\:*]/.test(filename)) {
    problems.add(path, "NOT_REPRESENTABLE", 'must not hold any of " / \\ : *');
    return undefined;
  }
  if (isReserved(filename)) {
    const rule =
      'must not begin with "qsmtp-": such names on the module are for files that this package puts there';
    problems.add(path, "RESERVED_NAME", rule);
    return undefined;
  }
  const fileName = attachmentName(filename);
  if (reliesOn !== undefined && isSameFile(reliesOn, fileName)) {
    const rule = `is the name of the CA file (${reliesOn}) by which the server is verified`;
    problems.add(path, "RESERVED_NAME", rule);
    return undefined;
  }
  const actual = filename.length;
  const limit = module.param(addAttachment, "fileName").maxBytes - fileName.length + actual;
  if (actual > limit) {
    problems.add(path, "TOO_LONG", `must be at most ${limit} bytes, is ${actual}`, {
      limit,
      actual,
    });
    return undefined;
  }
  return filename;
}

function judgeContent(context: PlanContext, attachment: TakenAttachment): FileContent | undefined {
  const { sources, problems } = context;
  const { path: whole, lengthBytes } = attachment;
  const path = `${whole}.content`;
  if (problems.isAt(path)) return undefined;
  const source = sources.at(path);
  if (source !== undefined && !(source instanceof ByteSource)) {
    problems.addUnreadableSource(path, source);
    return undefined;
  }
  const known = knownContent(context, attachment, source !== undefined);
  if (problems.isAt(path) || problems.isAt(`${whole}.encoding`)) return undefined;
  const length = known?.length ?? lengthBytes;
  if (length === 0) {
    problems.add(path, "EMPTY", "is empty; the module stores files of 1 byte or more");
    return undefined;
  }
  if (lengthBytes !== undefined && (!isLength(lengthBytes) || lengthBytes !== length)) {
    const given = typeof lengthBytes === "number" ? lengthBytes : undefined;
    const should = known === undefined ? "a whole number of bytes" : `${length}, as the content is`;
    const rule = `must be ${should}, is ${given ?? kindOf(lengthBytes)}`;
    const numbers = { limit: known?.length, actual: given };
    problems.add(`${whole}.lengthBytes`, "INVALID_LENGTH", rule, numbers);
    return undefined;
  }
  return (
    known ?? (source && { source, lengthBytes: isLength(lengthBytes) ? lengthBytes : undefined })
  );
}

/** The bytes of content that is no stream. */
function knownContent(
  { problems }: PlanContext,
  { path: whole, bytes, content, encoding: named }: TakenAttachment,
  isStream: boolean,
): Uint8Array | undefined {
  const path = `${whole}.content`;
  const encoding = contentEncoding(named ?? "utf-8");
  if (encoding === undefined) {
    const rule = `must be one of ${contentEncodings.join(", ")}`;
    problems.add(`${whole}.encoding`, "UNSUPPORTED", rule);
    return undefined;
  }
  if (typeof content === "string") {
    const decoded = decodeContent(content, encoding);
    if (decoded instanceof Uint8Array) return decoded;
    problems.add(path, "NOT_REPRESENTABLE", decoded.fault);
    return undefined;
  }
  if (named !== undefined) {
    const rule = "is for content that is text: leave it out, or give the text itself";
    problems.add(`${whole}.encoding`, "UNSUPPORTED", rule);
    return undefined;
  }
  if (bytes === undefined && !isStream) {
    const rule = `must be text, bytes (Uint8Array, ArrayBuffer, DataView) or a stream of Uint8Array, is ${kindOf(content)}`;
    problems.add(path, "NOT_REPRESENTABLE", rule);
  }
  return bytes;
}

function isLength(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
