import { type MailReceipt, openModule, SendError, type TraceEvent } from "@qsmtp/client";
import { createSimulatedLine, type SimulatedLine } from "@qsmtp/testing";
import { createSmtpRelay } from "@qsmtp/testing/relay";
import { compareMail } from "./compare-mail.ts";
import { formatConversation } from "./conversation.ts";
import { type MailServer, startMailServer } from "./mail-server.ts";
import { uploadNaively } from "./naive-upload.ts";
import { Narrator } from "./narrator.ts";
import { quarterSteps } from "./quarter-steps.ts";
import { createSampleMail, type SampleMail } from "./sample-mail.ts";
import { createSkippingClock, type SkippingClock } from "./skipping-clock.ts";

const account = { user: "pump7", pass: "Grundwasser-4711" };
const wrongPassword = "Oberwasser-0815";

/** More than the second of silence that makes a lone `+++` the end of data mode. */
const pauseMs = 1200;

interface Stage {
  readonly narrator: Narrator;
  readonly server: MailServer;
  readonly line: SimulatedLine;
  readonly mail: SampleMail;
}

const narrator = new Narrator((text) => process.stdout.write(text));
process.exitCode = (await showAll()) ? 0 : 1;

async function showAll(): Promise<boolean> {
  const clock = createSkippingClock();
  const server = await startMailServer({ account });
  const line = createSimulatedLine({ clock, carrier: createSmtpRelay() });
  const stage: Stage = { narrator, server, line, mail: createSampleMail() };
  introduce(stage);
  pauseBehindEachBlock(line, clock);
  const checks: [string, boolean][] = [];
  try {
    checks.push(["the pauses throw a naive writer out of data mode", await showTrap(stage)]);
    checks.push(["every part of the mail arrived as it was sent", await showDelivery(stage)]);
    checks.push(["a wrong password is reported as such", await showRefusal(stage)]);
  } catch (error) {
    narrator.say(String(error instanceof Error ? error.stack : error));
    checks.push(["nothing unforeseen happened", false]);
  } finally {
    line.module.dispose();
    await server.close();
  }
  const secrets = [account.pass, wrongPassword, `\0${account.user}\0${account.pass}`];
  checks.push(["no password was printed", !narrator.hasTold(secrets)]);
  narrator.chapter("Verdict");
  narrator.say(...checks.map(([check, holds]) => `  ${holds ? "yes" : "NO "}  ${check}`));
  return checks.every(([, holds]) => holds);
}

function introduce({ server, mail, line }: Stage): void {
  narrator.chapter("On stage");
  narrator.table([
    ["mail server", `smtp-server on ${server.host}:${server.port}, STARTTLS, login, own CA`],
    ["module", "simulated EC25 behind node-serialport's stream, relay to the mail server"],
    ["mail", `"${mail.subject}" to ${[...mail.to, ...mail.cc, ...mail.bcc].join(", ")}`],
    ...mail.attachments.map(
      ({ filename, content }): [string, string] => [filename, `${content.length} bytes`],
    ),
    ["pauses", `the module lets ${pauseMs} ms pass on its clock behind each block`],
  ]);
  if (!line.module.isPowered) throw new Error("the simulated module is off");
}

/** Listens behind the module, so each block is taken before the pause begins. */
function pauseBehindEachBlock({ farEnd }: SimulatedLine, clock: SkippingClock): void {
  farEnd.onData((chunk) => {
    if (chunk.length >= 1024) clock.skip(pauseMs);
  });
}
