import { isQsmtpError } from "@qsmtp/client";
import {
  asAsked,
  type FakeModule,
  message,
  type Settled,
  smtp,
  type TestMail,
  type TestServer,
} from "@qsmtp/fake-module";
import { expect } from "vitest";

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
