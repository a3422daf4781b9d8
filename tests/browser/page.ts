import { openModule } from "@qsmtp/client";
import { createSimulatedModule, createVirtualClock } from "@qsmtp/testing/module";
import { createMemoryLine } from "@qsmtp/transport/memory";

/** What the page tells the test. */
export interface PageReport {
  readonly error?: string | undefined;
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
  readonly to?: readonly string[] | undefined;
  readonly attachments?: readonly { readonly name: string; readonly bytes: readonly number[] }[];
  /** Time that passed for the module and for the page, in ms. */
  readonly virtualMs?: number;
  readonly leftTimers?: number;
  readonly transcriptHasPassword?: boolean;
}

const pass = "Grundwasser-4711";

/** Bytes of every value, those of the escape included. */
export function attachedBytes(): Uint8Array {
  return Uint8Array.from({ length: 3000 }, (_, at) => (7 * at + 3) % 256);
}

/** Sends a mail to a module whose server takes two minutes, and looks into its mailbox. */
async function sendInPage(): Promise<PageReport> {
  const clock = createVirtualClock();
  const { transport, farEnd } = createMemoryLine({ clock });
  const simulated = createSimulatedModule({ clock, mailbox: { delayMs: 120_000 } });
  simulated.attach(farEnd);
  const module = await openModule(transport, {
    clock,
    smtp: { host: "mail.example.org", security: "none", auth: { user: "pump7", pass } },
  });
  await module.mail.send({
    from: "Pumpe 7 <pump7@example.org>",
    to: ["ops@example.org", "night@example.org"],
    subject: "Füllstand 温度",
    text: "4,2 m\nbitte prüfen",
    attachments: [{ filename: "level.bin", content: attachedBytes() }],
  });
  const virtualMs = clock.now();
  await module.close();
  const mail = simulated.mailbox.last;
  const transcriptHasPassword = simulated.transcript().includes(pass);
  simulated.dispose();
  return {
    subject: mail?.subject,
    body: mail?.body,
    to: mail?.to,
    attachments: (mail?.attachments ?? []).map(({ name, bytes }) => ({ name, bytes: [...bytes] })),
    virtualMs,
    leftTimers: clock.pending,
    transcriptHasPassword,
  };
}

/** Tells the page's server what came of it. */
export async function tellServer(): Promise<void> {
  const report = await sendInPage().catch((error: unknown): PageReport => {
    return { error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) };
  });
  await fetch("/report", { method: "POST", body: JSON.stringify(report) });
}
