import type { MailMessage, MailReceipt, MessageError } from "@qsmtp/client";
import { setEncodedSubject, setSubject } from "@qsmtp/protocol/commands";
import { maxBodyBytes, paramOf } from "@qsmtp/protocol/facts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { close, type Session } from "./simulated-session.ts";
import { begin, settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A module and a client whose first mail is still to come: nothing of a set is known to it. */
async function open(): Promise<Session> {
  vi.resetModules();
  const fresh = await import("./simulated-session.ts");
  return await fresh.open();
}

const base: MailMessage = { from: "logger@example.org", to: "ops@example.org", subject: "Alarm" };
const asciiBytes = paramOf(setSubject, "subject").maxBytes;
const subjectBytes = paramOf(setEncodedSubject, "encodedSubject").maxBytes;

const platforms = {
  "with all decoders": () => undefined,
  "with a decoder of UTF-8 only": () => {
    const Platform = globalThis.TextDecoder;
    vi.stubGlobal(
      "TextDecoder",
      class extends Platform {
        constructor(...[label = "utf-8", options]: ConstructorParameters<typeof TextDecoder>) {
          if (!/^utf-?8$/i.test(label)) throw new RangeError(`"${label}" is not supported`);
          super(label, options);
        }
      },
    );
  },
};

/** Sends to a module of its own, and tells what was refused, or what arrived. */
async function outcomeOf(message: MailMessage): Promise<MailReceipt | string[]> {
  const session = await open();
  const result = await sentBy(session, message);
  await close(session);
  return result;
}

async function sentBy({ host }: Session, message: MailMessage): Promise<MailReceipt | string[]> {
  const result = await settle(host.mail.send(message));
  if (!(result instanceof Error)) return result;
  // Of another copy of the client, which `instanceof` does not know.
  expect(result).toMatchObject({ code: "MESSAGE_REFUSED" });
  return (result as MessageError).problems.map(
    ({ path, code, message: text }) => `${path} ${code} ${text}`,
  );
}

describe.each(["with all decoders", "with a decoder of UTF-8 only"] as const)(
  "on a platform %s",
  (platform) => {
    beforeEach(() => {
      platforms[platform]();
    });

    test.each([
      [
        "a subject of é",
        { subject: "é".repeat(Math.floor(subjectBytes / 2) + 1) },
        `subject TOO_LONG .* ${subjectBytes} bytes`,
      ],
      ["a subject of x", { subject: "x".repeat(asciiBytes + 1) }, "subject TOO_LONG .* bytes"],
      ["a text", { text: "x".repeat(maxBodyBytes + 1) }, `text TOO_LONG .* ${maxBodyBytes} bytes`],
      ["a text of é", { text: "é".repeat(Math.floor(maxBodyBytes / 2) + 1) }, "text TOO_LONG"],
      ["a text of 温", { text: "温".repeat(Math.floor(maxBodyBytes / 2) + 1) }, "text TOO_LONG"],
      [
        "what no set holds",
        { subject: "😀".repeat(Math.floor(subjectBytes / 4) + 1) },
        "subject TOO_LONG",
      ],
      ["a wrong set", { subject: "Straße", charset: "gb2312" }, "subject NOT_REPRESENTABLE"],
      ["another's set", { text: "溫度", charset: "gb2312" }, "text NOT_REPRESENTABLE"],
    ] as const)("%s is refused", async (_what, changes, problem) => {
      expect(await outcomeOf({ ...base, ...changes })).toEqual([expect.stringMatching(problem)]);
    });

    test.each([
      ["gb2312", "温度", [0xce, 0xc2, 0xb6, 0xc8]],
      ["big5", "溫度", [0xb7, 0xc5, 0xab, 0xd7]],
    ] as const)("%s is sent when it is asked for", async (charset, text, bytes) => {
      const session = await open();
      const receipt = await sentBy(session, { ...base, subject: text, text, charset });
      expect(receipt).toMatchObject({ subjectCharset: charset, body: { charset, bytes: 4 } });
      const { subject, body } = session.module.mailbox.last?.raw ?? {};
      expect(subject).toEqual({ charset, bytes: Uint8Array.from(bytes) });
      expect(body).toEqual({ charset, bytes: Uint8Array.from(bytes) });
      await close(session);
    });

    test("it is chosen unasked where UTF-8 is too long and all its readers agree", async () => {
      const subject = "温".repeat(Math.floor(subjectBytes / 3) + 1);
      const text = "溫".repeat(Math.floor(maxBodyBytes / 3) + 1);
      expect(await outcomeOf({ ...base, subject, text })).toMatchObject({
        subjectCharset: "gb2312",
        body: { charset: "big5", bytes: 2 * text.length },
      });
    });

    test("line ends count before it is chosen", async () => {
      // Fits in UTF-8 only while a line end is one byte.
      const text = `${"温".repeat(Math.floor(maxBodyBytes / 3) - 1)}\n\n\n`;
      expect(await outcomeOf({ ...base, text })).toMatchObject({ body: { charset: "gb2312" } });
    });

    test("so does a text that is a stream", async () => {
      const text = "温".repeat(Math.floor(maxBodyBytes / 3) + 1);
      const stream = new Blob([text]).stream();
      expect(await outcomeOf({ ...base, text: stream })).toMatchObject({
        body: { charset: "gb2312", bytes: 2 * text.length },
      });
    });
  },
);

test.each(["latin1", "GB2312", "constructor", 5, {}])(
  "%j is no character set, also of a text that would need a table",
  async (charset) => {
    const subject = "温".repeat(Math.floor(subjectBytes / 3) + 1);
    const message = { ...base, subject, text: subject, charset } as unknown as MailMessage;
    const problems = await outcomeOf(message);
    expect(problems).toContainEqual(expect.stringMatching(/^charset UNSUPPORTED/));
  },
);

describe("characters that readers dispute", () => {
  const chinese = "温".repeat(Math.floor(subjectBytes / 3));

  test("keep a set from being chosen unasked; the refusal says so", async () => {
    const problems = await outcomeOf({ ...base, subject: `${chinese}——` });
    expect(problems).toEqual([expect.stringMatching(/subject TOO_LONG .*gb2312.*—/)]);
  });

  test("go out when the set is asked for, as most mail programs read them", async () => {
    const receipt = await outcomeOf({ ...base, subject: `${chinese}——`, charset: "gb2312" });
    expect(receipt).toMatchObject({ outcome: "sent", subjectCharset: "gb2312" });
  });

  test("are refused in the reading that most mail programs do not share", async () => {
    const problems = await outcomeOf({ ...base, subject: "温・―", charset: "gb2312" });
    expect(problems).toEqual([expect.stringContaining("subject NOT_REPRESENTABLE")]);
  });
});

describe("while a table is loaded", () => {
  test("what was given at the call is what arrives", async () => {
    const session = await open();
    const to = ["ops@example.org"];
    const attachments = [{ filename: "a.txt", content: "first" }];
    const message = { ...base, to, subject: "温", charset: "gb2312" as const, attachments };
    const sending = begin(session.host.mail.send(message));
    to[0] = "other@example.org";
    message.subject = "度";
    attachments.pop();
    expect(await settle(sending)).toMatchObject({ recipients: ["ops@example.org"] });
    expect(session.module.mailbox.last).toMatchObject({
      subject: "温",
      attachments: [{ name: "a.txt" }],
    });
    await close(session);
  });

  test("mails keep the order of the calls, and a refused one holds nobody up", async () => {
    const session = await open();
    const { mail } = session.host;
    const refused = begin(mail.send({ ...base, subject: "溫", charset: "gb2312" }));
    const first = begin(mail.send({ ...base, subject: "温", charset: "gb2312" }));
    const second = begin(mail.send({ ...base, subject: "second" }));
    expect(await settle(Promise.all([first, second]))).toHaveLength(2);
    expect(await settle(refused)).toMatchObject({ code: "MESSAGE_REFUSED" });
    expect(session.module.mailbox.mails.map(({ subject }) => subject)).toEqual(["温", "second"]);
    expect(mail.busy).toBe(false);
    await close(session);
  });

  test("an abort ends the mail at once", async () => {
    const session = await open();
    const controller = new AbortController();
    const message: MailMessage = { ...base, subject: "温", charset: "gb2312" };
    const sending = begin(session.host.mail.send(message, { signal: controller.signal }));
    controller.abort();
    expect(await settle(sending)).toMatchObject({ code: "ABORTED", outcome: "not-sent" });
    expect(session.module.mailbox.attempts).toBe(0);
    expect(session.host.mail.busy).toBe(false);
    await close(session);
  });
});
