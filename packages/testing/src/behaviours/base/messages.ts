import type { PortSettings } from "./port-settings.ts";

/** Where a message comes from when the test does not say. */
const anySender = "+15550100";

/** Where `AT+CNMI` sends a message that was received. */
const route = { nowhere: 0, text: 2 } as const;

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
    if (messages === route.text) {
      return [`+CMT: "${from}",,"24/05/01,12:00:00+00"\r\n${text.replace(/\r\n|\r|\n/g, "\r\n")}`];
    }
    const index = this.#storedCount++;
    return messages === route.nowhere ? [] : [`+CMTI: "ME",${index}`];
  }
}
