/** What the suites of all test runners have in common: a plant with a simulated module. */
import { createSimulatedLine } from "@qsmtp/testing";
import { AlarmLogger } from "../src/alarm-logger.js";

export async function openPlant() {
  const { module, transport, clock } = createSimulatedLine();
  const logger = await AlarmLogger.open(transport, {
    clock,
    smtp: { host: "mail.example.org", security: "none" },
    addresses: { from: "plant@example.org", to: "ops@example.org" },
  });
  const close = async () => {
    await logger.close();
    module.dispose();
  };
  return { logger, module, close };
}
