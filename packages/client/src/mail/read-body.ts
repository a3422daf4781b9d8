import { MessageError } from "../errors/message-error.ts";
import type { ByteSource } from "../files/byte-source.ts";
import type { Clock } from "../time/clock.ts";
import type { MailPlan, PlannedBody } from "./mail-plan.ts";

/** A text that is still to be read, and what becomes of it. */
export interface PendingBody {
  readonly source: ByteSource;
  /** A text of more bytes cannot be carried in any character set. */
  readonly mostBytes: number;
  /** What a text is told that is longer. */
  readonly tooLong: (readBytes: number) => MessageError;
  /** Encodes the text. @throws MessageError */
  readonly encode: (text: string, clock: Clock) => Promise<PlannedBody | undefined>;
}

/**
 * Reads the text of a mail that was given as a stream, as far as the module could carry it. Other
 * mails are ready as they are.
 * @throws MessageError, SourceError, and the error of the signal
 */
export async function readBody(
  plan: MailPlan<PlannedBody | PendingBody>,
  signal: AbortSignal,
  clock: Clock,
): Promise<MailPlan> {
  const { body } = plan;
  if (body === undefined || !("source" in body)) return { ...plan, body };
  const { source, mostBytes } = body;
  const bytes = await source.read(mostBytes + 1, signal);
  if (bytes.length > mostBytes) throw body.tooLong(bytes.length);
  return { ...plan, body: await body.encode(decode(bytes, source.path), clock) };
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new MessageError([{ path, code: "NOT_REPRESENTABLE", message: "is not UTF-8" }]);
  }
}
