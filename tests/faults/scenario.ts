import { type ModuleOptions, openModule, type QsmtpModule, type SendOptions } from "@qsmtp/client";
import {
  FakeModule,
  type FakeOptions,
  type HostClock,
  message,
  password,
  type Settled,
  smtp,
  type TestMail,
  type TestServer,
  VirtualClock,
} from "@qsmtp/fake-module";
import { TransportError } from "@qsmtp/transport";
import { expect } from "vitest";

export {
  ca,
  message,
  note,
  password,
  pem,
  plainSmtp,
  smtp,
  type TestMail,
} from "@qsmtp/fake-module";

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

/** The port is gone for so long. */
export function unplugFor({ fake, clock }: Session, durationMs: number): void {
  const gone = (): Promise<never> =>
    Promise.reject(new TransportError("PORT_NOT_FOUND", "no such port"));
  fake.wire.openFails = gone;
  fake.wire.unplug();
  clock.setTimeout(() => {
    if (fake.wire.openFails === gone) fake.wire.openFails = undefined;
  }, durationMs);
}
