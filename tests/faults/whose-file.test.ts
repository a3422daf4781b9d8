import { asAsked } from "@qsmtp/fake-module";
import { describe, expect, test } from "vitest";
import { codeOf, judge, told } from "./judge.ts";
import { ca, message, note, open, pem, type Session, send, smtp } from "./scenario.ts";

const foreign = "somebody else's";
const always = Number.POSITIVE_INFINITY;
const error = "\r\nERROR\r\n";

const listings = [
  ["answers as ever", undefined],
  ["answers ERROR once", { answer: error }],
  ["answers ERROR always", { answer: error, times: always }],
  ["answers in words", { answer: "\r\n+CME ERROR: operation failed\r\n", times: always }],
  ["says 405 of a file that is there", { answer: "\r\n+CME ERROR: 405\r\n", times: always }],
  ["lists nothing", { answer: "\r\nOK\r\n", times: always }],
] as const;

const refusals = [
  ["as ever", undefined],
  ["with ERROR", { execute: false, answer: error, times: always }],
  ["in words", { execute: false, answer: "\r\n+CME ERROR: file exists\r\n", times: always }],
  ["with another number", { execute: false, answer: "\r\n+CME ERROR: 418\r\n", times: always }],
] as const;

async function withForeign(name: string, options = {}): Promise<Session> {
  const session = await open(options);
  session.fake.files.stored.set(name, foreign);
  return session;
}

describe.each(["RAM:photo1.bin", "RAM:levels1.csv"])("%s of somebody else's", (name) => {
  describe.each(listings)("where QFLST %s", (_how, listing) => {
    test.each(refusals)("and QFUPL refuses %s, is not touched", async (_what, refusal) => {
      const session = await withForeign(name);
      if (listing !== undefined) session.fake.on("AT+QFLST", listing);
      if (refusal !== undefined) session.fake.on(`AT+QFUPL="${name}"`, refusal);
      await judge(session.fake, await send(session));
      await send(session, note);
      await session.clock.runUntil(session.host.close());
      expect(session.fake.files.stored.get(name)).toBe(foreign);
    });
  });

  test("is not touched by a module without numbers", async () => {
    const session = await withForeign(name);
    const { fake } = session;
    fake.on("AT+CMEE=1", { execute: false, times: always });
    fake.errorMode = 0;
    expect(await judge(fake, await send(session))).toBe("not-sent");
    await session.clock.runUntil(session.host.close());
    expect(fake.files.names).toEqual([name]);
    expect(fake.files.stored.get(name)).toBe(foreign);
  });

  test("is not touched by a mail behind a restart that nobody saw", async () => {
    const session = await open();
    const { fake } = session;
    expect(told(await send(session))).toBe("sent");
    fake.errorModeAfterRestart = 0;
    fake.restart();
    fake.files.stored.set(name, foreign);
    await send(session, { ...message, subject: "The next" });
    await session.clock.runUntil(session.host.close());
    expect(fake.files.stored.get(name)).toBe(foreign);
  });

  test("is replaced where that was asked for", async () => {
    const session = await withForeign(name, { replaceExistingFiles: true });
    expect(await judge(session.fake, await send(session))).toBe("sent");
  });

  test("is told of as such", async () => {
    const session = await withForeign(name);
    const result = await send(session);
    expect([told(result), codeOf(result)]).toEqual(["not-sent", "FILE_EXISTS"]);
  });
});

test("files that nobody asked about are not touched", async () => {
  const names = ["RAM:other.bin", "UFS:keep.bin", "RAM:qsmtp-ca.pem.bak", "UFS:photo1.bin"];
  const session = await open();
  for (const name of names) session.fake.files.stored.set(name, foreign);
  expect(await judge(session.fake, await send(session))).toBe("sent");
  await session.clock.runUntil(session.host.close());
  expect(session.fake.files.names).toEqual([...names].sort());
});

describe("an attachment never becomes what the server is verified with", () => {
  const impostor = pem("I", 900);

  /** Every name under which the CA is put on the module, whatever the client calls it. */
  async function namesOfOurs(): Promise<string[]> {
    const session = await open();
    await send(session);
    const uploads = session.fake.executed.flatMap(
      ({ line }) => /^AT\+QFUPL="(?:RAM|UFS):([^"]+)"/.exec(line)?.[1] ?? [],
    );
    const attached = (message.attachments ?? []).map(({ filename }) => filename);
    return uploads.filter((name) => !attached.includes(name));
  }

  test("by the name of the CA or of any other file of ours, in whatever case", async () => {
    const ours = await namesOfOurs();
    const names = new Set(["qsmtp-ca.pem", "QSMTP-CA.PEM", "qsmtp-ledger", "ca.pem", ...ours]);
    for (const filename of [...names, ...ours.map((name) => name.toUpperCase())]) {
      for (const at of [0, 1, 2, 3]) {
        const session = await open({ replaceExistingFiles: at % 2 === 1 });
        // Whether the module tells names apart by their case is in no source.
        session.fake.files.ignoresCase = at > 1;
        const mail = { ...note, attachments: [{ filename, content: impostor }] };
        const result = await send(session, mail);
        await session.clock.advance(900_000);
        const outcome = told(result);
        const mails = session.fake.mail.delivered.map(({ atMs: _atMs, ...rest }) => rest);
        expect(mails, filename).toEqual(outcome === "sent" ? [asAsked(mail, smtp)] : []);
      }
    }
  });

  test.each(["UFS:ca.pem", "RAM:own-ca.pem", "own.pem"])(
    "by the name of the caller's own CA file %s",
    async (caFile) => {
      const server = { ...smtp, tls: { caFile } };
      const session = await open({ smtp: server, replaceExistingFiles: true });
      const full = caFile.includes(":") ? caFile : `UFS:${caFile}`;
      session.fake.files.stored.set(full, ca);
      const filename = full.slice(4);
      const mail = { ...note, attachments: [{ filename, content: impostor }] };
      await send(session, mail);
      await session.clock.advance(900_000);
      for (const { verifiedWith } of session.fake.mail.delivered) {
        expect(verifiedWith).toBe(ca.trim());
      }
      expect(session.fake.files.stored.get(full), "the caller's file").toBe(ca);
    },
  );
});
