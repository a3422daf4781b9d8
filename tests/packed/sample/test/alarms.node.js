import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
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
    assert.equal(await plant.logger.report(), "sent");
    assert.equal(plant.module.mailbox.mails.length, 1);
    assert.equal(plant.module.mailbox.last?.subject, "2 alarms");
    assert.equal(plant.module.mailbox.last?.body, "pump 7: no flow\r\ndoor 3: open");
    assert.equal(plant.logger.pending, 0);
  });

  it("keeps the alarms of a mail that was refused", async () => {
    plant.module.mailbox.respondWith({ error: 677, protocolError: 535 });
    plant.logger.note("pump 7", "no flow");
    assert.match(await plant.logger.report(), /^not-sent: /);
    assert.equal(plant.logger.pending, 1);
    assert.equal(plant.module.mailbox.mails.length, 0);
    assert.equal(await plant.logger.report(), "sent");
  });
});
