import { Buffer } from "node:buffer";
import type { ByteStream } from "@qsmtp/client";

/** What is used of a Node stream that was told to give text. */
interface TextStream extends AsyncIterable<unknown> {
  readonly readableEncoding: BufferEncoding;
  destroy(): unknown;
}

/** Gives bytes where a Node stream was told to give text; every other stream as it is. */
export function asBytes(stream: ByteStream): ByteStream {
  if (!isTextStream(stream)) return stream;
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = stream[Symbol.asyncIterator]();
      return {
        next: async () => {
          const { done, value } = await iterator.next();
          if (done) return { done: true, value: undefined };
          const isText = typeof value === "string";
          const chunk = isText ? Buffer.from(value, stream.readableEncoding) : value;
          return { done: false, value: chunk as Uint8Array };
        },
        return: async () => {
          stream.destroy();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

function isTextStream(stream: object): stream is TextStream {
  return "readableEncoding" in stream && typeof stream.readableEncoding === "string";
}
