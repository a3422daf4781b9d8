/** The types of an application: strict, and with the declarations of all packages checked. */
import { type MailMessage, type MailReceipt, openModule, type QsmtpModule } from "@qsmtp/client";
import { qsmtpTransport } from "@qsmtp/nodemailer";
import { addRecipient } from "@qsmtp/protocol/commands";
import { maxRecipients } from "@qsmtp/protocol/facts";
import { createSimulatedLine, type SimulatedModule, type VirtualClock } from "@qsmtp/testing";
import type { Transport } from "@qsmtp/transport";

export async function report(
  transport: Transport,
  clock: VirtualClock,
  alarms: readonly string[],
): Promise<MailReceipt> {
  const smtp = { host: "mail.example.org" };
  const module: QsmtpModule = await openModule(transport, { smtp, clock });
  const message: MailMessage = {
    from: "a@example.org",
    to: "b@example.org",
    text: alarms.join("\n"),
  };
  return module.mail.send(message);
}

const { module, transport, clock } = createSimulatedLine();
export const simulated: SimulatedModule = module;
export const limit: number = maxRecipients;
module.on(addRecipient, ({ address }) => {
  const known: string = address;
  return void known;
});
// @ts-expect-error an address is a text
module.on(addRecipient, ({ address }) => void (address satisfies number));
export const mailer = qsmtpTransport;
export const sent = report(transport, clock, ["pump 7"]);
