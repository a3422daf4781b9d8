import type { Stats } from "node:fs";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type ByteStream, SourceError } from "@qsmtp/client";
import type { ContentSource } from "./content-source.ts";
import { type FetchLimits, fetchBytes } from "./fetch-bytes.ts";
import { asBytes } from "./stream-bytes.ts";

/** A content that the client takes. */
export interface LoadedContent {
  readonly content: string | Uint8Array | ByteStream;
  /** Of a file on the disk. */
  readonly lengthBytes?: number | undefined;
}

/** What is needed to get a content from where it is. */
export interface LoadOptions {
  readonly limits: FetchLimits;
  readonly signal: AbortSignal;
}

/**
 * Gets a content, or the stream that gives it: a file on the disk is not opened before its turn.
 * @throws SourceError for what is not there
 */
export async function loadContent(
  source: ContentSource,
  path: string,
  options: LoadOptions,
): Promise<LoadedContent> {
  switch (source.kind) {
    case "text":
      return { content: source.text };
    case "bytes":
      return { content: source.bytes };
    case "stream":
      return { content: asBytes(source.stream) };
    case "file":
      return await fileContent(source.file, path);
    case "data":
      return { content: await decodeDataUri(source.uri, path) };
    case "url":
      return { content: await fetchBytes(source.url, source.headers, path, options) };
  }
}

async function fileContent(file: string, path: string): Promise<LoadedContent> {
  const found = await stat(file).catch((cause: unknown): never => {
    throw unreadable(path, cause);
  });
  return { content: readFile(file), ...lengthOf(found) };
}

/** A pipe or a device has no length that anybody knows. */
function lengthOf(found: Stats): { readonly lengthBytes?: number } {
  return found.isFile() ? { lengthBytes: found.size } : {};
}

async function* readFile(file: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(file)) yield chunk as Uint8Array;
}

async function decodeDataUri(uri: string, path: string): Promise<Uint8Array> {
  try {
    const response = await fetch(uri);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): SourceError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SourceError(path, "failed", `could not be read: ${reason}`, { cause });
}
