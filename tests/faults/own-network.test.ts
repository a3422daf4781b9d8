import { expect, test } from "vitest";
import { note, open, quiet, within } from "./scenario.ts";

test("the data connection is looked at, brought up and taken down", async () => {
  const session = await open({ pdp: { apn: "internet" } });
  const { host, fake } = session;
  const { contextId } = host.network;
  const before = await within(session, 300_000, host.network.state());
  expect(before).toMatchObject({ value: { contextId, active: false, addresses: [] } });
  const up = await within(session, 300_000, host.network.activate());
  expect(up).toMatchObject({
    value: { contextId, active: true, registered: true, addresses: [expect.stringMatching(/\d/)] },
  });
  const activations = fake.executed.filter(({ line }) => line.startsWith("AT+QIACT="));
  expect(activations).toHaveLength(1);
  await within(session, 300_000, host.network.release());
  const after = await within(session, 300_000, host.network.state());
  expect(after).toMatchObject({ value: { active: false } });
});

test("a connection of others is found, and not taken down", async () => {
  const session = await open();
  const { host, fake } = session;
  fake.network.contexts.active.add(host.network.contextId);
  await within(session, 300_000, host.network.activate());
  await within(session, 300_000, host.network.release());
  const lines = fake.executed.map(({ line }) => line);
  expect(lines.filter((line) => /^AT\+Q(IACT=|IDEACT)/.test(line))).toEqual([]);
});

test("a look waits for a mail on its way, and ends within its time", async () => {
  const session = await open();
  const { host, clock } = session;
  const order: string[] = [];
  await clock.runUntil(
    Promise.all([
      host.mail.send(note).then(() => order.push("mail")),
      host.network.state().then(() => order.push("state")),
    ]),
  );
  expect(order).toEqual(["mail", "state"]);
  session.fake.hang({ hears: false });
  const result = await within(session, 5000, quiet(host.network.state({ timeoutMs: 5000 })));
  expect(result).toMatchObject({ how: "rejected", error: { code: expect.any(String) } });
});
