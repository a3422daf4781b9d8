import { MIMEType } from "node:util";
import { EmlError } from "./eml-error.ts";
import { type HeaderField, readHeader } from "./header.ts";
import { lines } from "./lines.ts";

/** One part of a mail as it stands in the file, or the mail itself. */
export interface MimePart {
  /** `""` for the mail itself, `2.1` for the first part of its second one. */
  readonly place: string;
  readonly header: readonly HeaderField[];
  /** The header's bytes, the empty line behind it included. */
  readonly headerBytes: Uint8Array;
  /** What follows, encoded as it was sent. */
  readonly body: Uint8Array;
  /** As `text/plain`, in small letters. */
  readonly type: string;
  readonly charset: string | undefined;
  /** Of a multipart; empty otherwise. */
  readonly parts: readonly MimePart[];
}

/** Real mails have three or four levels. */
const deepest = 20;

/**
 * Takes a mail apart, strictly: what mail programs forgive, such as an end that is missing, would be half
 * a mail or another one than somebody else reads.
 * @throws EmlError
 */
export function readMimePart(bytes: Uint8Array, place = ""): MimePart {
  const { fields, bytes: headerBytes } = readHeader(bytes, place);
  const body = bytes.subarray(headerBytes.length);
  const contentType = only(fields, "content-type", place);
  const { essence, params } = typeOf(contentType ?? "text/plain", place);
  const charset = params.get("charset") ?? undefined;
  const part = { place, header: fields, headerBytes, body, type: essence, charset };
  if (!essence.startsWith("multipart/")) return { ...part, parts: [] };
  const encoding = only(fields, "content-transfer-encoding", place) ?? "7bit";
  if (!/^(?:7bit|8bit|binary)$/i.test(encoding)) {
    throw new EmlError(
      `${nameOf(place)} is ${essence} and encoded as ${encoding}, which cannot be`,
    );
  }
  if (place.split(".").length > deepest) throw new EmlError("its parts are nested without end");
  const boundary = params.get("boundary") ?? "";
  if (boundary === "") throw new EmlError(`${nameOf(place)} is ${essence} and names no boundary`);
  const parts = split(body, boundary, place).map((child, index) =>
    readMimePart(child, place === "" ? `${index + 1}` : `${place}.${index + 1}`),
  );
  return { ...part, parts };
}

/** How an error calls a part. */
export function nameOf(place: string): string {
  return place === "" ? "the mail" : `part ${place}`;
}

/**
 * The value of a field that can stand there once.
 * @throws EmlError
 */
export function only(
  fields: readonly HeaderField[],
  name: string,
  place: string,
): string | undefined {
  const values = fields.filter((field) => field.name === name);
  if (values.length > 1) {
    throw new EmlError(`${nameOf(place)} has ${values.length} headers ${name}; one is right`);
  }
  return values[0]?.value;
}

function typeOf(text: string, place: string): Pick<MIMEType, "essence" | "params"> {
  try {
    return new MIMEType(text);
  } catch (error) {
    const message = `${nameOf(place)} has a content-type that cannot be read: ${text}`;
    throw new EmlError(message, { cause: error });
  }
}

/** What stands between the boundary's lines, without the line end that belongs to each of them. */
function split(body: Uint8Array, boundary: string, place: string): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let start: number | undefined;
  let previousEnd = 0;
  for (const { from, to, next } of lines(body)) {
    const line = Buffer.from(body.subarray(from, to)).toString("latin1").trimEnd();
    const isLast = line === `--${boundary}--`;
    if (isLast || line === `--${boundary}`) {
      if (start !== undefined) parts.push(body.subarray(start, Math.max(start, previousEnd)));
      if (isLast && start === undefined) break;
      if (isLast) return parts;
      start = next;
    }
    previousEnd = to;
  }
  if (start === undefined)
    throw new EmlError(`${nameOf(place)} has no parts between its boundaries`);
  throw new EmlError(
    `it is cut off: the line that ends ${nameOf(place)} (--${boundary}--) is missing`,
  );
}
