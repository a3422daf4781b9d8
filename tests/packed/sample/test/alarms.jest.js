import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openPlant } from "./plant.js";

describe("the alarm logger", () => {
  let plant;
  beforeEach(async () => {
    plant = await openPlant();
  });
  afterEach(() => plant.close());

  it("mails what it noted, once", async () => {
    plant.logger.note("pump 7", "no flow");
    plant.logger.note("door 3", "open");
    expect(await plant.logger.report()).toBe("sent");
    expect(plant.module.mailbox.mails).toHaveLength(1);
    expect(plant.module.mailbox.last?.subject).toBe("2 alarms");
    expect(plant.module.mailbox.last?.body).toBe("pump 7: no flow\r\ndoor 3: open");
    expect(plant.logger.pending).toBe(0);
  });

  it("keeps the alarms of a mail that was refused", async () => {
    plant.module.mailbox.respondWith({ error: 677, protocolError: 535 });
    plant.logger.note("pump 7", "no flow");
    expect(await plant.logger.report()).toMatch(/^not-sent: /);
    expect(plant.logger.pending).toBe(1);
    expect(plant.module.mailbox.mails).toHaveLength(0);
    expect(await plant.logger.report()).toBe("sent");
  });
});
