import { deleteFile, findFiles, getPinStatus, getSignalQuality } from "@qsmtp/protocol/commands";
import { expect } from "vitest";
import { allOf, type Session } from "./scenario.ts";

const there = "RAM:there.bin";
const missing = "RAM:missing.bin";

/** Questions whose answers cannot be taken for one another, asked in a row. */
export async function expectOwnAnswers({ fake, host, clock }: Session): Promise<void> {
  fake.files.stored.set(there, "x".repeat(1234));
  // Time enough to wait for what is late, since waiting counts.
  const options = { timeoutMs: 90_000 };
  const [found, absent, deleted, pin, signal] = await allOf(clock, [
    host.execute(findFiles({ pattern: there }), options),
    host.execute(deleteFile({ fileName: missing }), options),
    host.execute(deleteFile({ fileName: there }), options),
    host.execute(getPinStatus(), options),
    host.execute(getSignalQuality(), options),
  ]);
  expect(found).toMatchObject({ value: { files: [{ name: there, sizeBytes: 1234 }] } });
  expect(absent).toMatchObject({ reason: { moduleError: { code: 418 } } });
  expect(deleted).toMatchObject({ status: "fulfilled" });
  expect(pin).toMatchObject({ value: { code: "READY" } });
  expect(signal).toMatchObject({ value: { rssi: 22 } });
}
