import { isQsmtpError } from "@qsmtp/client";
import { expect } from "vitest";
import { fromBytes, utf8 } from "./bytes.ts";
import type { DeliveredMail } from "./fake-delivery.ts";
import type { FakeModule } from "./fake-module.ts";
import { message, smtp, type TestMail, type TestServer } from "./scenario.ts";
import type { Settled } from "./virtual-clock.ts";

export type Told = "sent" | "not-sent" | "unknown";

/** What the caller was told; anything but a receipt or an error with an outcome is a fault. */
export function told(result: Settled<unknown>): Told {
  if (result.how === "resolved") return (result.value as { outcome: Told }).outcome;
  if (result.how === "hangs") throw new Error(`the call never ended (${result.atMs} ms)`);
  const { error } = result;
  expect(isQsmtpError(error), `an error of ours: ${String(error)}`).toBe(true);
  const { outcome } = error as { outcome?: Told };
  expect(outcome, `an outcome: ${String(error)}`).toBeDefined();
  return outcome as Told;
}

/** The code of the error that a call ended with. */
export function codeOf(result: Settled<unknown>): string | undefined {
  return result.how === "rejected" ? (result.error as { code?: string }).code : undefined;
}

/** The message of the error that a call ended with. */
export function messageOf(result: Settled<unknown>): string {
  return result.how === "rejected" ? String((result.error as Error).message) : "";
}

/** What the server gets when all is as it was asked for. */
export function asAsked(mail: TestMail, server: TestServer): Omit<DeliveredMail, "atMs"> {
  const secure = server.security;
  const address = /^(?:(.*) )?<?([^<>]+)>?$/.exec(mail.from);
  return {
    server: server.host,
    port: server.port,
    security: secure,
    verifiedWith: secure === "none" ? undefined : server.tls?.ca?.trim(),
    ignoredDates: false,
    account: [server.auth?.user ?? "", server.auth?.pass ?? ""],
    sender: [address?.[1] ?? "", address?.[2] ?? ""],
    recipients: [...recipients(1, mail.to), ...recipients(2, mail.cc), ...recipients(3, mail.bcc)],
    subject: mail.subject ?? "",
    text: (mail.text ?? "").replaceAll(/\r?\n/g, "\r\n"),
    attachments: (mail.attachments ?? []).map(({ filename, content }) => ({
      name: filename,
      bytes: typeof content === "string" ? utf8(content) : fromBytes(content),
    })),
  };
}

function recipients(type: number, addresses: TestMail["to"]): DeliveredMail["recipients"] {
  const list = addresses === undefined ? [] : [addresses].flat();
  return list.map((address) => ({ type, address }));
}

/** Holds the caller's word against what really happened, once nothing can happen any more. */
export async function judge(
  fake: FakeModule,
  result: Settled<unknown>,
  mail: TestMail = message,
  server: TestServer = smtp,
): Promise<Told> {
  // A mail that goes out later counts as well.
  await fake.clock.advance(900_000);
  const outcome = told(result);
  const subject = mail.subject ?? "";
  const mails = fake.mail.delivered.map(({ atMs: _atMs, ...rest }) => rest);
  if (outcome === "sent") expect(mails).toEqual([asAsked(mail, server)]);
  if (outcome === "not-sent") expect(mails, `told not-sent: ${subject}`).toEqual([]);
  expect(mails.length, "no mail goes out twice").toBeLessThan(2);
  return outcome;
}

/** Files on the module that have a name of the mail's attachments. */
export function attachmentsOn(fake: FakeModule, mail: TestMail = message): string[] {
  const names = (mail.attachments ?? []).map(({ filename }) => filename);
  return fake.files.names.filter((name) => names.includes(name.slice(4)));
}

/** Nothing of ours is left on the module. */
export function expectClean(fake: FakeModule, foreign: readonly string[] = []): void {
  expect(fake.files.names).toEqual([...foreign].sort());
  expect(fake.mail.draft.recipients).toEqual([]);
  expect(fake.mail.draft.attachments.size).toBe(0);
}

/** No error, however deep, holds a secret. */
export function expectNoSecret(value: unknown, secret: string): void {
  for (let at = value; at instanceof Error; at = at.cause) {
    expect(`${at.message} ${at.stack}`).not.toContain(secret);
  }
}
