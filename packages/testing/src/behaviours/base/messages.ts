import { encodeUrc } from "@qsmtp/protocol";
import { MessageIndication, smsReceivedUrc, smsStoredUrc } from "@qsmtp/protocol/commands";
import type { PortSettings } from "./port-settings.ts";

/** Where a message comes from when the test does not say. */
const anySender = "+15550100";

/** Received short messages, as `AT+CNMI` lets them be told. */
export class Messages {
  readonly #port: PortSettings;
  #storedCount = 0;

  constructor(port: PortSettings) {
    this.#port = port;
  }

  /**
   * What the module prints of a message, in text mode. A message that is printed whole is not
   * stored; one that is stored is told by its index, or not at all.
   */
  receive(text: string, from: string = anySender): readonly string[] {
    const { messages } = this.#port.messageIndications;
    if (messages === MessageIndication.text) {
      const header = `${smsReceivedUrc.prefix}: "${from}",,"24/05/01,12:00:00+00"`;
      return [`${header}\r\n${text.replace(/\r\n|\r|\n/g, "\r\n")}`];
    }
    const index = this.#storedCount++;
    return messages === MessageIndication.none
      ? []
      : [encodeUrc(smsStoredUrc, { storage: "ME", index })];
  }
}
