import { describe, expect, test } from "vitest";
import { expectClean } from "./judge.ts";
import { note, open, quiet, type Session, within } from "./scenario.ts";

const text = "-----BEGIN CERTIFICATE-----\n+++\nOK\n";
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** A call of the caller's files, to its end. */
function run<T>(session: Session, work: (files: Session["host"]["files"]) => Promise<T>) {
  return within(session, 700_000, work(session.host.files));
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of texts) yield new TextEncoder().encode(piece);
}

describe("files of the caller", () => {
  test("are stored, listed, read, counted and deleted", async () => {
    const session = await open();
    const { fake } = session;
    fake.files.stored.set("RAM:other.bin", "x");
    expect(await run(session, (files) => files.upload("ca.pem", text))).toMatchObject({
      value: { bytes: text.length },
    });
    expect(fake.files.stored.get("UFS:ca.pem")).toBe(text);
    expect(await run(session, (files) => files.list())).toMatchObject({
      value: [{ filename: "UFS:ca.pem", bytes: text.length }],
    });
    expect(await run(session, (files) => files.list("RAM:*"))).toMatchObject({
      value: [{ filename: "RAM:other.bin", bytes: 1 }],
    });
    const read = await run(session, (files) => files.download("UFS:ca.pem"));
    expect(read.how === "resolved" && latin(read.value)).toBe(text);
    const space = await run(session, (files) => files.space("RAM"));
    expect(space).toMatchObject({ value: { freeBytes: fake.files.freeRam } });
    expect((await run(session, (files) => files.delete("ca.pem"))).how).toBe("resolved");
    expect(fake.files.names).toEqual(["RAM:other.bin"]);
  });

  test("stay when mails come and go, and when the module is closed", async () => {
    const session = await open();
    await run(session, (files) => files.upload("RAM:keep.txt", text));
    await session.clock.runUntil(quiet(session.host.mail.send(note)));
    await session.clock.runUntil(session.host.close());
    expect(session.fake.files.names).toEqual(["RAM:keep.txt"]);
  });

  test.each([
    ["of unknown length", undefined],
    ["of known length", 2000],
  ])("come from a stream %s", async (_how, lengthBytes) => {
    const session = await open();
    const content = pieces("a".repeat(1500), "b".repeat(500));
    await run(session, (files) => files.upload("log.txt", content, { lengthBytes }));
    expect(session.fake.files.stored.get("UFS:log.txt")).toBe("a".repeat(1500) + "b".repeat(500));
  });

  test("are what was given at the call", async () => {
    const session = await open();
    const bytes = new TextEncoder().encode("0000");
    const first = quiet(session.host.files.upload("RAM:a", bytes));
    bytes.fill(0x31);
    await session.clock.runUntil(first);
    expect(session.fake.files.stored.get("RAM:a")).toBe("0000");
  });

  test("wait for a mail on its way, and a mail for them", async () => {
    const session = await open();
    const { host, clock, fake } = session;
    const order: string[] = [];
    const calls = [
      host.mail.send(note).then(() => order.push("mail")),
      host.files.upload("RAM:a", text).then(() => order.push("file")),
      host.mail.send(note).then(() => order.push("mail")),
    ];
    await clock.runUntil(Promise.all(calls));
    expect(order).toEqual(["mail", "file", "mail"]);
    expect(fake.mail.delivered).toHaveLength(2);
  });
});

describe("a name", () => {
  test("of another file is refused, and the file not touched; or replaced as asked", async () => {
    const session = await open();
    const { stored } = session.fake.files;
    stored.set("UFS:ca.pem", "somebody else's");
    const refused = await run(session, (files) => files.upload("ca.pem", text));
    expect(refused).toMatchObject({ error: { code: "FILE_EXISTS" } });
    expect(stored.get("UFS:ca.pem")).toBe("somebody else's");
    const replaced = await run(session, (files) => files.upload("ca.pem", text, { replace: true }));
    expect(replaced.how).toBe("resolved");
    expect(stored.get("UFS:ca.pem")).toBe(text);
  });

  test.each(["qsmtp-ca.pem", "RAM:QSMTP-files", "RAM:*", "a\nb", "", "x".repeat(200), 'a"b'])(
    "like %j is refused before the module is touched",
    async (name) => {
      const session = await open();
      const before = session.fake.executed.length;
      for (const work of ["upload", "download", "delete"] as const) {
        const result = await run(
          session,
          async (files): Promise<unknown> =>
            work === "upload" ? files.upload(name, text) : files[work](name),
        );
        expect(result).toMatchObject({ error: { code: "INVALID_OPTION" } });
      }
      expect(session.fake.executed.length).toBe(before);
    },
  );

  test.each(["download", "delete"] as const)("that is not there: %s says so", async (work) => {
    const session = await open();
    const result = await run(session, (files): Promise<unknown> => files[work]("gone.txt"));
    expect(result).toMatchObject({ error: { code: "FILE_NOT_FOUND" } });
  });
});

describe("under fault", () => {
  test("an upload that arrives damaged leaves nothing", async () => {
    const session = await open();
    session.fake.wire.toModule = (piece) => piece.replace("CERTIFICATE", "CERTIFICATF");
    const result = await run(session, (files) => files.upload("RAM:ca.pem", text));
    expect(result).toMatchObject({ error: { code: "UPLOAD_CORRUPT" } });
    expect(session.fake.files.names).toEqual([]);
  });

  test("a file that comes back damaged is not given", async () => {
    const session = await open();
    session.fake.files.stored.set("UFS:a.txt", text);
    session.fake.wire.toHost = (piece) => piece.replace("CERTIFICATE", "CERTIFICATF");
    const result = await run(session, (files) => files.download("a.txt"));
    expect(result).toMatchObject({ error: { code: "DOWNLOAD_CORRUPT" } });
  });

  test.each(["signal", "close"])("a %s in the middle of an upload leaves nothing", async (how) => {
    const session = await open();
    const { host, fake, clock } = session;
    const controller = new AbortController();
    const uploading = quiet(
      host.files.upload("RAM:big.bin", "x".repeat(50_000), {
        signal: controller.signal,
        onProgress: ({ sentBytes }) => {
          if (sentBytes < 10_000) return;
          if (how === "signal") controller.abort(new Error("enough"));
          else void host.close();
        },
      }),
    );
    const result = await clock.runUntil(uploading);
    expect(result).toMatchObject({
      error: { code: how === "signal" ? "ABORTED" : "MODULE_CLOSED" },
    });
    await clock.runUntil(host.close());
    expect(fake.files.names).toEqual([]);
    expectClean(fake);
  });

  test("a stream that breaks off leaves nothing", async () => {
    const session = await open();
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(40_000);
      throw new Error("disk gone");
    }
    const result = await run(session, (files) => files.upload("RAM:a", breaking()));
    expect(result).toMatchObject({ error: { code: "SOURCE_FAILED" } });
    expect(session.fake.files.names).toEqual([]);
  });

  test.each([
    ["no bytes", new Uint8Array(0)],
    ["a stream without bytes", pieces()],
    ["something else", 5 as unknown as string],
  ])("%s is refused", async (_what, content) => {
    const session = await open();
    const result = await run(session, (files) => files.upload("RAM:a", content));
    expect(result).toMatchObject({ error: { code: "INVALID_OPTION" } });
    expect(session.fake.files.names).toEqual([]);
  });

  test("a CONNECT that gets lost leaves nothing of the file", async () => {
    const session = await open();
    let lost = false;
    session.fake.wire.toHost = (piece) => {
      if (lost || !piece.includes("CONNECT")) return piece;
      lost = true;
      return piece.replace("CONNECT\r\n", "");
    };
    const result = await run(session, (files) => files.upload("RAM:ca.pem", text));
    expect(lost).toBe(true);
    expect(result.how).toBe("rejected");
    await session.clock.runUntil(session.host.close());
    expect(session.fake.files.names).toEqual([]);
    expectClean(session.fake);
  });

  test("whatever command an abort meets, a file is there as a whole or not at all", async () => {
    const healthy = await open();
    const first = healthy.fake.executed.length;
    await run(healthy, (files) => files.upload("RAM:a.bin", "x".repeat(5000)));
    const steps = healthy.fake.executed.slice(first).map(({ line }) => line);
    expect(steps.length).toBeGreaterThan(1);
    for (const [step] of steps.entries()) {
      const session = await open();
      const controller = new AbortController();
      const { signal } = controller;
      const { fake, clock, host } = session;
      const before = fake.executed.length;
      fake.wire.toHost = (piece) => {
        if (fake.executed.length > before + step) controller.abort(new Error("enough"));
        return piece;
      };
      const upload = quiet(host.files.upload("RAM:a.bin", "x".repeat(5000), { signal }));
      const result = await clock.runUntil(upload);
      await clock.runUntil(host.close());
      const there = fake.files.stored.get("RAM:a.bin");
      expect(there, steps[step]).toBe(result.how === "resolved" ? "x".repeat(5000) : undefined);
      expect(fake.files.names).toEqual(there === undefined ? [] : ["RAM:a.bin"]);
    }
  });
});

describe("what is given", () => {
  test("a length that is not that of the bytes is refused", async () => {
    const session = await open();
    const result = await run(session, (files) => files.upload("a", "four", { lengthBytes: 5 }));
    expect(result).toMatchObject({
      error: { code: "INVALID_OPTION", problems: [{ path: "lengthBytes" }] },
    });
    expect((await run(session, (files) => files.upload("a", "four", { lengthBytes: 4 }))).how).toBe(
      "resolved",
    );
  });

  test.each([
    ["a name that cannot be", "qsmtp-x", {}],
    ["an option that cannot be", "a.txt", { timeoutMs: -1 }],
    ["a length that cannot be", "a.txt", { lengthBytes: 0 }],
  ])("%s ends the stream all the same", async (_what, name, options) => {
    const session = await open();
    let ended = false;
    const content = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false, value: new Uint8Array(10) }),
        return: () => {
          ended = true;
          return Promise.resolve({ done: true as const, value: undefined });
        },
      }),
    };
    const result = await run(session, (files) => files.upload(name, content, options));
    expect(result).toMatchObject({ error: { code: "INVALID_OPTION" } });
    expect(ended).toBe(true);
  });

  test.each([undefined, null, 5, Symbol("x"), {}, [], () => "a"])(
    "%o is no name of a file",
    async (name) => {
      const session = await open();
      const wrong = name as unknown as string;
      for (const call of [
        (files: typeof session.host.files) => files.upload(wrong, "x"),
        (files: typeof session.host.files) => files.download(wrong),
        (files: typeof session.host.files) => files.delete(wrong),
      ]) {
        const result = await run(session, call as never);
        expect(result).toMatchObject({ error: { code: "INVALID_OPTION" } });
      }
    },
  );
});
