import type { HealthReport, Verification } from "@qsmtp/client";
import { setPdpContext } from "@qsmtp/protocol/commands";
import { expect, test } from "vitest";
import { close, expectNothingLeft, failure, open, send } from "./simulated-session.ts";
import { settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

const ca = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
const smtp = { host: "mail.example.org", tls: { ca } };
const apn = { pdp: { apn: "internet" } };

test("the simulated module is healthy but for its clock, and a mail could go", async () => {
  const session = await open({ ...apn, smtp });
  expect(session.host.info.imei).toBe("350000000000014");
  const report = (await settle(session.host.diagnose())) as HealthReport;
  const odd = report.items.filter(({ verdict }) => verdict !== "ok");
  // Until it is set it counts from 1980, and certificates are judged by it.
  expect(odd.map(({ name, verdict }) => [name, verdict])).toEqual([
    ["clock", "fault"],
    ["urcPort", "unknown"],
  ]);
  const verified = (await settle(session.host.verify())) as Verification;
  const faults = verified.items.filter(({ verdict }) => verdict !== "ok");
  expect(faults.map(({ name }) => name)).toEqual(["clock", "login"]);
  expectNothingLeft(session);
  expect(session.module.mailbox.mails).toEqual([]);
  await close(session);
});

test("a context that others hold is named and left alone, and of use when they let go", async () => {
  const session = await open({ pdp: { contextId: 2, apn: "internet" } });
  const { module, host } = session;
  await settle(host.execute(setPdpContext({ contextId: 2, type: 1, apn: "internet" })));
  module.pdpHold(1);
  module.pdpHold(2);
  const error = await failure(session);
  expect(error.cause).toMatchObject({ reason: "usedByOthers", needsRestart: false });
  expect(module.received.map(({ line }) => line)).not.toContain("AT+QIDEACT=2");
  module.pdpHold(2, false);
  expect(await send(session)).toMatchObject({ outcome: "sent" });
  await close(session);
});

test("a context that the network has dropped in silence comes back with the next mail", async () => {
  const session = await open(apn);
  expect(await send(session)).toMatchObject({ outcome: "sent" });
  session.module.pdpDrop(1);
  await settle(new Promise((resolve) => setTimeout(resolve, 61_000)));
  expect(await send(session)).toMatchObject({ outcome: "sent" });
  await close(session);
});
