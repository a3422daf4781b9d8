import {
  type MailMessage,
  type MailReceipt,
  type ModuleOptions,
  openModule,
  type QsmtpModule,
  SendError,
  type SendOptions,
  type TraceEvent,
} from "@qsmtp/client";
import { createSimulatedLine, globalClock, type SimulatedLine } from "@qsmtp/testing";
import { expect } from "vitest";
import { settle } from "./virtual-time.ts";

export const secret = "hunter2-secret";
export const smtp = {
  host: "mail.example.org",
  port: 25,
  security: "none",
  auth: { user: "logger", pass: secret },
} as const;

export const csv = Uint8Array.from({ length: 3000 }, (_, at) => (7 * at + 3) % 256);
export const message: MailMessage = {
  from: "Cold Store 3 <logger@example.org>",
  to: ["ops@example.org", "night@example.org"],
  cc: "office@example.org",
  bcc: "audit@example.org",
  subject: "Kühlraum 3: zu warm",
  text: "Temperatur 9,5 °C\nbitte prüfen",
  attachments: [
    { filename: "log.csv", content: csv },
    { filename: "note.txt", content: "three plus signs: +++" },
  ],
};

export interface Session extends SimulatedLine {
  readonly host: QsmtpModule;
  readonly trace: TraceEvent[];
}

export async function open(
  options: ModuleOptions = {},
  simulated: Parameters<typeof createSimulatedLine>[0] = {},
): Promise<Session> {
  const line = createSimulatedLine({ clock: globalClock, ...simulated });
  const trace: TraceEvent[] = [];
  const opened = await settle(
    openModule(line.transport, { smtp, onTrace: (event) => trace.push(event), ...options }),
  );
  if (opened instanceof Error) throw opened;
  return { ...line, host: opened, trace };
}

export async function close({ host, module }: Session): Promise<void> {
  await settle(host.close());
  module.dispose();
}

/** What must hold after every mail, whatever became of it. */
export function expectNothingLeft({ module }: Session): void {
  expect(module.files.list("RAM")).toEqual([]);
  expect(module.settings.draft.recipients).toEqual([]);
  expect(module.settings.draft.attachments).toEqual([]);
}

export async function send(
  session: Session,
  options: SendOptions = {},
): Promise<MailReceipt | Error> {
  return settle(session.host.mail.send(message, options));
}

export async function failure(session: Session, options: SendOptions = {}): Promise<SendError> {
  const error = await send(session, options);
  expect(error).toBeInstanceOf(SendError);
  return error as SendError;
}
