import { Readable } from "node:stream";
import { isQsmtpError, type MailAttachment, type MailMessage, type SendError } from "@qsmtp/client";
import type { HostClock, Settled } from "@qsmtp/fake-module";
import { maxBodyBytes } from "@qsmtp/protocol/facts";
import { describe, expect, test } from "vitest";
import { codeOf, expectClean, judge, messageOf, told } from "./judge.ts";
import {
  note,
  open,
  openOn,
  quiet,
  type Session,
  send,
  type TestMail,
  within,
} from "./scenario.ts";
import { chunksOf, never, someBytes, TestSource } from "./test-source.ts";

const always = Number.POSITIVE_INFINITY;
/** Longer than what is held in memory of a stream of unknown length. */
const long = someBytes(50_000);
const short = someBytes(5000);

function mailWith(...attachments: readonly MailAttachment[]): MailMessage {
  return { ...note, attachments };
}

function asBytes(...contents: readonly Uint8Array[]): TestMail {
  const attachments = contents.map((content, at) => ({ filename: `file${at}.bin`, content }));
  return { ...note, attachments };
}

function streamed(content: MailAttachment["content"], lengthBytes?: number): MailMessage {
  return mailWith({ filename: "file0.bin", content, lengthBytes });
}

function sendStreams(session: Session, mail: MailMessage, options = {}): Promise<Settled<unknown>> {
  return send(session, mail as TestMail, options);
}

function pause(timers: HostClock, pauseMs: number): Promise<undefined> {
  return new Promise((resolve) => timers.setTimeout(() => resolve(undefined), pauseMs));
}

/** The mail did not go, nothing of it is on the module, and the next one goes. */
async function expectHarmless(session: Session, result: Settled<unknown>): Promise<SendError> {
  const { fake } = session;
  await fake.clock.advance(200_000);
  expect(told(result)).toBe("not-sent");
  expect(fake.mail.delivered).toEqual([]);
  expectClean(fake);
  expect(fake.files.handles).toEqual([]);
  expect(told(await send(session, note))).toBe("sent");
  await session.clock.runUntil(session.host.close());
  expect(session.timers.pending).toBe(0);
  if (result.how !== "rejected") throw new Error("it was rejected");
  return result.error as SendError;
}

describe("a stream goes out as it came", () => {
  const kinds: readonly [string, (bytes: Uint8Array) => MailAttachment["content"]][] = [
    ["an async generator", (bytes) => generated(slices(bytes, 777))],
    ["an async iterable", (bytes) => new TestSource(chunksOf(bytes, 1500))],
    ["a Node stream", (bytes) => Readable.from(slices(bytes, 4096))],
    ["a web stream", (bytes) => webStream(slices(bytes, 3000))],
    ["one chunk of all", (bytes) => new TestSource([bytes])],
    ["single bytes", (bytes) => new TestSource(chunksOf(bytes, 1))],
    ["empty chunks between", (bytes) => new TestSource(withEmpty(slices(bytes, 1024)))],
  ];

  describe.each(kinds)("%s", (_, streamOf) => {
    test.each([
      ["a length", 5000],
      ["a length of whole blocks", 4096],
      ["more than is held in memory", 50_000],
    ])("with %s", async (_what, size) => {
      for (const lengthBytes of [size, undefined]) {
        for (const acknowledgedUploads of [true, false]) {
          const session = await open({ acknowledgedUploads });
          const bytes = someBytes(size);
          const result = await sendStreams(session, streamed(streamOf(bytes), lengthBytes));
          expect(await judge(session.fake, result, asBytes(bytes))).toBe("sent");
          expectClean(session.fake);
          expect(result).toMatchObject({ value: { attachments: [{ bytes: size }] } });
        }
      }
    });
  });

  test.each([1, 1023, 1024, 1025, 1026, 1027, 1028, 2047, 2048, 2051, 32_768, 32_769])(
    "of %i bytes",
    async (size) => {
      for (const lengthBytes of [size, undefined]) {
        const session = await open();
        const bytes = someBytes(size);
        const source = new TestSource(chunksOf(bytes, 100));
        const result = await sendStreams(session, streamed(source, lengthBytes));
        expect(await judge(session.fake, result, asBytes(bytes))).toBe("sent");
      }
    },
  );

  test("three plus signs at the end never stand alone", async () => {
    for (const acknowledgedUploads of [true, false]) {
      const session = await open({ acknowledgedUploads });
      const bytes = Uint8Array.from([...someBytes(2048), 0x2b, 0x2b, 0x2b]);
      const writes: string[] = [];
      session.fake.wire.onWrite = (text) => writes.push(text);
      const mail = streamed(new TestSource(chunksOf(bytes, 500)), bytes.length);
      const result = await sendStreams(session, mail);
      expect(await judge(session.fake, result, asBytes(bytes))).toBe("sent");
      expect(writes).not.toContain("+++");
    }
  });

  test("three plus signs of a slow source are no escape", async () => {
    const session = await open({ acknowledgedUploads: false });
    const bytes = Uint8Array.from([0x2b, 0x2b, 0x2b]);
    const source = new TestSource([
      async () => {
        await pause(session.timers, 5000);
        return bytes;
      },
    ]);
    const result = await sendStreams(session, streamed(source, 3));
    expect(await judge(session.fake, result, asBytes(bytes))).toBe("sent");
  });

  test("several, mixed with bytes and of both kinds, in their order", async () => {
    const session = await open();
    const contents = [short, long, someBytes(300), someBytes(40_000)];
    const first = new TestSource(chunksOf(short, 900));
    const second = new TestSource([
      () => {
        expect(first.asked, "one after the other").toBeGreaterThan(5);
        return Promise.resolve(long);
      },
    ]);
    const mail = mailWith(
      { filename: "file0.bin", content: first, lengthBytes: short.length },
      { filename: "file1.bin", content: second },
      { filename: "file2.bin", content: someBytes(300) },
      { filename: "file3.bin", content: webStream(slices(someBytes(40_000), 999)) },
    );
    const result = await sendStreams(session, mail);
    expect(await judge(session.fake, result, asBytes(...contents))).toBe("sent");
  });

  test("a text too", async () => {
    const text = "Kühlraum 3: 9,5 °C\nbitte prüfen\n".repeat(50);
    const bytes = new TextEncoder().encode(text);
    for (const content of [new TestSource(chunksOf(bytes, 7)), webStream(slices(bytes, 100))]) {
      const session = await open();
      const result = await sendStreams(session, { ...note, text: content });
      expect(await judge(session.fake, result, { ...note, text })).toBe("sent");
    }
  });

  test("an empty text is a mail without text", async () => {
    const session = await open();
    const result = await sendStreams(session, { ...note, text: new TestSource([]) });
    expect(await judge(session.fake, result, { ...note, text: "" })).toBe("sent");
  });

  test("progress never runs backwards and ends at its total", async () => {
    for (const lengthBytes of [long.length, undefined]) {
      const session = await open();
      const seen: { sentBytes: number; totalBytes: number }[] = [];
      const mail = streamed(new TestSource(chunksOf(long, 4096)), lengthBytes);
      await sendStreams(session, mail, { onProgress: (progress: never) => seen.push(progress) });
      const sent = seen.map(({ sentBytes }) => sentBytes);
      expect(sent).toEqual([...sent].sort((a, b) => a - b));
      expect(seen.at(-1)?.sentBytes).toBe(seen.at(-1)?.totalBytes);
      expect(seen.every(({ sentBytes, totalBytes }) => sentBytes <= totalBytes)).toBe(true);
    }
  });
});

describe("how much is read ahead", () => {
  test.each([true, false])("of a known length, acknowledged: %s", async (acknowledgedUploads) => {
    const session = await open({ acknowledgedUploads });
    let written = 0;
    let ahead = 0;
    const source = new TestSource(chunksOf(long, 256));
    session.fake.wire.onWrite = (text) => {
      ahead = Math.max(ahead, source.gaveBytes - written);
      if (session.fake.inDataMode) written += text.length;
    };
    const mail = mailWith({ filename: "file0.bin", content: source, lengthBytes: long.length });
    expect(told(await sendStreams(session, { ...mail, text: "" }))).toBe("sent");
    // The block that goes out, the next one, and a chunk.
    expect(ahead).toBeLessThanOrEqual(2 * 1024 + 256 + 3);
  });

  test("of an unknown length: what is held at the beginning, then a piece", async () => {
    const session = await open();
    let written = 0;
    let aheadAtFirst = 0;
    let ahead = 0;
    const bytes = someBytes(200_000);
    const source = new TestSource(chunksOf(bytes, 256));
    session.fake.wire.onWrite = (text) => {
      if (written < 32_768) aheadAtFirst = Math.max(aheadAtFirst, source.gaveBytes - written);
      else ahead = Math.max(ahead, source.gaveBytes - written);
      if (session.fake.inDataMode) written += text.length;
    };
    const mail = mailWith({ filename: "file0.bin", content: source });
    expect(told(await sendStreams(session, { ...mail, text: "" }))).toBe("sent");
    expect(aheadAtFirst).toBeLessThanOrEqual(32_768 + 256);
    expect(ahead).toBeLessThanOrEqual(1024 + 256 + 600);
  });

  test("nothing before the mail has its turn", async () => {
    const session = await open();
    const source = new TestSource(chunksOf(short, 100));
    const first = quiet(session.host.mail.send(note));
    const second = quiet(session.host.mail.send(streamed(source, short.length)));
    await session.clock.runUntil(first);
    expect([source.opened, source.asked]).toEqual([0, 0]);
    expect(told(await session.clock.runUntil(second))).toBe("sent");
  });
});

describe("a slow source", () => {
  test.each([
    ["of a known length, 100 s between chunks", short.length, 100_000],
    ["of an unknown length, 200 s between chunks", undefined, 200_000],
  ])("%s, goes out", async (_, lengthBytes, pauseMs) => {
    const session = await open();
    const pieces = slices(short, 2000).map((piece) => async () => {
      await pause(session.timers, pauseMs);
      return piece;
    });
    const mail = streamed(new TestSource(pieces), lengthBytes);
    const result = await sendStreams(session, mail, { timeoutMs: 3_600_000 });
    expect(await judge(session.fake, result, asBytes(short))).toBe("sent");
  });

  test("and a port that then takes nothing for a while are waited for one after the other", async () => {
    const session = await open();
    const { wire } = session.fake;
    const pieces = slices(short, 2500).map((piece) => async () => {
      await pause(session.timers, 105_000);
      session.clock.setTimeout(() => wire.stall(), 1);
      session.clock.setTimeout(() => wire.resume(), 12_000);
      return piece;
    });
    const mail = streamed(new TestSource(pieces), short.length);
    const result = await sendStreams(session, mail, { timeoutMs: 3_600_000 });
    expect(await judge(session.fake, result, asBytes(short))).toBe("sent");
  });

  test.each([0, 1, 1024, 4096, 5000])(
    "that stalls for ever at byte %i is given up before the module gives up",
    async (stallsAt) => {
      const session = await open();
      const source = new TestSource([short.subarray(0, stallsAt), never]);
      const result = await sendStreams(session, streamed(source, short.length), {
        timeoutMs: 3_600_000,
      });
      const error = await expectHarmless(session, result);
      expect([error.code, error.stage]).toEqual(["SOURCE_FAILED", "attachments"]);
      expect(error.message).toContain("attachments[0].content gave nothing for 110 s");
      expect(source.returned).toBe(1);
    },
  );

  test("that is a Node stream is destroyed, though its reader waits for it", async () => {
    for (const lengthBytes of [short.length, undefined]) {
      const session = await open();
      const content = new Readable({ read: () => undefined });
      const sending = session.host.mail.send(streamed(content, lengthBytes), { timeoutMs: 20_000 });
      await within(session, 35_000, sending);
      expect(content.destroyed).toBe(true);
    }
  });

  describe.each([
    ["an attachment of known length", (content: TestSource) => streamed(content, 60_000)],
    ["an attachment of unknown length", (content: TestSource) => streamed(content)],
    ["a text", (content: TestSource) => ({ ...note, text: content })],
  ])("%s whose next() and return() never end", (_, mailOf) => {
    const stuck = (): TestSource => new TestSource([someBytes(3000), never], never);

    test("does not outlast the deadline", async () => {
      const session = await open();
      const source = stuck();
      const sending = session.host.mail.send(mailOf(source), { timeoutMs: 20_000 });
      const result = await within(session, 20_000 + 15_000, sending);
      const error = await expectHarmless(session, result);
      expect(error.code).toBe("TIMEOUT");
      expect(source.returned).toBe(1);
    });

    test("does not outlast an abort", async () => {
      const session = await open();
      const source = stuck();
      const controller = new AbortController();
      const sending = quiet(session.host.mail.send(mailOf(source), { signal: controller.signal }));
      await session.clock.advance(8000);
      controller.abort(new Error("enough"));
      const error = await expectHarmless(session, await within(session, 15_000, sending));
      expect([error.code, (error.cause as Error).message]).toEqual(["ABORTED", "enough"]);
      expect(source.returned).toBe(1);
    });

    test("does not outlast close()", async () => {
      const session = await open();
      const source = stuck();
      const sending = quiet(session.host.mail.send(mailOf(source)));
      await session.clock.advance(8000);
      await within(session, 10_000, session.host.close());
      const result = await session.clock.runUntil(sending);
      expect([told(result), codeOf(result)]).toEqual(["not-sent", "MODULE_CLOSED"]);
      expect(source.returned).toBe(1);
      expect(session.timers.pending).toBe(0);
      expect(session.fake.files.names).toEqual([]);
    });
  });
});

describe("a source that fails", () => {
  const broken = new Error("the disk is gone");
  const fails = (): Promise<never> => Promise.reject(broken);

  describe.each([0, 1, 1024, 3000, 40_000])("at byte %i", (failsAt) => {
    test.each([true, false])("ends the mail with its own error, DTR: %s", async (controlLines) => {
      for (const lengthBytes of [long.length, undefined]) {
        const session = await open({}, { controlLines });
        const source = new TestSource([...slices(long.subarray(0, failsAt), 700), fails]);
        const result = await sendStreams(session, streamed(source, lengthBytes));
        const error = await expectHarmless(session, result);
        expect([error.code, error.cause]).toEqual(["SOURCE_FAILED", broken]);
        expect(error.stage).toBe("attachments");
        expect(error.leftBehind).toEqual([]);
        expect(error.draftLeftBehind).toBe(false);
        expect(error.message).toContain("attachments[0].content");
      }
    });
  });

  test("as a web stream, a Node stream and a text", async () => {
    const web = new ReadableStream<Uint8Array>({ pull: (it) => it.error(broken) });
    const node = new Readable({ read: () => node.destroy(broken) });
    for (const content of [web, node]) {
      const session = await open();
      const error = await expectHarmless(session, await sendStreams(session, streamed(content)));
      expect([error.code, error.cause]).toEqual(["SOURCE_FAILED", broken]);
    }
    const session = await open();
    const mail = { ...note, text: new TestSource([fails]) };
    const error = await expectHarmless(session, await sendStreams(session, mail));
    expect([error.code, error.cause, error.stage]).toEqual(["SOURCE_FAILED", broken, "waiting"]);
    expect(session.fake.executed.filter(({ line }) => line.includes("QSMTPDST=1")).length).toBe(1);
  });

  test("a Node stream that fails while it waits takes nothing down", async () => {
    const session = await open();
    const node = new Readable({ read: () => undefined });
    const first = quiet(session.host.mail.send(note));
    const second = quiet(session.host.mail.send(streamed(node, 10)));
    node.destroy(broken);
    await session.clock.runUntil(first);
    const result = await session.clock.runUntil(second);
    expect([told(result), codeOf(result)]).toEqual(["not-sent", "SOURCE_FAILED"]);
  });

  test.each([
    ["a string", "secret text", "a string"],
    ["a number", 7, "a number"],
    ["null", null, "null"],
    ["an ArrayBuffer", new ArrayBuffer(4), "an object of type ArrayBuffer"],
    ["an object", { bytes: "secret text" }, "an object"],
  ])("by giving %s is told so, not what was in it", async (_, chunk, what) => {
    for (const lengthBytes of [short.length, undefined]) {
      const session = await open();
      const source = new TestSource([short.subarray(0, 2000), chunk]);
      const mail = mailWith(
        { filename: "file0.bin", content: short },
        { filename: "file1.bin", content: source, lengthBytes },
      );
      const error = await expectHarmless(session, await sendStreams(session, mail));
      expect(error.code).toBe("SOURCE_FAILED");
      expect(error.message).toContain(`attachments[1].content gave ${what} as a chunk`);
      expect(error.message).not.toContain("secret");
      expect(source.returned).toBe(1);
    }
  });

  test("a Node stream that gives strings", async () => {
    const session = await open();
    const node = Readable.from([Buffer.from("abc")]).setEncoding("utf8");
    const error = await expectHarmless(session, await sendStreams(session, streamed(node)));
    expect(error.message).toContain("attachments[0].content gave a string as a chunk");
  });

  test("by giving chunks without a byte for ever", async () => {
    const session = await open();
    function* empty(): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(0);
    }
    const source = new TestSource(empty());
    const error = await expectHarmless(session, await sendStreams(session, streamed(source)));
    expect(error.code).toBe("SOURCE_FAILED");
  });
});

describe("a length that is not so", () => {
  test.each([
    [4999, 5000, "at least 5000"],
    [1024, 5000, "at least"],
    [1, 2, "at least 2"],
    [5001, 5000, "5000"],
    [5000, 1, "1"],
    [60_000, 50_000, "50000"],
  ])("%i declared, %i given", async (declared, given, told) => {
    const session = await open();
    const source = new TestSource(chunksOf(someBytes(given), 1000));
    const error = await expectHarmless(
      session,
      await sendStreams(session, streamed(source, declared)),
    );
    expect(error.code).toBe("SOURCE_FAILED");
    expect(error.message).toContain(`gives ${told}`);
    expect(error.message).toContain(`lengthBytes says ${declared}`);
    const over = declared < given;
    expect(source.returned, "a source that has not ended is ended").toBe(over ? 1 : 0);
  });

  test("no file is whole on the module that gives more than was declared", async () => {
    const session = await open();
    const sizes: number[] = [];
    session.fake.on("AT+QFDEL", {
      times: always,
      begin: ({ files }) => sizes.push(files.stored.get("RAM:file0.bin")?.length ?? 0),
    });
    const source = new TestSource(chunksOf(someBytes(3000), 1000));
    await sendStreams(session, streamed(source, 2048));
    expect(Math.max(...sizes)).toBeLessThan(2048);
  });

  test("a stream that gives nothing is an empty attachment", async () => {
    const session = await open();
    const error = await expectHarmless(
      session,
      await sendStreams(session, streamed(new TestSource([new Uint8Array(0)]))),
    );
    expect(error.code).toBe("MESSAGE_REFUSED");
    expect(error.cause).toMatchObject({
      problems: [{ path: "attachments[0].content", code: "EMPTY" }],
    });
    expect(session.fake.executed.some(({ line }) => line.startsWith('AT+QFUPL="RAM:file0'))).toBe(
      false,
    );
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])(
    "%d is refused before anything is read",
    async (lengthBytes) => {
      const session = await open();
      const source = new TestSource([short]);
      const before = session.fake.executed.length;
      const result = await sendStreams(session, streamed(source, lengthBytes));
      expect(codeOf(result)).toBe("MESSAGE_REFUSED");
      expect(session.fake.executed.length).toBe(before);
      expect([source.asked, source.returned]).toEqual([0, 1]);
    },
  );

  test("so is one beside bytes that are not so many", async () => {
    const session = await open();
    expect(messageOf(await sendStreams(session, streamed(short, 4999)))).toContain(
      "attachments[0].lengthBytes: must be 5000",
    );
    expect(told(await sendStreams(session, streamed(short, 5000)))).toBe("sent");
  });

  test("a text too long is refused without being read to its end", async () => {
    const session = await open();
    function* endless(): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(1000).fill(0x78);
    }
    const source = new TestSource(endless());
    const before = session.fake.executed.length;
    const result = await sendStreams(session, { ...note, text: source });
    expect(codeOf(result)).toBe("MESSAGE_REFUSED");
    expect(result).toMatchObject({ error: { problems: [{ path: "text", code: "TOO_LONG" }] } });
    expect(session.fake.executed.length, "the module was not touched").toBe(before);
    expect(source.gaveBytes).toBeLessThan(2 * maxBodyBytes);
    expect(source.returned).toBe(1);
  });

  test.each([
    ["not UTF-8", Uint8Array.of(0xff, 0xfe)],
    ["with a NUL", Uint8Array.of(0x61, 0, 0x62)],
    ["a byte too long", new Uint8Array(maxBodyBytes + 1).fill(0x78)],
  ])("a text that is %s is refused", async (_, bytes) => {
    const session = await open();
    const before = session.fake.executed.length;
    const result = await sendStreams(session, { ...note, text: new TestSource([bytes]) });
    expect(codeOf(result)).toBe("MESSAGE_REFUSED");
    expect(session.fake.executed.length).toBe(before);
  });

  test("a text of 10240 bytes goes", async () => {
    const session = await open();
    const bytes = new Uint8Array(10_240).fill(0x78);
    const result = await sendStreams(session, { ...note, text: new TestSource([bytes]) });
    expect(told(result)).toBe("sent");
  });
});

describe("a stream that cannot be read", () => {
  async function expectRefused(session: Session, mail: MailMessage, path: string): Promise<void> {
    const before = session.fake.executed.length;
    const result = await sendStreams(session, mail);
    expect(result).toMatchObject({ error: { problems: [{ path, code: "UNREADABLE" }] } });
    expect(session.fake.executed.length).toBe(before);
  }

  test("because it is locked", async () => {
    const session = await open();
    const stream = webStream([short]);
    const reader = stream.getReader();
    const mail = mailWith(
      { filename: "a.bin", content: short },
      { filename: "b.bin", content: short },
      { filename: "c.bin", content: stream },
    );
    await expectRefused(session, mail, "attachments[2].content");
    expect((await reader.read()).value, "its reader goes on").toEqual(short);
  });

  test("because it was destroyed or has ended", async () => {
    const session = await open();
    const destroyed = Readable.from([short]);
    destroyed.destroy();
    await expectRefused(session, streamed(destroyed), "attachments[0].content");
    const ended = Readable.from([short]);
    for await (const chunk of ended) expect(chunk).toBe(short);
    await expectRefused(session, { ...note, text: ended }, "text");
  });

  test("because it was given twice", async () => {
    const session = await open();
    const source = new TestSource([short]);
    const twice = mailWith(
      { filename: "a.bin", content: source },
      { filename: "b.bin", content: source },
    );
    await expectRefused(session, twice, "attachments[1].content");
    expect([source.asked, source.returned]).toEqual([0, 1]);
    await expectRefused(session, { ...streamed(source), text: source }, "attachments[0].content");
  });

  test("because another mail has it, and no longer than that", async () => {
    const session = await open();
    const source = new TestSource([short]);
    const first = quiet(session.host.mail.send(streamed(source)));
    await expectRefused(session, streamed(source), "attachments[0].content");
    expect(told(await session.clock.runUntil(first))).toBe("sent");
    const result = await sendStreams(session, streamed(source));
    expect(codeOf(result), "it is used up").toBe("MESSAGE_REFUSED");
  });
});

describe("a stream that was never read is ended", () => {
  interface Ended {
    readonly content: MailAttachment["content"];
    readonly isEnded: () => boolean;
  }
  const kinds: readonly [string, () => Ended][] = [
    [
      "an iterable",
      () => {
        const content = new TestSource([short]);
        return { content, isEnded: () => content.returned === 1 && content.asked === 0 };
      },
    ],
    [
      "a web stream",
      () => {
        let cancelled = false;
        const cancel = (): void => {
          cancelled = true;
        };
        return { content: new ReadableStream<Uint8Array>({ cancel }), isEnded: () => cancelled };
      },
    ],
    [
      "a Node stream",
      () => {
        const content = new Readable({ read: () => undefined });
        return { content, isEnded: () => content.destroyed };
      },
    ],
  ];

  describe.each(kinds)("%s", (_, make) => {
    test("when the mail is refused", async () => {
      const session = await open();
      const { content, isEnded } = make();
      const result = await sendStreams(session, { ...streamed(content), to: "nobody" });
      expect(codeOf(result)).toBe("MESSAGE_REFUSED");
      expect(isEnded()).toBe(true);
    });

    test("when an option is refused", async () => {
      const session = await open();
      const { content, isEnded } = make();
      const result = await sendStreams(session, streamed(content), { timeoutMs: -1 });
      expect(codeOf(result)).toBe("INVALID_OPTION");
      expect(isEnded()).toBe(true);
    });

    test("when the mail is aborted in the queue", async () => {
      const session = await open();
      const { content, isEnded } = make();
      const controller = new AbortController();
      const first = quiet(session.host.mail.send(note));
      const second = quiet(
        session.host.mail.send(streamed(content), { signal: controller.signal }),
      );
      controller.abort();
      expect(codeOf(await session.clock.runUntil(second))).toBe("ABORTED");
      expect(isEnded()).toBe(true);
      expect(told(await session.clock.runUntil(first))).toBe("sent");
    });

    test("when the module is closed", async () => {
      const session = await open();
      const { content, isEnded } = make();
      const first = quiet(session.host.mail.send(note));
      const second = quiet(session.host.mail.send(streamed(content)));
      await session.clock.runUntil(session.host.close());
      await session.clock.runUntil(Promise.allSettled([first, second]));
      expect(isEnded()).toBe(true);
    });

    test("when the mail fails before its turn to be uploaded", async () => {
      const session = await open();
      const { content, isEnded } = make();
      session.fake.on("AT+QSMTPSUB", { execute: false, answer: "\r\nERROR\r\n", times: always });
      await expectHarmless2(session, await sendStreams(session, streamed(content)));
      expect(isEnded()).toBe(true);
    });
  });

  async function expectHarmless2(session: Session, result: Settled<unknown>): Promise<void> {
    session.fake.rules.clear();
    await expectHarmless(session, result);
  }
});

describe("a storage that is too small", () => {
  test("for what is known is told before the first upload", async () => {
    const session = await open({}, { ramBytes: 60_000 });
    const known = new TestSource([long]);
    const unknown = new TestSource([short]);
    const mail = mailWith(
      { filename: "file0.bin", content: unknown },
      { filename: "file1.bin", content: someBytes(20_000) },
      { filename: "file2.bin", content: known, lengthBytes: long.length },
    );
    const error = await expectHarmless(session, await sendStreams(session, mail));
    expect(error.code).toBe("STORAGE_FULL");
    expect([known.asked, unknown.asked]).toEqual([0, 0]);
  });

  test.each([true, false])("in the middle, acknowledged: %s", async (acknowledgedUploads) => {
    const session = await open({ acknowledgedUploads }, { ramBytes: 45_000 });
    const source = new TestSource(chunksOf(someBytes(400_000), 1000));
    const error = await expectHarmless(session, await sendStreams(session, streamed(source)));
    expect([error.code, error.stage]).toEqual(["STORAGE_FULL", "attachments"]);
    expect(source.returned).toBe(1);
    expect(source.gaveBytes).toBeLessThan(60_000);
  });

  test("and tells it by taking less", async () => {
    const session = await open({}, { ramBytes: 42_000 });
    session.fake.files.writesAtMost = 41_100;
    const source = new TestSource(chunksOf(long, 1000));
    const error = await expectHarmless(session, await sendStreams(session, streamed(source)));
    expect(error.code).toBe("STORAGE_FULL");
  });
});

describe("what arrived otherwise", () => {
  function garbleBlock(session: Session, from: number): void {
    let block = 0;
    session.fake.wire.toModule = (text) => {
      if (!session.fake.inDataMode || text.length < 500 || block++ < from) return text;
      return `${text.slice(0, 10)}!${text.slice(11)}`;
    };
  }

  test.each([
    ["of a known length", long.length, 20],
    ["of an unknown length, at its beginning", undefined, 5],
    ["of an unknown length, behind it", undefined, 40],
  ])("is found %s", async (_, lengthBytes, from) => {
    const session = await open();
    garbleBlock(session, from);
    const source = new TestSource(chunksOf(long, 1000));
    const result = await sendStreams(session, streamed(source, lengthBytes));
    session.fake.wire.toModule = undefined;
    const error = await expectHarmless(session, result);
    expect(error.code).toBe("UPLOAD_CORRUPT");
  });

  test("a module without download is read by its handle", async () => {
    const session = await open();
    session.fake.on("AT+QFDWL", { execute: false, answer: "\r\nERROR\r\n", times: always });
    const source = new TestSource(chunksOf(long, 1000));
    const result = await sendStreams(session, streamed(source));
    expect(await judge(session.fake, result, asBytes(long))).toBe("sent");
  });

  test("a module that shows nothing of it sends nothing", async () => {
    const session = await open();
    for (const command of ["AT+QFDWL", "AT+QFREAD"]) {
      session.fake.on(command, { execute: false, answer: "\r\nERROR\r\n", times: always });
    }
    const source = new TestSource(chunksOf(long, 1000));
    const error = await expectHarmless(session, await sendStreams(session, streamed(source)));
    expect(error.code).toBe("NOT_AS_ASKED");
    expect(error.message).toContain("lengthBytes");
  });

  test("a file of somebody else's is neither opened nor written", async () => {
    for (const answer of [undefined, "\r\nOK\r\n", "\r\nERROR\r\n"]) {
      const session = await open();
      session.fake.files.stored.set("RAM:file0.bin", "foreign");
      if (answer !== undefined) session.fake.on("AT+QFLST", { answer, times: always });
      const source = new TestSource(chunksOf(long, 1000));
      const result = await sendStreams(session, streamed(source));
      expect([told(result), codeOf(result)]).toEqual(["not-sent", "FILE_EXISTS"]);
      expect(session.fake.files.stored.get("RAM:file0.bin")).toBe("foreign");
      expect(
        session.fake.executed.some(({ line }) => line.startsWith('AT+QFOPEN="RAM:file0')),
      ).toBe(false);
    }
  });

  test("it is replaced where that was asked for", async () => {
    for (const lengthBytes of [long.length, undefined]) {
      const session = await open({ replaceExistingFiles: true });
      session.fake.files.stored.set("RAM:file0.bin", "foreign");
      const source = new TestSource(chunksOf(long, 1000));
      const result = await sendStreams(session, streamed(source, lengthBytes));
      expect(await judge(session.fake, result, asBytes(long))).toBe("sent");
    }
  });
});

describe("a mail that is tried again", () => {
  test.each([long.length, undefined])(
    "has its streams where none was read yet, length %s",
    async (lengthBytes) => {
      const session = await open();
      const { fake } = session;
      fake.on("AT+QSMTPSUB", { end: (it) => it.restart({ print: "\r\nRDY\r\n" }) });
      const source = new TestSource(chunksOf(long, 1000));
      const result = await sendStreams(session, streamed(source, lengthBytes));
      expect(fake.restarts).toBe(1);
      expect(await judge(fake, result, asBytes(long))).toBe("sent");
      expect(source.opened).toBe(1);
    },
  );

  test("is so from the files that are on the module", async () => {
    const session = await open();
    session.fake.mail.plans.push({ result: "653,0", delivers: false });
    const source = new TestSource(chunksOf(long, 1000));
    const result = await sendStreams(session, streamed(source));
    expect(await judge(session.fake, result, asBytes(long))).toBe("sent");
    expect(session.fake.mail.orders).toHaveLength(2);
    expect(source.opened).toBe(1);
  });
});

describe("whatever the module does in the middle", () => {
  const faults: readonly [string, (session: Session) => void][] = [
    ["restarts and tells it", ({ fake }) => fake.restart({ print: "\r\nRDY\r\n" })],
    ["restarts without a word", ({ fake }) => fake.restart()],
  ];

  describe.each(faults)("%s", (_, happen) => {
    test.each([
      ["a known length", long.length, 20_000],
      ["an unknown length", undefined, 20_000],
      ["an unknown length, behind its beginning", undefined, 40_000],
    ])("a stream of %s ends, and nothing is left", async (_what, lengthBytes, at) => {
      const session = await open();
      let happened = false;
      const source = new TestSource(
        slices(long, 1000).map((piece, index) => () => {
          if (index * 1000 >= at && !happened) {
            happened = true;
            happen(session);
          }
          return Promise.resolve(piece);
        }),
      );
      const result = await sendStreams(session, streamed(source, lengthBytes));
      expect(happened).toBe(true);
      expect(await judge(session.fake, result, asBytes(long))).toBe("not-sent");
      // Told of the module, and not of a stream that was read twice.
      expect(["SOURCE_FAILED", "MESSAGE_REFUSED"]).not.toContain(codeOf(result));
      expect(isQsmtpError((result as { error?: unknown }).error)).toBe(true);
      expect(source.returned).toBe(1);
      expectClean(session.fake);
    });
  });

  test.each(["AT+QFOPEN", "AT+QFSEEK", "AT+QFWRITE", "AT+QFCLOSE", "AT+QFDWL"])(
    "%s is answered late, with an error, or never",
    async (match) => {
      for (const rule of [
        { lateMs: 60_000 },
        { execute: false, answer: "\r\n+CME ERROR: 410\r\n" },
        { answer: "" },
        { execute: false, answer: "" },
      ]) {
        const session = await open();
        session.fake.on(match, rule);
        const source = new TestSource(chunksOf(long, 1000));
        const result = await sendStreams(session, streamed(source));
        await judge(session.fake, result, asBytes(long));
        session.fake.rules.clear();
        expect(told(await send(session, note))).toBe("sent");
        expectClean(session.fake);
        expect(session.fake.files.handles).toEqual([]);
      }
    },
  );

  test.each([true, false])(
    "a silent restart runs no line of a stream as a command, acknowledged: %s",
    async (acknowledgedUploads) => {
      const session = await open({ acknowledgedUploads });
      const { fake } = session;
      fake.files.stored.set("UFS:keep.bin", "k");
      const lines = Array.from({ length: 800 }, (_, at) => {
        return `${at < 100 ? "x".repeat(76) : 'AT+QFDEL="UFS:keep.bin"'.padEnd(76)}\r\n`;
      });
      const bytes = new TextEncoder().encode(lines.join(""));
      fake.on('AT+QFUPL="RAM:file0.bin"', { end: (it) => it.later(100, () => it.restart()) });
      const source = new TestSource(chunksOf(bytes, 1000));
      const result = await sendStreams(session, streamed(source, bytes.length));
      expect(await judge(fake, result, asBytes(bytes))).toBe("not-sent");
      expect(fake.files.names).toEqual(["UFS:keep.bin"]);
      expect(source.returned).toBe(1);
    },
  );

  test("a file that a process before us has left open is closed and deleted", async () => {
    const session = await open();
    const source = new TestSource([long.subarray(0, 40_000), never]);
    quiet(session.host.mail.send(streamed(source)));
    await session.clock.advance(20_000);
    expect(session.fake.files.handles).toEqual(["RAM:file0.bin"]);
    session.fake.wire.unplug();
    await session.clock.advance(1000);
    const next = await openOn(session);
    expect(told(await send(next, note))).toBe("sent");
    expectClean(session.fake);
    expect(session.fake.files.handles).toEqual([]);
  });

  test("unplugging ends a stream at once", async () => {
    const session = await open();
    const source = new TestSource([long.subarray(0, 10_000), never]);
    const sending = quiet(session.host.mail.send(streamed(source, long.length)));
    await session.clock.advance(10_000);
    session.fake.wire.unplug();
    const result = await within(session, 50, sending);
    expect([told(result), codeOf(result)]).toEqual(["not-sent", "CONNECTION_LOST"]);
    expect(source.returned).toBe(1);
  });
});

function slices(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, at) => bytes.slice(at * size, (at + 1) * size));
}

function withEmpty(pieces: readonly Uint8Array[]): Uint8Array[] {
  return pieces.flatMap((piece) => [new Uint8Array(0), piece]);
}

function webStream(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = pieces[at++];
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });
}

async function* generated(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
