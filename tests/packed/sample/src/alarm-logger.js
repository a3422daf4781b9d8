/** Keeps the alarms of a plant and mails them in one report, through a module. */
import { isQsmtpError, openModule } from "@qsmtp/client";

export class AlarmLogger {
  #alarms = [];
  #module;
  #addresses;

  constructor(module, addresses) {
    this.#module = module;
    this.#addresses = addresses;
  }

  static async open(transport, { smtp, addresses, clock }) {
    return new AlarmLogger(await openModule(transport, { smtp, clock }), addresses);
  }

  get pending() {
    return this.#alarms.length;
  }

  note(source, text) {
    this.#alarms.push(`${source}: ${text}`);
  }

  /** The alarms stay when it is not known that they arrived. */
  async report() {
    const alarms = [...this.#alarms];
    const content = new TextEncoder().encode(`alarm\n${alarms.join("\n")}\n`);
    try {
      const { outcome } = await this.#module.mail.send({
        ...this.#addresses,
        subject: `${alarms.length} alarms`,
        text: alarms.join("\n"),
        attachments: [{ filename: "alarms.csv", content }],
      });
      this.#alarms.splice(0, alarms.length);
      return outcome;
    } catch (error) {
      if (!isQsmtpError(error)) throw error;
      return `${error.outcome}: ${error.code}`;
    }
  }

  close() {
    return this.#module.close();
  }
}
