import { createSimulatedLine, type SimulatedLine } from "@qsmtp/testing";
import { createSmtpRelay } from "@qsmtp/testing/relay";
import { type MailAccount, type MailServer, startMailServer } from "./mail-server.ts";
import type { Narrator } from "./narrator.ts";
import { createSampleMail, type SampleMail } from "./sample-mail.ts";
import { createSkippingClock } from "./skipping-clock.ts";

/** All that a part of the demonstration needs. */
export interface Stage {
  readonly narrator: Narrator;
  readonly account: MailAccount;
  readonly server: MailServer;
  readonly line: SimulatedLine;
  readonly mail: SampleMail;
  clear(): Promise<void>;
}

/** More than the second of silence that makes a lone `+++` the end of data mode. */
const pauseMs = 1200;
const blockBytes = 1024;

/**
 * Starts a mail server and a module that delivers to it. The module lets time pass on its clock
 * behind each block of data.
 */
export async function setStage(narrator: Narrator, account: MailAccount): Promise<Stage> {
  const clock = createSkippingClock();
  const server = await startMailServer({ account });
  const line = createSimulatedLine({ clock, carrier: createSmtpRelay(), networkTime: true });
  // The module listens already, so it has taken the block when the pause begins.
  line.farEnd.onData((chunk) => {
    if (chunk.length >= blockBytes) clock.skip(pauseMs);
  });
  const mail = createSampleMail();
  narrator.chapter("On stage");
  narrator.table([
    ["mail server", `smtp-server on ${server.host}:${server.port}, STARTTLS, login, own CA`],
    ["module", "simulated EC25 at a line in memory, relaying to that server"],
    ["pauses", `${pauseMs} ms on the module's clock behind each block of ${blockBytes} bytes`],
    ["mail", mail.subject],
    ["to", mail.to.join(", ")],
    ["cc, bcc", [...mail.cc, ...mail.bcc].join(", ")],
    ...mail.attachments.map(
      ({ filename, content }) => [filename, `${content.length} bytes`] as const,
    ),
  ]);
  return {
    narrator,
    account,
    server,
    line,
    mail,
    clear: async () => {
      line.module.dispose();
      await server.close();
    },
  };
}
