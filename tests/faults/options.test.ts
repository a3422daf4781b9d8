import { InvalidOptionError, type ModuleOptions, openModule } from "@qsmtp/client";
import {
  setSmtpAccount,
  setSmtpContext,
  setSmtpServer,
  setSmtpSslContext,
} from "@qsmtp/protocol/commands";
import { paramOf } from "@qsmtp/protocol/facts";
import { describe, expect, test } from "vitest";
import { expectNoSecret } from "./judge.ts";
import { bench, ca, open, password, quiet, send, smtp } from "./scenario.ts";

/** Opens with options that nothing checks at compile time; gives the error, and what was opened. */
async function refusal(options: unknown): Promise<{ error: InvalidOptionError; opened: number }> {
  const { fake, timers, clock } = bench();
  let opened = 0;
  const transport = {
    open: (given: Parameters<typeof fake.transport.open>[0]) => {
      opened += 1;
      return fake.transport.open(given);
    },
  };
  const given = { clock: timers, ...(options as ModuleOptions) };
  const result = await clock.runUntil(quiet(openModule(transport as typeof fake.transport, given)));
  if (result.how !== "rejected") throw new Error(`options were taken: ${JSON.stringify(options)}`);
  if (!(result.error instanceof InvalidOptionError)) throw result.error;
  expectNoSecret(result.error, password);
  expect(result.error.hint ?? "").not.toContain(password);
  expect(timers.pending).toBe(0);
  return { error: result.error, opened };
}

const server = { host: "mail.example.org", tls: { ca } };
const hostBytes = paramOf(setSmtpServer, "host").maxBytes;
const userBytes = paramOf(setSmtpAccount, "username").maxBytes;
const passwordBytes = paramOf(setSmtpAccount, "password").maxBytes;
const [[, lastContext] = [1, 1]] = paramOf(setSmtpContext, "contextId").ranges;
const [[, lastSslContext] = [1, 1]] = paramOf(setSmtpSslContext, "sslContextId").ranges;
const beyond = (last: number | null): number => Number(last) + 1;

describe("what cannot work is refused before the port is opened", () => {
  const cases: readonly [string, unknown, RegExp][] = [
    [
      "a host that is too long",
      { smtp: { ...server, host: "x".repeat(hostBytes + 1) } },
      new RegExp(`host .*${hostBytes} bytes`),
    ],
    ["no host", { smtp: { ...server, host: "" } }, /smtp\.host/],
    ["a URL for a host", { smtp: { ...server, host: "smtp://mail.example.org" } }, /smtp\.host/],
    ["a host with a quote", { smtp: { ...server, host: 'mail"' } }, /host/],
    ["port 0", { smtp: { ...server, port: 0 } }, /port must be in 1-65535/],
    ["port 70000", { smtp: { ...server, port: 70_000 } }, /port must be in 1-65535/],
    ["a port as text", { smtp: { ...server, port: "587" } }, /port must be a whole number/],
    ["TLS without a CA", { smtp: { host: "mail.example.org" } }, /ca or caFile/],
    ["a CA that is none", { smtp: { ...server, tls: { ca: "hello" } } }, /smtp\.tls\.ca/],
    ["a CA and a CA file", { smtp: { ...server, tls: { ca, caFile: "UFS:x" } } }, /both/],
    [
      "a private key for a CA",
      { smtp: { ...server, tls: { ca: `${ca}\n-----BEGIN PRIVATE KEY-----\n${password}` } } },
      /private key/,
    ],
    [
      "an SSL context too many",
      { smtp: { ...server, tls: { ca, sslContextId: beyond(lastSslContext) } } },
      /sslContextId/,
    ],
    ["an unknown security", { smtp: { ...server, security: "ssl" } }, /smtp\.security/],
    [
      "a user that is too long",
      { smtp: { ...server, auth: { user: "u".repeat(userBytes + 1), pass: password } } },
      new RegExp(`smtp\\.auth\\.user .*${userBytes} bytes`),
    ],
    [
      "a password that is too long",
      { smtp: { ...server, auth: { user: "u", pass: password.repeat(passwordBytes) } } },
      new RegExp(`smtp\\.auth\\.pass .*${passwordBytes} bytes`),
    ],
    [
      "a password with a quote",
      { smtp: { ...server, auth: { user: "u", pass: `${password}"` } } },
      /smtp\.auth\.pass/,
    ],
    ["a login without a password", { smtp: { ...server, auth: { user: "u" } } }, /auth\.pass/],
    [
      "a context too many",
      { pdp: { contextId: beyond(lastContext) } },
      new RegExp(`contextId must be in 1-${lastContext}`),
    ],
    ["an access point with a line break", { pdp: { apn: "a\r\nAT" } }, /apn/],
    ["a login without an access point", { pdp: { user: "me" } }, /needs pdp\.apn/],
    ["an idle time of 0", { pdp: { idleTimeoutMs: 0 } }, /idleTimeoutMs/],
    ["an idle time of true", { pdp: { idleTimeoutMs: true } }, /idleTimeoutMs/],
    ["an idle time that no timer keeps", { pdp: { idleTimeoutMs: 2 ** 31 } }, /idleTimeoutMs/],
    ["a time for the SIM that is none", { pdp: { simTimeoutMs: Number.NaN } }, /simTimeoutMs/],
    ["a time below 0", { pdp: { registrationTimeoutMs: -1 } }, /registrationTimeoutMs/],
    ["an opening without time", { openTimeoutMs: 0 }, /openTimeoutMs/],
    ["a text for a switch", { acknowledgedUploads: "no" }, /acknowledgedUploads/],
    ["a retry that is no number", { retry: { maxRetries: "2" } }, /retry\.maxRetries/],
    [
      "a pause that no timer keeps",
      { reconnect: { maxDelayMs: 2 ** 31 } },
      /reconnect\.maxDelayMs/,
    ],
    ["a power switch that cannot be called", { power: true }, /power/],
    ["a text for a choice", { resendUnknown: "yes" }, /resendUnknown/],
    ["a trace that cannot be called", { onTrace: {} }, /onTrace/],
    ["options that are none", { smtp: "mail.example.org" }, /smtp must be an object/],
  ];

  test.each(cases)("%s", async (_what, options, said) => {
    const { error, opened } = await refusal(options);
    expect(error.message).toMatch(said);
    expect(opened).toBe(0);
  });
});

describe("a key that means nothing is named, with the ones that may be meant", () => {
  const cases: readonly [unknown, string, string][] = [
    [{ smpt: server }, "smpt", "smtp"],
    [{ pdp: { apm: "internet" } }, "pdp.apm", "pdp.apn"],
    [{ pdp: { contextID: 1 } }, "pdp.contextID", "pdp.contextId"],
    [{ pdp: { idleTimeout: 5 } }, "pdp.idleTimeout", "pdp.idleTimeoutMs"],
    [{ smtp: { ...server, auht: {} } }, "smtp.auht", "smtp.auth"],
    [
      { smtp: { ...server, auth: { username: "u", pass: password } } },
      "smtp.auth.username",
      "smtp.auth.user",
    ],
    [
      { smtp: { ...server, auth: { user: "u", password } } },
      "smtp.auth.password",
      "smtp.auth.pass",
    ],
    [{ retry: { maxRetry: 2 } }, "retry.maxRetry", "retry.maxRetries"],
    [{ reconnect: { maxDelay: 2 } }, "reconnect.maxDelay", "reconnect.maxDelayMs"],
    [{ recovery: { resetAfter: 2 } }, "recovery.resetAfter", "recovery.resetAfterMs"],
    [{ timeoutMs: 5 }, "timeoutMs", "openTimeoutMs"],
  ];

  test.each(cases)("%j", async (options, key, meant) => {
    const { error, opened } = await refusal(options);
    expect(error.problem).toBe(`${key} is no option`);
    expect(error.hint).toBe(`Is ${meant} meant?`);
    expect(opened).toBe(0);
  });

  test("one that resembles none gets the list of all", async () => {
    const { error } = await refusal({ pdp: { frequency: 5 } });
    expect(error.hint).toMatch(/^Known here: .*apn.*contextId/);
  });

  test("one that is undefined is left out", async () => {
    const session = await open({ later: undefined } as ModuleOptions);
    expect((await send(session)).how).toBe("resolved");
  });
});

test("a server given to send is judged in the same way", async () => {
  const session = await open();
  const before = session.fake.executed.length;
  const misspelt = { ...smtp, secure: true };
  const result = await send(session, undefined, { smtp: misspelt });
  expect(result).toMatchObject({
    error: {
      code: "INVALID_OPTION",
      outcome: "not-sent",
      hint: 'Write smtp.security: "implicit".',
    },
  });
  expect(session.fake.executed).toHaveLength(before);
});

test("without a server the module opens all the same", async () => {
  const session = await open({ smtp: undefined });
  expect(session.host.info).toMatchObject({ imei: "861234567890123" });
});
