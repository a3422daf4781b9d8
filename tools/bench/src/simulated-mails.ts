import { type MailMessage, openModule, type SmtpOptions } from "@qsmtp/client";
import { createSimulatedLine } from "@qsmtp/testing";

const smtp: SmtpOptions = {
  host: "mail.example.org",
  security: "none",
  auth: { user: "pump7", pass: "Grundwasser-4711" },
};

/** What a mail of a small device looks like. */
export const plainMail: MailMessage = {
  from: "Pump 7 <pump7@example.org>",
  to: "ops@example.org",
  subject: "Level",
  text: "The level is 4.2 m.",
};

export const mailWithFile: MailMessage = {
  ...plainMail,
  attachments: [{ filename: "level.csv", content: "12;4.20\r\n".repeat(1112).slice(0, 10_000) }],
};

/** What some work took. */
export interface Cost {
  readonly wallMs: number;
  /** Of all threads of the process. */
  readonly cpuMs: number;
}

export async function costOf(work: () => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  await work();
  const wallMs = performance.now() - from;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

/** All of a test: making the module, opening, ten mails, closing. */
export function testWithTenMails(): Promise<Cost> {
  return costOf(async () => {
    await sendMails(plainMail, 10);
  });
}

/**
 * Sends mails one after the other over the client to a simulated module, both on a virtual clock.
 * Gives what the mails took, without opening and closing.
 */
export async function sendMails(mail: MailMessage, count: number): Promise<Cost> {
  const { clock, module, transport } = createSimulatedLine();
  const host = await openModule(transport, { clock, smtp });
  let cost: Cost;
  try {
    cost = await costOf(async () => {
      for (let sent = 0; sent < count; sent++) await host.mail.send(mail);
    });
  } finally {
    await host.close();
    module.dispose();
  }
  const arrived = module.mailbox.mails.length;
  if (arrived !== count) throw new Error(`${arrived} of ${count} mails arrived`);
  return cost;
}
