import { type ModuleOptions, openModule, type QsmtpModule, type SendOptions } from "@qsmtp/client";
import { expect } from "vitest";
import { FakeModule, type FakeOptions } from "./fake-module.ts";
import { type HostClock, type Settled, VirtualClock } from "./virtual-clock.ts";

/** A CA as people have it; what is inside nobody reads here. */
export const ca: string = pem("Q", 1226);
export const password = "s3cret-Pa55";

/** The part of a mail and of a server that these tests use. */
export interface TestMail {
  readonly from: string;
  readonly to?: string | readonly string[];
  readonly cc?: string;
  readonly bcc?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly content: Uint8Array | string;
  }[];
}

export interface TestServer {
  readonly host: string;
  readonly port: number;
  readonly security: "none" | "starttls" | "implicit";
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly tls?: { readonly ca?: string; readonly sslContextId?: number };
}

export const smtp: TestServer = {
  host: "mail.example.org",
  port: 587,
  security: "starttls",
  auth: { user: "logger", pass: password },
  tls: { ca },
};

export const plainSmtp: TestServer = { host: "mail.example.org", port: 25, security: "none" };

export const photo: Uint8Array = Uint8Array.from({ length: 3072 }, (_, at) => (11 * at + 5) % 256);
export const levels: Uint8Array = Uint8Array.from({ length: 272 }, (_, at) => 48 + (at % 10));

/** The mail of the cases: to and cc, an umlaut, 58 bytes of text, two attachments. */
export const message: TestMail = {
  from: "Cold store 3 <logger@example.org>",
  to: "ops@example.org",
  cc: "night@example.org",
  subject: "Kühlraum 3: 9,5 °C",
  text: "The door of room 3 has been open for more than 20 minutes.",
  attachments: [
    { filename: "photo1.bin", content: photo },
    { filename: "levels1.csv", content: levels },
  ],
};

/** A small mail without attachments. */
export const note: TestMail = {
  from: "Logger <logger@example.org>",
  to: "ops@example.org",
  subject: "Note",
  text: "Second mail.",
};

/** A module on a line, and time. */
export interface Bench {
  readonly clock: VirtualClock;
  readonly timers: HostClock;
  readonly fake: FakeModule;
}

export interface Session extends Bench {
  readonly host: QsmtpModule;
}

export function bench(options: FakeOptions = {}): Bench {
  const clock = new VirtualClock();
  return { clock, timers: clock.forHost(), fake: new FakeModule(clock, options) };
}

/** Begins to open; a call whose failure is looked at later. */
export function begin({ timers, fake }: Bench, options: ModuleOptions = {}): Promise<QsmtpModule> {
  return quiet(openModule(fake.transport, { clock: timers, smtp, ...options }));
}

export async function openOn(on: Bench, options: ModuleOptions = {}): Promise<Session> {
  const opened = await on.clock.runUntil(begin(on, options));
  if (opened.how !== "resolved") {
    throw new Error("the module could not be opened", { cause: opened });
  }
  return { ...on, host: opened.value };
}

/** An open client on a healthy fake module. */
export function open(options: ModuleOptions = {}, fake: FakeOptions = {}): Promise<Session> {
  return openOn(bench(fake), options);
}

/** Sends to the end. */
export function send(
  { clock, host }: Session,
  mail: TestMail = message,
  options: SendOptions = {},
): Promise<Settled<unknown>> {
  return clock.runUntil(quiet(host.mail.send(mail, options)));
}

/** Runs until all have ended, one way or the other. */
export async function allOf(
  clock: VirtualClock,
  calls: readonly Promise<unknown>[],
): Promise<PromiseSettledResult<unknown>[]> {
  const all = await clock.runUntil(Promise.allSettled(calls));
  if (all.how !== "resolved") throw new Error("some call never ended");
  return all.value;
}

/** A rejection is looked at when its turn comes. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** A certificate in form only. */
export function pem(letter: string, length: number): string {
  const lines = letter.repeat(length).match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** Runs until the promise settles, which must be within the limit and a little. */
export async function within<T>(
  { clock }: Pick<Session, "clock">,
  limitMs: number,
  promise: Promise<T>,
): Promise<Settled<T>> {
  const startedMs = clock.now();
  const result = await clock.runUntil(quiet(promise), limitMs + 3_600_000);
  expect(result.how, "every call ends").not.toBe("hangs");
  expect(result.atMs - startedMs, `ends within ${limitMs} ms`).toBeLessThanOrEqual(limitMs + 50);
  return result;
}

/** A command line of a mail, by its place among those that a healthy module gets. */
export interface Step {
  readonly at: number;
  readonly line: string;
  /** For the title of a test. */
  readonly name: string;
}

/** The command lines of opening, or of a first mail, on a healthy module. */
export async function stepsOf(
  what: "opening" | "mail",
  mail: TestMail = message,
  server: TestServer = smtp,
): Promise<Step[]> {
  const session = await open({ smtp: server });
  const opening = session.fake.executed.length;
  if (what === "mail") await send(session, mail);
  const lines = session.fake.executed.slice(what === "mail" ? opening : 0, undefined);
  return lines.map(({ line }, at) => ({ at, line, name: `${at}, ${nameOf(line)}` }));
}

/** A password is in no report, that of a test neither. */
function nameOf(line: string): string {
  return line.replace(password, "***").slice(0, 50);
}
