import { asAsked } from "@qsmtp/fake-module";
import { expect, test } from "vitest";
import { expectClean, judge, told } from "./judge.ts";
import { message, note, open, plainSmtp, send, smtp } from "./scenario.ts";

test.each([
  ["in plain text", note, plainSmtp],
  ["with STARTTLS, a CA, a login and attachments", message, smtp],
  ["with TLS from the start", message, { ...smtp, security: "implicit", port: 465 } as const],
])("a mail goes out %s", async (_how, mail, server) => {
  const session = await open({ smtp: server });
  const result = await send(session, mail);
  expect(await judge(session.fake, result, mail, server)).toBe("sent");
  await session.clock.runUntil(session.host.close());
  expectClean(session.fake);
  expect(session.fake.network.active.size).toBe(0);
  expect(session.timers.pending).toBe(0);
});

test.each([
  ["with control lines", { controlLines: true }],
  ["at 9600 baud", { baud: 9600 }],
  ["through a module that loses input while it works", { whileBusy: "drop" }],
] as const)("two mails go out one after the other %s", async (_how, fake) => {
  const session = await open({}, fake);
  expect(await session.clock.runUntil(session.host.mail.send(message))).toMatchObject({
    how: "resolved",
  });
  expect(await session.clock.runUntil(session.host.mail.send(note))).toMatchObject({
    how: "resolved",
  });
  const [first, second] = session.fake.mail.delivered;
  expect(first).toMatchObject(asAsked(message, smtp));
  expect(second).toMatchObject(asAsked(note, smtp));
});

test.each([false, true])("a module that echoes data too gets its mails, DTR: %s", async (dtr) => {
  const session = await open({}, { controlLines: dtr });
  const { fake } = session;
  fake.echoesData = true;
  expect(await judge(fake, await send(session))).toBe("sent");
  expect(told(await send(session, { ...note, subject: "The next" }))).toBe("sent");
  expect(fake.mail.delivered).toHaveLength(2);
});
