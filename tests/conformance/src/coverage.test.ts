import {
  flushFile,
  getModel,
  getSmtpBodyOriginal,
  getSslVersion,
  getUrcAfterPulse,
  moveFile,
  testModel,
} from "@qsmtp/protocol/commands";
import { resolveFamily } from "@qsmtp/protocol/families";
import { createSimulatedModule, Modem } from "@qsmtp/testing";
import { expect, it } from "vitest";
import { coveragePage } from "./coverage-page.ts";

it("the page of the simulated module's commands is up to date", async () => {
  await expect(coveragePage()).toMatchFileSnapshot("../../../docs/reference/simulated-commands.md");
});

it("a module tells what it does of an operation", () => {
  const module = createSimulatedModule({ family: resolveFamily("EC2x") });
  expect([getModel, getSslVersion, getUrcAfterPulse].map((one) => module.coverage(one))).toEqual([
    "implemented",
    "implemented",
    "implemented",
  ]);
  expect(module.coverage(testModel)).toBe("schema");
  expect([moveFile, flushFile, getSmtpBodyOriginal].map((one) => module.coverage(one))).toEqual([
    "absent",
    "absent",
    "absent",
  ]);
  module.dispose();
  const bare = new Modem();
  expect(bare.coverage(getModel)).toBe("stub");
  expect(bare.coverage(testModel)).toBe("schema");
  bare.dispose();
  const optional = createSimulatedModule({
    file: { moveAndFlush: true },
    smtp: { bodyOriginal: true },
  });
  expect([moveFile, flushFile, getSmtpBodyOriginal].map((one) => optional.coverage(one))).toEqual([
    "implemented",
    "implemented",
    "implemented",
  ]);
  optional.dispose();
});
