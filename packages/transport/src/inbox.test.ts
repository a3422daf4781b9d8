import { describe, expect, it } from "vitest";
import { INBOX_LIMIT_BYTES, Inbox } from "./inbox.ts";

function createInbox() {
  const calls: string[] = [];
  const inbox = new Inbox({ pause: () => calls.push("pause"), resume: () => calls.push("resume") });
  return { inbox, calls };
}

describe("Inbox", () => {
  it("pauses its source at the limit, once, and resumes it when all is delivered", async () => {
    const { inbox, calls } = createInbox();
    inbox.push(new Uint8Array(INBOX_LIMIT_BYTES - 1));
    expect(calls).toEqual([]);
    inbox.push(new Uint8Array(1));
    inbox.push(new Uint8Array(1));
    expect(calls).toEqual(["pause"]);
    let received = 0;
    inbox.listen((chunk) => {
      received += chunk.length;
    });
    await Promise.resolve();
    expect(received).toBe(INBOX_LIMIT_BYTES + 1);
    expect(calls).toEqual(["pause", "resume"]);
  });

  it("keeps the order when more comes while held chunks are delivered", async () => {
    const { inbox } = createInbox();
    inbox.push(Uint8Array.of(1));
    inbox.push(Uint8Array.of(2));
    const received: (number | undefined)[] = [];
    inbox.listen(([byte]) => {
      received.push(byte);
      if (byte === 1) inbox.push(Uint8Array.of(3));
    });
    await Promise.resolve();
    inbox.push(Uint8Array.of(4));
    expect(received).toEqual([1, 2, 3, 4]);
  });

  it("keeps the rest for the next listener when one leaves halfway", async () => {
    const { inbox } = createInbox();
    inbox.push(Uint8Array.of(1));
    inbox.push(Uint8Array.of(2));
    const received: (number | undefined)[] = [];
    const leave = inbox.listen(([byte]) => {
      received.push(byte);
      leave();
    });
    await Promise.resolve();
    expect(received).toEqual([1]);
    inbox.listen(([byte]) => received.push(byte));
    await Promise.resolve();
    expect(received).toEqual([1, 2]);
  });

  it("delivers nothing after it was told to discard, even in the middle of a delivery", async () => {
    const { inbox } = createInbox();
    inbox.push(Uint8Array.of(1));
    inbox.push(Uint8Array.of(2));
    const received: (number | undefined)[] = [];
    inbox.listen(([byte]) => {
      received.push(byte);
      inbox.discard();
    });
    await Promise.resolve();
    inbox.push(Uint8Array.of(3));
    expect(received).toEqual([1]);
  });
});
