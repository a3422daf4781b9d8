import { openModule, type QsmtpModule, type SmtpOptions } from "@qsmtp/client";
import { type MailServer, startMailServer } from "@qsmtp/demo/mail-server";
import { createSimulatedLine, globalClock, type SimulatedLine } from "@qsmtp/testing";
import { createSmtpRelay, type SmtpRelayEvent } from "@qsmtp/testing/relay";

const account = { user: "logger", pass: "Grundwasser-4711" };

/** A real mail server behind a simulated module. */
export interface Stage {
  readonly server: MailServer;
  readonly line: SimulatedLine;
  readonly smtp: SmtpOptions;
  /** What host, module and server have said so far. */
  conversation(): string;
  clear(): Promise<void>;
}

export async function setStage(
  options: {
    readonly refuses?: readonly string[];
    readonly beforeAnswer?: () => Promise<void>;
  } = {},
): Promise<Stage> {
  const server = await startMailServer({ account, ...options });
  const steps: SmtpRelayEvent[] = [];
  const line = createSimulatedLine({
    carrier: createSmtpRelay({ onEvent: (event) => steps.push(event) }),
    clock: globalClock,
    networkTime: true,
  });
  return {
    server,
    line,
    smtp: { host: server.host, port: server.port, auth: account, tls: { ca: server.ca } },
    conversation: () =>
      [line.module.transcript(), ...steps.map((step) => JSON.stringify(step))].join("\n"),
    clear: async () => {
      line.module.dispose();
      await server.close();
    },
  };
}

/** A module that its owner has opened. */
export function openStage({ line, smtp }: Stage): Promise<QsmtpModule> {
  return openModule(line.transport, { smtp });
}
