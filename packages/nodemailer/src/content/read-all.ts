import { type ByteStream, SourceError } from "@qsmtp/client";
import { isUint8Array } from "@qsmtp/transport/options";
import { joined } from "./joined.ts";

/**
 * Reads a stream to its end and ends it, whatever happens.
 * @throws SourceError, and the reason of the signal
 */
export async function readAll(
  stream: ByteStream,
  path: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const iterator = iterate(stream, path);
  try {
    for (;;) {
      const { done, value } = await unlessAborted(iterator.next(), signal);
      if (done) return joined(chunks);
      if (!isUint8Array(value)) throw new SourceError(path, "not-bytes", "gave no bytes");
      bytes += value.length;
      if (bytes > maxBytes) {
        throw new SourceError(path, "too-long", `gives more than ${maxBytes} bytes`);
      }
      chunks.push(value.slice());
    }
  } catch (cause) {
    if (cause instanceof SourceError || signal.aborted) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(path, "failed", `could not be read: ${reason}`, { cause });
  } finally {
    // One that never answers must not keep the mail.
    void iterator.return?.()?.catch(() => undefined);
    if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
  }
}

function iterate(stream: ByteStream, path: string): AsyncIterator<Uint8Array> {
  if (Symbol.asyncIterator in stream) return stream[Symbol.asyncIterator]();
  throw new SourceError(path, "not-bytes", "must be a stream that can be iterated");
}

function unlessAborted<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    step
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort))
      .catch(() => undefined);
  });
}
