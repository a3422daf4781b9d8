import type { ByteSource } from "./byte-source.ts";

/** The content of a file on its way to the module. */
export type FileContent = Uint8Array | StreamedContent;

/** Content that comes in pieces. */
export interface StreamedContent {
  readonly source: ByteSource;
  /** `undefined` where nobody knows it before the stream has ended. */
  readonly lengthBytes: number | undefined;
}

/** The length where it is known. */
export function knownBytes(content: FileContent): number | undefined {
  return content instanceof Uint8Array ? content.length : content.lengthBytes;
}
