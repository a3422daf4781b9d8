import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import type { MailMessage, MessageError, SendError } from "@qsmtp/client";
import { uploadFile } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { codeOf, messageOf, told } from "./judge.ts";
import { allOf, note, open, quiet, type Session, within } from "./scenario.ts";
import { someBytes } from "./test-source.ts";

const base = { ...note, to: "ops@example.org" };

/** What arrived of the attachments of every mail, as text. */
function arrived({ fake }: Session): string[] {
  return fake.mail.delivered.flatMap(({ attachments }) => attachments.map(({ bytes }) => bytes));
}

async function sendTo(session: Session, mail: unknown): Promise<string> {
  const result = await session.clock.runUntil(quiet(session.host.mail.send(mail as MailMessage)));
  return result.how === "rejected" ? String(codeOf(result)) : told(result);
}

test("a buffer that is used again for the next mail is four mails", async () => {
  const session = await open();
  const content = Buffer.alloc(4);
  const calls = [0, 1, 2, 3].map((number) => {
    content.fill(48 + number);
    const attachments = [{ filename: "v.txt", content }];
    return quiet(session.host.mail.send({ ...base, attachments }));
  });
  await allOf(session.clock, calls);
  expect(arrived(session)).toEqual(["0000", "1111", "2222", "3333"]);
});

describe("what is changed after the call changes nothing", () => {
  const memory = (shared: boolean): ArrayBuffer | SharedArrayBuffer =>
    shared ? new SharedArrayBuffer(8) : new ArrayBuffer(8);

  test.each<[string, (buffer: ArrayBufferLike) => unknown, boolean, string]>([
    ["a Uint8Array", (buffer) => new Uint8Array(buffer), false, "22222222"],
    ["a part of one", (buffer) => new Uint8Array(buffer).subarray(2, 5), false, "222"],
    ["a Buffer", (buffer) => Buffer.from(buffer as ArrayBuffer, 1, 4), false, "2222"],
    ["a DataView", (buffer) => new DataView(buffer, 3, 2), false, "22"],
    ["an ArrayBuffer", (buffer) => buffer, false, "22222222"],
    ["a SharedArrayBuffer", (buffer) => buffer, true, "22222222"],
    ["shared memory", (buffer) => new Uint8Array(buffer, 4), true, "2222"],
  ])("%s, while it is uploaded", async (_what, view, shared, text) => {
    const session = await open();
    const buffer = memory(shared);
    const bytes = new Uint8Array(buffer).fill(50);
    const change = (): unknown => bytes.fill(120);
    for (const line of ["AT+QFUPL", "AT+QSMTPPUT"]) session.fake.on(line, { begin: change });
    const attachments = [{ filename: "v.txt", content: view(buffer) }];
    expect(await sendTo(session, { ...base, attachments })).toBe("sent");
    expect(bytes[0]).toBe(120);
    expect(arrived(session)).toEqual([text]);
  });

  test("lists, objects and texts", async () => {
    const session = await open();
    const file: Record<string, unknown> = {
      filename: "a.txt",
      content: "old",
      encoding: undefined,
    };
    const night = { name: "", address: "night@example.org" };
    const mail = {
      from: { name: "Old", address: "old@example.org" },
      to: ["ops@example.org"] as unknown[],
      cc: [[night]],
      subject: "old",
      text: "old",
      attachments: [file],
    };
    const call = quiet(session.host.mail.send(mail as unknown as MailMessage));
    Object.assign(mail.from, { name: "New", address: "new@example.org" });
    mail.to.push("new@example.org");
    night.address = "new@example.org";
    mail.cc.length = 0;
    Object.assign(mail, { subject: "new", text: "new" });
    Object.assign(file, { filename: "new.txt", content: "new", encoding: "hex" });
    mail.attachments.push(file);
    expect(told(await session.clock.runUntil(call))).toBe("sent");
    expect(session.fake.mail.delivered).toMatchObject([
      {
        sender: ["Old", "old@example.org"],
        recipients: [
          { type: 1, address: "ops@example.org" },
          { type: 2, address: "night@example.org" },
        ],
        subject: "old",
        text: "old",
        attachments: [{ name: "a.txt", bytes: "old" }],
      },
    ]);
  });

  test.each([
    ["of known length", 3000],
    ["of unknown length", undefined],
  ])(
    "a chunk of a stream %s that its source changes while it goes out",
    async (_what, lengthBytes) => {
      const session = await open();
      const chunk = someBytes(3000);
      const expected = Buffer.from(chunk).toString("latin1");
      async function* source(): AsyncGenerator<Uint8Array> {
        session.clock.setTimeout(() => chunk.fill(120), 1);
        yield chunk;
      }
      const attachments = [{ filename: "v.bin", content: source(), lengthBytes }];
      expect(await sendTo(session, { ...base, attachments })).toBe("sent");
      expect(chunk[5]).toBe(120);
      expect(arrived(session)).toEqual([expected]);
    },
  );

  test("the payload of a command", async () => {
    const session = await open();
    const { host, fake, clock } = session;
    const payload = Buffer.from("2222");
    const command = uploadFile({ fileName: "UFS:v.txt", sizeBytes: 4 });
    const first = quiet(host.execute(command, { payload }));
    payload.fill("x");
    await allOf(clock, [first]);
    expect(fake.files.stored.get("UFS:v.txt")).toBe("2222");
  });
});

describe("a message may be an object of any kind", () => {
  test("of a class, with each getter read once", async () => {
    const session = await open();
    const read: string[] = [];
    class Notice {
      readonly #room: string;
      from = "logger@example.org";
      constructor(room: string) {
        this.#room = room;
      }
      get to(): string {
        read.push("to");
        return "ops@example.org";
      }
      get subject(): string {
        read.push("subject");
        return `Room ${this.#room}`;
      }
      send(): void {}
    }
    class Alarm extends Notice {
      get text(): string {
        read.push("text");
        return "warm";
      }
      get attachments(): unknown {
        read.push("attachments");
        const file = {
          get content(): unknown {
            read.push("content");
            return "x";
          },
        };
        return Object.setPrototypeOf(file, { filename: "a.txt" });
      }
    }
    expect(await sendTo(session, new Alarm("3"))).toBe("sent");
    expect(read.sort()).toEqual(["attachments", "content", "subject", "text", "to"]);
    expect(session.fake.mail.delivered).toMatchObject([
      { subject: "Room 3", text: "warm", attachments: [{ name: "a.txt", bytes: "x" }] },
    ]);
  });

  test("that inherits, or has no prototype, or is of another realm", async () => {
    for (const mail of [
      Object.create(base),
      Object.assign(Object.create(null), base),
      runInNewContext("({ ...given, cc: [{ address: 'a@example.org' }], html: {}, headers: [] })", {
        given: base,
      }),
    ]) {
      const session = await open();
      expect(await sendTo(session, mail)).toBe("sent");
      expect(session.fake.mail.delivered).toMatchObject([{ subject: base.subject }]);
    }
  });

  test.each([
    ["inherited", Object.create({ html: "<b>x</b>" })],
    [
      "of a class",
      new (class {
        get html() {
          return "<b>x</b>";
        }
      })(),
    ],
    [
      "a method",
      new (class {
        html() {
          return "<b>x</b>";
        }
      })(),
    ],
  ])("and what cannot be carried is found when it is %s", async (_what, mail) => {
    const session = await open();
    const result = await session.clock.runUntil(
      quiet(session.host.mail.send(Object.assign(mail, base))),
    );
    expect(codeOf(result)).toBe("MESSAGE_REFUSED");
    const { problems } = (result as { readonly error: MessageError }).error;
    expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual(["html UNSUPPORTED"]);
  });
});

describe("bytes of another realm", () => {
  test.each([
    ["Uint8Array", "new Uint8Array([1, 2, 3])"],
    ["ArrayBuffer", "new Uint8Array([1, 2, 3]).buffer"],
    ["DataView", "new DataView(new Uint8Array([0, 1, 2, 3]).buffer, 1)"],
    [
      "SharedArrayBuffer",
      "(() => { const b = new SharedArrayBuffer(3); new Uint8Array(b).set([1, 2, 3]); return b; })()",
    ],
  ])("%s is taken", async (_what, code) => {
    const session = await open();
    const attachments = [{ filename: "a.bin", content: runInNewContext(code) }];
    expect(await sendTo(session, { ...base, attachments })).toBe("sent");
    expect(arrived(session)).toEqual(["\x01\x02\x03"]);
  });

  test.each(["Uint16Array", "Int8Array", "Uint8ClampedArray", "Float64Array"])(
    "%s is refused, with what it is",
    async (kind) => {
      const session = await open();
      for (const content of [
        runInNewContext(`new ${kind}(2)`),
        Reflect.construct(Reflect.get(globalThis, kind), [2]),
      ]) {
        const attachments = [{ filename: "a.bin", content }];
        const call = session.host.mail.send({ ...base, attachments });
        const result = await session.clock.runUntil(quiet(call));
        const { problems } = (result as { readonly error: MessageError }).error;
        expect(problems).toMatchObject([
          { path: "attachments[0].content", code: "NOT_REPRESENTABLE" },
        ]);
        expect(problems[0]?.message).toContain(kind);
      }
    },
  );

  test.each<[string, () => unknown]>([
    ["nothing", () => undefined],
    ["null", () => Promise.resolve(null)],
    [
      "what throws when it is read",
      () => ({
        get done() {
          throw Object.create(null);
        },
      }),
    ],
    ["a chunk that is a proxy", () => ({ value: new Proxy(new Uint8Array(1), {}) })],
  ])("a stream that answers %s ends the mail by its path", async (_what, next) => {
    const session = await open();
    const content = { [Symbol.asyncIterator]: () => ({ next }) } as AsyncIterable<Uint8Array>;
    const call = session.host.mail.send({ ...base, attachments: [{ filename: "a.bin", content }] });
    const result = await session.clock.runUntil(quiet(call));
    expect(codeOf(result)).toBe("SOURCE_FAILED");
    expect(messageOf(result)).toContain("attachments[0].content");
  });

  test("are taken as chunks of a stream", async () => {
    const session = await open();
    const chunks = ["new Uint8Array([49, 50])", "new Uint8Array([51])"];
    const content = Readable.from(chunks.map((code) => runInNewContext(code)));
    const attachments = [{ filename: "a.bin", content }];
    expect(await sendTo(session, { ...base, attachments })).toBe("sent");
    expect(arrived(session)).toEqual(["123"]);
  });
});

describe("text that stands for bytes", () => {
  test.each([
    ["base64", "AP8QPj8+", "\x00\xff\x10>?>"],
    ["base64", "QQ==\r\n", "A"],
    ["BASE64", "QUI=", "AB"],
    ["hex", "00fF", "\x00\xff"],
    ["utf-8", "ä", "\xc3\xa4"],
    ["utf8", "ä", "\xc3\xa4"],
    [null, "ä", "\xc3\xa4"],
  ])("%s %j arrives as bytes", async (encoding, content, bytes) => {
    const session = await open();
    const attachments = { filename: "a.bin", content, encoding };
    expect(await sendTo(session, { ...base, attachments })).toBe("sent");
    expect(arrived(session)).toEqual([bytes]);
  });

  test.each<[unknown, unknown, string]>([
    ["base64", "AP8", "content"],
    ["base64", "A===", "content"],
    ["base64", "AP9=", "content"],
    ["base64", "AB==", "content"],
    ["base64", "A-_=", "content"],
    ["base64", "AA AA===", "content"],
    ["base64", "QQ==QQ==", "content"],
    ["hex", "0", "content"],
    ["hex", "0g", "content"],
    ["utf-8", "\ud83d", "content"],
    ["latin1", "x", "encoding"],
    ["base64", Buffer.from("QQ=="), "encoding"],
    [7, "x", "encoding"],
  ])("%s %j is refused", async (encoding, content, part) => {
    const session = await open();
    const mail = { ...base, attachments: { filename: "a.bin", content, encoding } };
    const call = session.host.mail.send(mail as unknown as MailMessage);
    const result = await session.clock.runUntil(quiet(call));
    const { problems } = (result as { readonly error: MessageError }).error;
    expect(problems.map(({ path }) => path)).toEqual([`attachments.${part}`]);
  });
});

describe("calls", () => {
  test.each([undefined, null, 1, "text", [], () => undefined])(
    "with %s for a message are refused as such",
    async (mail) => {
      const session = await open();
      const before = session.fake.executed.length;
      expect(await sendTo(session, mail)).toBe("MESSAGE_REFUSED");
      expect(session.fake.executed.length).toBe(before);
    },
  );

  test("with null for the options are calls without options", async () => {
    const session = await open();
    const call = session.host.mail.send(base as MailMessage, null as never);
    expect(told(await session.clock.runUntil(quiet(call)))).toBe("sent");
  });

  test("with null for what is optional are calls without it", async () => {
    const session = await open();
    const nothing = {
      cc: null,
      bcc: null,
      subject: null,
      text: null,
      attachments: null,
      charset: null,
    };
    const lost = { html: "", headers: {}, alternatives: [], references: [], replyTo: null };
    expect(await sendTo(session, { ...base, ...nothing, ...lost })).toBe("sent");
    expect(session.fake.mail.delivered).toMatchObject([{ subject: "", text: "", attachments: [] }]);
  });

  /** What a test environment with a realm of its own hands over. */
  function foreignSignal(): { signal: AbortSignal; abort: () => void; listeners: Set<() => void> } {
    const listeners = new Set<() => void>();
    const reason = runInNewContext("new Error('enough')");
    const signal = {
      [Symbol.toStringTag]: "AbortSignal",
      aborted: false,
      reason: undefined as unknown,
      addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
      removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
    };
    const abort = (): void => {
      Object.assign(signal, { aborted: true, reason });
      for (const listener of listeners) listener();
    };
    return { signal: signal as unknown as AbortSignal, abort, listeners };
  }

  test("take a signal of another realm, and let it go", async () => {
    const session = await open();
    const { signal, abort, listeners } = foreignSignal();
    const first = session.host.mail.send(base as MailMessage, { signal });
    expect(told(await session.clock.runUntil(quiet(first)))).toBe("sent");
    expect(listeners.size).toBe(0);
    session.fake.on("AT+QSMTPDST", { begin: abort });
    const call = session.host.mail.send(base as MailMessage, { signal });
    const result = await within(session, 60_000, call);
    expect(codeOf(result)).toBe("ABORTED");
    expect((result as { readonly error: SendError }).error.message).toContain("enough");
  });
});
