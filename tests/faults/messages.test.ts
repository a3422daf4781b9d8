import type { FakeModule } from "@qsmtp/fake-module";
import { describe, expect, test } from "vitest";
import { judge, told } from "./judge.ts";
import {
  begin,
  bench,
  message,
  note,
  open,
  openOn,
  quiet,
  type Session,
  send,
} from "./scenario.ts";

const kept = "UFS:keep.bin";
const command = `AT+QFDEL="${kept}"`;

/** Ways on which the words of others get onto the line. */
const ways = {
  "a short message": (text: string) =>
    `\r\n+CMT: "+49151234",,"26/11/29,17:00:00+04"\r\n${text}\r\n`,
  "a short message of two lines": (text: string) =>
    `\r\n+CMT: "+49151234",,"26/11/29,17:00:00+04"\r\nhello\r\n${text}\r\n`,
  "a cell broadcast": (text: string) => `\r\n+CBM: 1,50,1,1,1\r\n${text}\r\n`,
  "a delivery report": (text: string) => `\r\n+CDS: 25\r\n${text}\r\n`,
  "a network's words": (text: string) => `\r\n+CUSD: 0,"Balance\r\n${text}\r\nend",15\r\n`,
} as const;
type Way = keyof typeof ways;
const all = Object.keys(ways) as Way[];

const kinds = {
  "a short message": "message",
  "a short message of two lines": "message",
  "a cell broadcast": "broadcast",
  "a delivery report": "report",
  "a network's words": "network",
} as const;

/** Prints only what the settings of the module let through. */
function arrive(fake: FakeModule, way: Way, text: string): void {
  if (fake.network.prints(kinds[way])) fake.print(ways[way](text));
}

async function opened(settable: boolean): Promise<Session> {
  const on = bench();
  on.fake.network.newMessages = settable ? "2,2,2,1,0" : undefined;
  on.fake.files.stored.set(kept, "k");
  return openOn(on);
}

describe.each([
  ["that lets its messages be held back", true],
  ["that cannot be told to hold messages back", false],
])("a module %s", (_what, settable) => {
  describe.each(all)("%s", (way) => {
    test.each(["+QSMTPPUT: 0,0", "OK", "hello", "RDY", "CONNECT"])(
      "with the text %j while a mail is sent that is refused: not sent is not hidden",
      async (text) => {
        const session = await opened(settable);
        const { fake } = session;
        fake.mail.plans.push({ ms: 3000, result: "677,535" });
        fake.on("AT+QSMTPPUT", {
          end: (module) => module.later(1000, () => arrive(module, way, text)),
        });
        expect(await judge(fake, await send(session))).not.toBe("sent");
      },
    );

    test.each(["+QSMTPPUT: 677,535", "+QSMTPPUT: 653,0", "ERROR", "+CME ERROR: 652", "RDY"])(
      "with the text %j while a mail is sent that arrives: sent is not hidden",
      async (text) => {
        const session = await opened(settable);
        const { fake } = session;
        fake.mail.plans.push({ ms: 3000 });
        fake.on("AT+QSMTPPUT", {
          end: (module) => module.later(1000, () => arrive(module, way, text)),
        });
        expect(await judge(fake, await send(session))).not.toBe("not-sent");
      },
    );

    test.each([
      ["ERROR", "AT+QSMTPSUB"],
      ["OK", 'AT+QSMTPCFG="ssltype",2'],
      ["OK", "AT+QSMTPDST"],
      ["ERROR", "AT+QSMTPPUT"],
      ["OK", "AT+QSMTPPUT"],
      ["CONNECT", "AT+QFUPL"],
    ])("with the text %j in front of the answer to %s is no answer", async (text, line) => {
      const session = await opened(settable);
      const { fake } = session;
      const refused = text === "OK" && line !== "AT+QSMTPPUT";
      fake.on(line, {
        lateMs: 300,
        begin: (module) => arrive(module, way, text),
        ...(refused ? { execute: false, answer: "\r\nERROR\r\n" } : {}),
      });
      await judge(fake, await send(session));
    });

    test("with the text CONNECT lets no line of a mail's text be run", async () => {
      const session = await opened(settable);
      const { fake } = session;
      const mail = { ...note, text: `Please note:\r\n${command}\r\nThank you.` };
      fake.on("AT+QSMTPBODY", {
        lateMs: 500,
        execute: false,
        answer: "\r\nERROR\r\n",
        begin: (module) => arrive(module, way, "CONNECT"),
      });
      const result = await send(session, mail);
      expect(fake.files.names).toContain(kept);
      await judge(fake, result, mail);
    });

    test("with the text CONNECT before the module's own lets no line be run", async () => {
      const session = await opened(settable);
      const { fake } = session;
      const mail = { ...note, text: `Please note:\r\n${command}\r\nThank you.` };
      fake.on("AT+QSMTPBODY", {
        lateMs: 500,
        begin: (module) => arrive(module, way, "CONNECT"),
      });
      const result = await send(session, mail);
      expect(fake.files.names).toContain(kept);
      await judge(fake, result, mail);
    });
  });

  test.each(["Quectel", "OK", "Revision: EVIL", "ERROR", "+CPIN: SIM PUK"])(
    "the text %j while opening changes nothing of what the module is",
    async (text) => {
      for (let delayMs = 1; delayMs < 80; delayMs += 6) {
        const on = bench();
        on.fake.network.newMessages = settable ? "2,2,2,1,0" : undefined;
        const call = begin(on);
        on.clock.setTimeout(() => arrive(on.fake, "a short message", text), delayMs);
        const result = await on.clock.runUntil(call);
        if (result.how !== "resolved") throw new Error("not opened", { cause: result });
        expect(result.value.info).toMatchObject({ manufacturer: "Quectel", model: "EC25" });
      }
    },
  );
});

test.each(["2,2,0,1,0", "2,1,0,0,0", "1,2,2,2,0"])(
  "the settings %s for new messages are as they were after close()",
  async (before) => {
    const on = bench();
    on.fake.network.newMessages = before;
    const session = await openOn(on);
    expect(told(await send(session))).toBe("sent");
    expect(on.fake.network.prints("message")).toBe(false);
    await on.clock.runUntil(quiet(session.host.close()));
    expect(on.fake.network.newMessages).toBe(before);
  },
);

test("a mail's own text may hold all of it", async () => {
  const session = await open();
  const text = ["OK", "ERROR", "+QSMTPPUT: 0,0", "CONNECT", "RDY", "+++", command, "AT"].join(
    "\r\n",
  );
  const mail = { ...message, text };
  expect(await judge(session.fake, await send(session, mail), mail)).toBe("sent");
});
