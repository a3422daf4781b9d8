import { once } from "node:events";
import type { MailCarrier, OutgoingMail } from "@qsmtp/testing";
import { type Endpoint, formatEndpoint } from "../arguments/endpoint.ts";
import type { CliContext } from "../cli-context.ts";
import { watchInterrupts } from "../interruption.ts";
import { isLoopback } from "../loopback.ts";
import { SinglePort } from "../single-port.ts";
import { UsageError } from "../usage-error.ts";
import type { SimulateArguments } from "./simulate.ts";

/**
 * Serves a simulated module over TCP until an interrupt.
 * @throws UsageError for addresses beyond this computer that were not allowed, or one that cannot be
 * listened on
 */
export async function serveModule(args: SimulateArguments, context: CliContext): Promise<void> {
  const { tcp = { host: "127.0.0.1", port: 0 } } = args;
  refuseRemote(tcp, args);
  const [{ createSimulatedModule }, { listenFarEnd }] = await Promise.all([
    import("@qsmtp/testing"),
    import("@qsmtp/transport/mock"),
  ]);
  const interrupts = watchInterrupts(context, () => {});
  const module = createSimulatedModule({ carrier: await createCarrier(args, context) });
  const onlyPort = new SinglePort(module, () => {
    context.stderr.write("qsmtp: a connection was refused: another one has the module\n");
  });
  const { host, port = 0 } = tcp;
  const server = await listenFarEnd({
    host,
    port,
    onConnection: (farEnd) => onlyPort.accept(farEnd),
  }).catch((error: unknown) => {
    interrupts.dispose();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--tcp: cannot listen on ${formatEndpoint(tcp)} (${reason})`, {
      cause: error,
    });
  });
  context.stdout.write(`${JSON.stringify({ host, port: server.port })}\n`);
  if (!interrupts.signal.aborted) await once(interrupts.signal, "abort");
  module.dispose();
  await server.close();
  interrupts.dispose();
}

function refuseRemote(tcp: Endpoint, { relay, allowRemote }: SimulateArguments): void {
  if (allowRemote) return;
  if (!isLoopback(tcp.host)) {
    throw new UsageError(
      `--tcp ${formatEndpoint(tcp)} would let other computers use the module; --allow-remote allows that`,
    );
  }
  if (relay !== undefined && !isLoopback(relay.host)) {
    throw new UsageError(
      `--relay smtp://${formatEndpoint(relay)} would let mails leave this computer; --allow-remote allows that`,
    );
  }
}

/** Takes the mails as `--relay` says, and tells of each in one line. */
async function createCarrier(
  { relay, allowRemote, json }: SimulateArguments,
  { stdout }: CliContext,
): Promise<MailCarrier> {
  let reason: string | undefined;
  let carrier: MailCarrier;
  if (relay === undefined) {
    const { createMailbox } = await import("@qsmtp/testing");
    carrier = createMailbox();
  } else {
    const { createSmtpRelay } = await import("@qsmtp/testing/relay");
    carrier = createSmtpRelay({
      ...relay,
      allowNonLoopback: allowRemote,
      onEvent: (event) => {
        if (event.type === "failed") reason = event.reason;
      },
    });
  }
  return {
    deliver: async (mail, signal) => {
      reason = undefined;
      const result = await carrier.deliver(mail, signal);
      const report = { ...result, reason: reason ?? null, ...summary(mail) };
      stdout.write(json ? `${JSON.stringify(report)}\n` : reportLine(report));
      return result;
    },
  };
}

interface MailSummary {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: number }[];
}

function summary({ sender, recipients, subject, attachments }: OutgoingMail): MailSummary {
  return {
    from: sender.address,
    recipients: recipients.map(({ address }) => address),
    subject: new TextDecoder(subject.charset).decode(subject.bytes),
    attachments: attachments.map(({ name, bytes }) => ({ name, bytes: bytes.length })),
  };
}

function reportLine(
  mail: MailSummary & { readonly error: number; readonly reason: string | null },
): string {
  const fate = mail.error === 0 ? "mail" : `mail refused with ${mail.error}`;
  const files = mail.attachments.map(({ name, bytes }) => `${name} (${bytes} bytes)`);
  const parts = [
    `${fate} from ${mail.from} to ${mail.recipients.join(", ")}`,
    JSON.stringify(mail.subject),
    ...files,
    ...(mail.reason === null ? [] : [mail.reason]),
  ];
  return `${parts.join("; ")}\n`;
}
