import { toBytes } from "@qsmtp/fake-module";
import { findFiles, getPinStatus, uploadFile } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { allOf, note, open, quiet, type Session, send, type TestMail } from "./scenario.ts";

const kept = "UFS:keep.bin";
const command = `AT+QFDEL="${kept}"`;

/** Lines of 78 characters, one of which is a command. */
function textWith(place: number, lines: number, filler: string): string {
  const usual = filler.repeat(78 / filler.length);
  return Array.from({ length: lines }, (_, at) => (at === place ? command.padEnd(78) : usual)).join(
    "\r\n",
  );
}

function mailOf(text: string): TestMail {
  return { ...note, text };
}

async function withKeptFile(options = {}, fake = {}): Promise<Session> {
  const session = await open(options, fake);
  session.fake.files.stored.set(kept, "k".repeat(777));
  return session;
}

/** The file that a line of the text would delete is there, and answers belong to their commands. */
async function expectUnharmed({ clock, host, fake }: Session): Promise<void> {
  expect(fake.files.names).toContain(kept);
  const options = { timeoutMs: 60_000 };
  const [found, pin] = await allOf(clock, [
    host.execute(findFiles({ pattern: kept }), options),
    host.execute(getPinStatus(), options),
  ]);
  expect(found).toMatchObject({ value: { files: [{ sizeBytes: 777 }] } });
  expect(pin).toMatchObject({ value: { code: "READY" } });
}

describe.each(["queue", "drop"] as const)("input while busy: %s", (whileBusy) => {
  describe.each([
    ["says nothing to the other lines", "x"],
    ["answers ERROR to each of the other lines", "at"],
  ])("a module that %s", (_what, filler) => {
    test.each([10, 500, 1500])(
      "and leaves data mode at byte %i runs no line of the text that was not handed over yet",
      async (leaveDataAt) => {
        const session = await withKeptFile({}, { whileBusy });
        session.fake.on("AT+QSMTPBODY", { leaveDataAt });
        const text = textWith(60, 80, filler);
        const result = await send(session, mailOf(text));
        await judge(session.fake, result, mailOf(text));
        await expectUnharmed(session);
      },
    );
  });

  test("line 26 of 80 is not run when data mode ends at byte 10", async () => {
    const session = await withKeptFile({}, { whileBusy });
    session.fake.on("AT+QSMTPBODY", { leaveDataAt: 10 });
    const mail = mailOf(textWith(25, 80, "x"));
    const result = await send(session, mail);
    await judge(session.fake, result, mail);
    await expectUnharmed(session);
  });

  test.each([true, false])(
    "an upload that ends at byte 10 runs no line of the file, acknowledged: %s",
    async (acknowledgedUploads) => {
      const session = await withKeptFile({ acknowledgedUploads }, { whileBusy });
      session.fake.on(/^AT\+QFUPL="RAM:lines/, { leaveDataAt: 10 });
      const content = textWith(30, 80, "x");
      const mail = { ...note, attachments: [{ filename: "lines.txt", content }] };
      const result = await send(session, mail);
      await judge(session.fake, result, mail);
      await expectUnharmed(session);
    },
  );

  test("an upload by execute() that ends at byte 10 runs no line of the file", async () => {
    const session = await withKeptFile({}, { whileBusy });
    session.fake.on("AT+QFUPL", { leaveDataAt: 10 });
    const payload = toBytes(textWith(30, 80, "x"));
    const upload = uploadFile({ fileName: "RAM:lines.txt", sizeBytes: payload.length });
    const result = await session.clock.runUntil(quiet(session.host.execute(upload, { payload })));
    expect(result.how).toBe("rejected");
    await expectUnharmed(session);
  });

  test.each(["\r\nRDY\r\n", "\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n", undefined])(
    "a restart in the data phase that prints %j runs no line of the text",
    async (print) => {
      const session = await withKeptFile({}, { whileBusy });
      const { fake } = session;
      fake.on("AT+QSMTPBODY", {
        end: (module) =>
          module.later(20, () => module.restart(print === undefined ? {} : { print })),
      });
      const mail = mailOf(textWith(60, 80, "x"));
      const result = await send(session, mail);
      await judge(fake, result, mail);
      await expectUnharmed(session);
    },
  );
});

test("a text that cannot pass in its input time is refused, and none of its lines is run", async () => {
  const session = await withKeptFile({}, { baud: 9600 });
  const mail = mailOf(textWith(110, 120, "x"));
  const result = await send(session, mail, { bodyInputSeconds: 5 });
  expect(await judge(session.fake, result, mail)).toBe("not-sent");
  await expectUnharmed(session);
});

test("a text that passes in its input time goes out at 9600 baud", async () => {
  const session = await withKeptFile({}, { baud: 9600 });
  const mail = mailOf(textWith(110, 120, "x").replace(command.padEnd(78), "y".repeat(78)));
  expect(await judge(session.fake, await send(session, mail), mail)).toBe("sent");
});

test.each([12, 20, 31])(
  "a short text that is left at byte %i, in front of the word at, mixes nothing up",
  async (leaveDataAt) => {
    const session = await withKeptFile();
    session.fake.on("AT+QSMTPBODY", { leaveDataAt });
    const mail = mailOf("The alarm began some time ago, at the door of room 3.\r\n");
    const result = await send(session, mail);
    await judge(session.fake, result, mail);
    await expectUnharmed(session);
  },
);
