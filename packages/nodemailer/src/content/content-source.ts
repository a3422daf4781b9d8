import { Buffer } from "node:buffer";
import type { ByteStream } from "@qsmtp/client";

/** Where the bytes of a text or a file come from; what could change after the call is copied. */
export type ContentSource =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "stream"; readonly stream: ByteStream }
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "data"; readonly uri: string }
  | {
      readonly kind: "url";
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    };

/** What nodemailer takes for a content: the content itself, or where it is found. */
export interface ContentFields {
  readonly content?: unknown;
  readonly path?: unknown;
  readonly href?: unknown;
  readonly httpHeaders?: unknown;
  readonly encoding?: unknown;
}

/**
 * Finds where a content comes from, in nodemailer's order: path before href before content.
 * @returns why it cannot be, where it cannot
 */
export function contentSource(fields: ContentFields): ContentSource | string {
  const { content, path, href, encoding } = fields;
  if (isPlace(path)) return placeOf(path, fields);
  if (isPlace(href))
    return /^data:/i.test(href) ? { kind: "data", uri: href } : urlOf(href, fields);
  if (isNested(content)) return contentSource({ ...content, encoding: undefined });
  if (typeof content === "string") return decoded(content, encoding);
  const bytes = bytesOf(content);
  if (bytes !== undefined) return { kind: "bytes", bytes };
  if (isStream(content)) return { kind: "stream", stream: content };
  return "must be text, bytes or a stream";
}

/** Ends a stream that nobody is going to read. */
export function releaseSource(source: ContentSource): void {
  if (source.kind === "stream") releaseContent(source.stream);
}

/** The same for a content that was not looked at. */
export function releaseContent(content: unknown): void {
  if (typeof content !== "object" || content === null || !isStream(content)) return;
  if ("destroy" in content && typeof content.destroy === "function") content.destroy();
}

function isPlace(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isNested(value: unknown): value is ContentFields {
  if (typeof value !== "object" || value === null || isStream(value)) return false;
  return isPlace((value as ContentFields).path) || isPlace((value as ContentFields).href);
}

function placeOf(path: string, fields: ContentFields): ContentSource {
  if (/^data:/i.test(path)) return { kind: "data", uri: path };
  return /^https?:\/\//i.test(path) ? urlOf(path, fields) : { kind: "file", file: path };
}

function urlOf(url: string, { httpHeaders }: ContentFields): ContentSource {
  const given = typeof httpHeaders === "object" && httpHeaders !== null ? httpHeaders : {};
  const headers = Object.entries(given).map(([name, value]) => [name, String(value)]);
  return { kind: "url", url, headers: Object.fromEntries(headers) as Record<string, string> };
}

/** Bytes of any kind, copied: their owner may use the memory again. */
function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  }
  const isBuffer = Object.prototype.toString.call(value) === "[object ArrayBuffer]";
  return isBuffer ? new Uint8Array(value as ArrayBuffer).slice() : undefined;
}

function decoded(text: string, encoding: unknown): ContentSource | string {
  const name = String(isGivenEncoding(encoding) ? encoding : "utf8")
    .toLowerCase()
    .replaceAll(/[-_\s]/g, "");
  if (["utf8", "usascii", "ascii"].includes(name)) return { kind: "text", text };
  if (!Buffer.isEncoding(name)) {
    return `is in an encoding that is not known: ${JSON.stringify(encoding)}`;
  }
  const bytes = Buffer.from(text, name);
  // The platform passes over what it cannot read, and other bytes would go out.
  return isExact(text, bytes, name)
    ? { kind: "bytes", bytes: new Uint8Array(bytes) }
    : `is not ${name}`;
}

function isGivenEncoding(encoding: unknown): boolean {
  return encoding !== undefined && encoding !== null && encoding !== false && encoding !== "";
}

function isExact(text: string, bytes: Buffer, name: BufferEncoding): boolean {
  if (name === "hex") return bytes.toString(name) === text.toLowerCase();
  if (name !== "base64" && name !== "base64url") return bytes.toString(name) === text;
  // Lines and padding are a matter of taste.
  const digits = text
    .replaceAll(/[\s=]+/g, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/");
  return bytes.toString("base64").replace(/=+$/, "") === digits;
}

function isStream(value: unknown): value is ByteStream {
  if (typeof value !== "object" || value === null) return false;
  return Symbol.asyncIterator in value || "getReader" in value;
}
