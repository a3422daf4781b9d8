import { type MailAttachment, SendError } from "@qsmtp/client";
import { afterEach, describe, expect, test } from "vitest";
import { close, expectNothingLeft, message, open, type Session } from "./simulated-session.ts";
import { settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

const bytes = Uint8Array.from({ length: 60_000 }, (_, at) => (at * 31 + (at >> 7)) % 256);
const sessions: Session[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) await close(session);
});

async function opened(...options: Parameters<typeof open>): Promise<Session> {
  const session = await open(...options);
  sessions.push(session);
  return session;
}

async function* pieces(upTo: number, fails?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < upTo; at += 4000) yield bytes.subarray(at, Math.min(at + 4000, upTo));
  if (fails !== undefined) throw fails;
}

function sendStream(session: Session, content: MailAttachment["content"], lengthBytes?: number) {
  const attachments = [{ filename: "video.bin", content, lengthBytes }];
  return settle(session.host.mail.send({ ...message, attachments }));
}

describe.each([
  ["of a known length", bytes.length],
  ["of an unknown length", undefined],
])("a stream %s", (_, lengthBytes) => {
  test.each([true, false])("arrives, acknowledged: %s", async (acknowledgedUploads) => {
    const session = await opened({ acknowledgedUploads });
    const receipt = await sendStream(session, pieces(bytes.length), lengthBytes);
    expect(receipt).toMatchObject({ outcome: "sent", attachments: [{ bytes: bytes.length }] });
    expect(session.module.mailbox.last?.attachments).toEqual([{ name: "video.bin", bytes }]);
    expectNothingLeft(session);
  });

  test.each(["short", "error", "both"] as const)(
    "that fails in the middle leaves nothing, where an upload that stops is told by: %s",
    async (uploadTimeout) => {
      const session = await opened({}, { file: { uploadTimeout } });
      const broken = new Error("the disk is gone");
      const error = await sendStream(session, pieces(44_000, broken), lengthBytes);
      expect(error).toBeInstanceOf(SendError);
      expect(error).toMatchObject({ code: "SOURCE_FAILED", outcome: "not-sent", cause: broken });
      expect(session.module.mailbox.attempts).toBe(0);
      expectNothingLeft(session);
      expect(await sendStream(session, pieces(bytes.length), lengthBytes)).toMatchObject({
        outcome: "sent",
      });
    },
  );

  test.each(["storageFull", "noSpace", "fileTooLarge"] as const)(
    "that does not fit is told so, error %s",
    async (storageFullError) => {
      const options = { storage: { ramBytes: 50_000 }, file: { storageFullError } };
      const session = await opened({}, options);
      const error = await sendStream(session, pieces(bytes.length), lengthBytes);
      expect(error).toMatchObject({ code: "STORAGE_FULL", outcome: "not-sent" });
      expectNothingLeft(session);
    },
  );
});
