import { openModule, type SmtpOptions } from "@qsmtp/client";
import { compareMail } from "@qsmtp/demo/compare-mail";
import { type MailServer, startMailServer } from "@qsmtp/demo/mail-server";
import { createSampleMail, type SampleMail } from "@qsmtp/demo/sample-mail";
import { createSimulatedModule, type SimulatedModule } from "@qsmtp/testing";
import { createSmtpRelay } from "@qsmtp/testing/relay";
import type { Transport } from "@qsmtp/transport";
import { expect } from "vitest";

export const account = { user: "pump7", pass: "Grundwasser-4711" };

/** A mail server, a module that delivers to it, and the mail that is hard to carry. */
export interface MailBench {
  readonly server: MailServer;
  readonly module: SimulatedModule;
  readonly mail: SampleMail;
  readonly smtp: SmtpOptions;
  dispose(): Promise<void>;
}

export async function createMailBench(): Promise<MailBench> {
  const server = await startMailServer({ account });
  const module = createSimulatedModule({ carrier: createSmtpRelay(), networkTime: true });
  return {
    server,
    module,
    mail: createSampleMail(),
    smtp: {
      host: server.host,
      port: server.port,
      security: "starttls",
      auth: account,
      tls: { ca: server.ca },
    },
    dispose: async () => {
      module.dispose();
      await server.close();
    },
  };
}

/** Sends the mail over the transport, and expects it to arrive whole and to leave nothing behind. */
export async function expectDelivery(bench: MailBench, transport: Transport): Promise<void> {
  const { server, module, mail, smtp } = bench;
  const host = await openModule(transport, { smtp });
  try {
    const receipt = await host.mail.send(mail);
    expect(receipt).toMatchObject({
      outcome: "sent",
      recipients: [...mail.to, ...mail.cc, ...mail.bcc],
      attachments: mail.attachments.map(({ filename, content }) => {
        return { filename, bytes: content.length };
      }),
      leftBehind: [],
    });
  } finally {
    await host.close();
  }
  await expectArrival(mail, server);
  expect(module.files.list()).toEqual([]);
}

/** Expects that the mail, and no other, is what the server received. */
export async function expectArrival(mail: SampleMail, server: MailServer): Promise<void> {
  expect(server.received).toHaveLength(1);
  const [received = expect.unreachable()] = server.received;
  expect(received).toMatchObject({ user: account.user, isSecured: true });
  const comparison = await compareMail(mail, received);
  expect(comparison.filter(({ isEqual }) => !isEqual)).toEqual([]);
}

/**
 * Sends the mail, cuts the wire in the middle of its files, and expects the loss to be told within
 * two seconds.
 */
export async function expectLoss(
  { mail, smtp, server }: MailBench,
  transport: Transport,
  cut: () => void,
): Promise<void> {
  const host = await openModule(transport, { smtp });
  let cutAtMs = Number.NaN;
  const error: unknown = await host.mail
    .send(mail, {
      onProgress: ({ stage, sentBytes, totalBytes }) => {
        if (!Number.isNaN(cutAtMs) || stage !== "attachments" || sentBytes < totalBytes / 2) return;
        cutAtMs = performance.now();
        cut();
      },
    })
    .catch((caught: unknown) => caught);
  expect(performance.now() - cutAtMs).toBeLessThan(2000);
  expect(error).toMatchObject({
    name: "SendError",
    code: "CONNECTION_LOST",
    outcome: "not-sent",
    stage: "attachments",
    retryable: true,
    leftBehind: ["RAM:qsmtp-files", "RAM:qsmtp-ca.pem", "RAM:level.png"],
  });
  expect(server.received).toEqual([]);
  await host.close();
}
