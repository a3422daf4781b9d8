import type { MailMessage } from "@qsmtp/client";
import type { TestMail } from "@qsmtp/fake-module";
import type { SeededRandom } from "./seeded-random.ts";

/** The part of all tries whose attachments come as streams, from a disk or a camera. */
const part = 0.3;

/** The same mail, its attachments perhaps as streams, which come in pieces and take their time. */
export function perhapsStreamed(
  mail: TestMail,
  random: SeededRandom,
  pause: (durationMs: number) => Promise<void>,
): MailMessage {
  const { attachments } = mail;
  if (attachments === undefined || !random.chance(part)) return mail;
  return {
    ...mail,
    attachments: attachments.map(({ filename, content }) => ({
      filename,
      content: piecesOf(content as Uint8Array, random, pause),
      ...(random.chance(0.5) ? { lengthBytes: content.length } : {}),
    })),
  };
}

async function* piecesOf(
  content: Uint8Array,
  random: SeededRandom,
  pause: (durationMs: number) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; ) {
    const length = random.int(1, 1500);
    if (random.chance(0.1)) await pause(random.spread(1, 3000));
    yield content.subarray(at, at + length);
    at += length;
  }
}
