import { describe, expect, test } from "vitest";
import { codeOf, expectClean, judge } from "./judge.ts";
import { open, openOn, type Session, send } from "./scenario.ts";

type Change = "lost" | "doubled" | "changed";

function changed(text: string, at: number, change: Change): string {
  const [before, byte, after] = [text.slice(0, at), text[at] ?? "", text.slice(at + 1)];
  if (change === "lost") return before + after;
  // A bit is flipped, as noise does it.
  const other = String.fromCharCode(byte.charCodeAt(0) ^ 1);
  return before + (change === "doubled" ? byte + byte : other) + after;
}

/** Garbles one byte of a value in the first write that begins so; tells whether it has happened. */
function garble(
  { fake }: Session,
  start: string,
  value: string | RegExp,
  place: number,
  change: Change,
): () => boolean {
  let done = false;
  fake.wire.toModule = (text) => {
    const found = done || !text.startsWith(start) ? null : new RegExp(value).exec(text);
    if (found === null) return text;
    done = true;
    return changed(text, found.index + Math.round(place * (found[0].length - 1)), change);
  };
  return () => done;
}

const values = [
  ["a recipient", "AT+QSMTPDST=1,1", "ops@example.org"],
  ["a copy's recipient", "AT+QSMTPDST=1,2", "night@example.org"],
  ["the sender's address", 'AT+QSMTPCFG="sender"', "logger@example.org"],
  ["the sender's name", 'AT+QSMTPCFG="sender"', "Cold store 3"],
  ["the server", 'AT+QSMTPCFG="smtpserver"', "mail.example.org"],
  ["the server's port", 'AT+QSMTPCFG="smtpserver"', "587"],
  ["the user", 'AT+QSMTPCFG="account"', "logger"],
  ["the password", 'AT+QSMTPCFG="account"', "s3cret-Pa55"],
  ["the kind of a recipient", "AT+QSMTPDST", "1,2"],
  ["the security", 'AT+QSMTPCFG="ssltype",', /2\r/],
  ["the SSL context", 'AT+QSMTPCFG="sslctxid",', /,\d\r/],
  ["the check of the server", 'AT+QSSLCFG="seclevel",', /\d,1/],
  ["the check of dates", 'AT+QSSLCFG="ignorelocaltime",', /\d,0/],
  ["the CA's name", 'AT+QSSLCFG="cacert",', /RAM:[^"]+/],
  ["the subject", "AT+QSMTPSUB=1,", /4bc3bc/i],
  ["an attachment", "AT+QSMTPATT=1,1", "photo1.bin"],
  ["an attachment's number", "AT+QSMTPATT=1,2", "1,2"],
] as const;

describe.each(["lost", "doubled", "changed"] as const)("one byte %s", (change) => {
  describe.each(values)("in %s", (_what, start, value) => {
    test.each([0, 0.5, 1])(
      "at %d of its length: sent is said only of what was asked",
      async (place) => {
        const session = await open();
        const garbled = garble(session, start, value, place, change);
        const result = await send(session);
        // A setting that the module has already need not be written.
        if (!start.includes("sslctxid")) expect(garbled()).toBe(true);
        await judge(session.fake, result);
      },
    );
  });

  test.each([
    ["photo1.bin", 0],
    ["photo1.bin", 0.3],
    ["photo1.bin", 1],
    ["RAM:photo1.bin", 0],
    ["RAM:photo1.bin", 0.15],
    ["RAM:photo1.bin", 0.22],
  ])(
    "of a file's name in its upload, in %s at %d: nothing is left that is told to nobody",
    async (name, place) => {
      const session = await open();
      garble(session, "AT+QFUPL", name, place, change);
      const result = await send(session);
      await judge(session.fake, result);
      await session.clock.runUntil(session.host.close());
      const end = result as { value?: { leftBehind: string[] }; error?: { leftBehind?: string[] } };
      const named = end.value?.leftBehind ?? end.error?.leftBehind ?? [];
      expect(session.fake.files.names.filter((name) => !named.includes(name))).toEqual([]);
    },
  );

  test.each([0, 1000, 1500, 3000])(
    "of an attachment, at byte %i: sent is said only of what was asked",
    async (at) => {
      const session = await open();
      const { fake } = session;
      let seen = 0;
      let done = false;
      let inPhoto = false;
      fake.on('AT+QFUPL="RAM:photo1.bin"', { end: () => (inPhoto = true) });
      fake.wire.toModule = (text) => {
        if (done || !inPhoto || !fake.inDataMode) return text;
        const offset = at - seen;
        seen += text.length;
        if (offset < 0 || offset >= text.length) return text;
        done = true;
        return changed(text, offset, change);
      };
      await judge(fake, await send(session));
      expect(done).toBe(true);
    },
  );
});

// A byte that is changed in the text's data phase cannot be seen by any means of the module.
describe.each(["lost", "doubled"] as const)("one byte of the text %s", (change) => {
  test.each([0, 20, 57])("at byte %i: sent is said only of what was asked", async (at) => {
    const session = await open();
    const { fake } = session;
    let done = false;
    let inText = false;
    let seen = 0;
    fake.on("AT+QSMTPBODY", { end: () => (inText = true) });
    fake.wire.toModule = (text) => {
      if (done || !inText) return text;
      const offset = at - seen;
      seen += text.length;
      if (offset < 0 || offset >= text.length) return text;
      done = true;
      return changed(text, offset, change);
    };
    const result = await send(session, undefined, { bodyInputSeconds: 10 });
    expect(done).toBe(true);
    expect(await judge(fake, result)).not.toBe("sent");
  });
});

test("bytes that are lost towards the host never make a mail what it is not", async () => {
  for (let every = 7; every < 400; every += 13) {
    const session = await open();
    let count = 0;
    session.fake.wire.toHost = (text) =>
      [...text].filter(() => (count++ + 3) % every !== 0).join("");
    const result = await send(session, undefined, { timeoutMs: 120_000 });
    await judge(session.fake, result);
  }
});

describe.each(["RAM:qsmtp-ca.pem", "RAM:qsmtp-files", "RAM:photo1.bin"])(
  "one bit makes a capital in the name of %s",
  (name) => {
    // The module tells the case of names apart, and we cannot know that it does.
    async function mailUnderOtherName(): Promise<Session> {
      const session = await open();
      const { fake } = session;
      let done = false;
      fake.wire.toModule = (text) => {
        if (done || !text.startsWith(`AT+QFUPL="${name}"`)) return text;
        done = true;
        return text.replace("p", "P");
      };
      await judge(fake, await send(session));
      expect(done).toBe(true);
      return session;
    }

    test("and the next mail goes out, and nothing is left", async () => {
      const session = await mailUnderOtherName();
      const before = session.fake.mail.delivered.length;
      expect(codeOf(await send(session))).toBeUndefined();
      expect(session.fake.mail.delivered).toHaveLength(before + 1);
      await session.clock.runUntil(session.host.close());
      expectClean(session.fake);
    });

    test("and the mail of another process goes out", async () => {
      const { fake, clock } = await mailUnderOtherName();
      const next = await openOn({ fake, clock, timers: clock.forHost() });
      expect(codeOf(await send(next))).toBeUndefined();
    });
  },
);

test("a mail without any fault leaves nothing", async () => {
  const session = await open();
  expect(await judge(session.fake, await send(session))).toBe("sent");
  await session.clock.runUntil(session.host.close());
  expectClean(session.fake);
});
