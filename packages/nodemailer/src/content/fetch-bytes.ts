import { type Clock, SourceError } from "@qsmtp/client";
import { joined } from "./joined.ts";

/** How much is fetched, and for how long. */
export interface FetchLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/**
 * Fetches a file with the platform's fetch.
 * @throws SourceError when it cannot be had within the limits
 */
export async function fetchBytes(
  url: string,
  headers: Readonly<Record<string, string>>,
  path: string,
  { limits, signal }: { readonly limits: FetchLimits; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const { clock, timeoutMs, maxBytes } = limits;
  const late = new AbortController();
  const reason = new Error(`no answer within ${timeoutMs} ms`);
  const timer = clock.setTimeout(() => late.abort(reason), timeoutMs);
  try {
    const either = AbortSignal.any([signal, late.signal]);
    const response = await fetch(url, { headers: { ...headers }, signal: either });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return await readWithin(response, maxBytes, path);
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    if (signal.aborted) throw signal.reason;
    const text = cause instanceof Error ? describe(cause) : String(cause);
    throw new SourceError(path, "failed", `could not be fetched: ${text}`, { cause });
  } finally {
    clock.clearTimeout(timer);
  }
}

async function readWithin(response: Response, maxBytes: number, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new SourceError(path, "too-long", `gives more than ${maxBytes} bytes`, {
        hint: "Allow more with allowHref.maxBytes, or fetch it yourself.",
      });
    }
    chunks.push(chunk);
  }
  return joined(chunks);
}

/** The platform says "fetch failed" and keeps the reason to itself. */
function describe({ message, cause }: Error): string {
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
