import { runInNewContext } from "node:vm";
import { InvalidOptionError, type OptionProblem, openModule } from "@qsmtp/client";
import { describe, expect, test } from "vitest";
import { expectNoSecret } from "./judge.ts";
import { bench, ca, open, openOn, password, quiet, send, smtp } from "./scenario.ts";

const server = { host: "mail.example.org", tls: { ca } };

/** Everything that is said against options, before a port is opened. */
async function problemsOf(options: unknown): Promise<readonly OptionProblem[]> {
  const { fake, timers, clock } = bench();
  let opened = 0;
  const transport = {
    open: (given: Parameters<typeof fake.transport.open>[0]) => {
      opened += 1;
      return fake.transport.open(given);
    },
  };
  const given = Object.assign(Object.create(null), options, { clock: timers });
  const result = await clock.runUntil(quiet(openModule(transport, given)));
  if (result.how !== "rejected") throw new Error("the options were taken");
  if (!(result.error instanceof InvalidOptionError)) throw result.error;
  expect(opened).toBe(0);
  expectNoSecret(result.error, password);
  return result.error.problems;
}

function pathsOf(problems: readonly OptionProblem[]): string[] {
  return problems.map(({ path }) => path);
}

describe("what nodemailer and others call it is answered with what to write here", () => {
  const inSmtp: readonly [string, unknown, RegExp][] = [
    ["secure", true, /security: "implicit"/],
    ["secure", false, /security: "starttls", or "none"/],
    ["requireTLS", true, /security: "starttls"/],
    ["ignoreTLS", true, /security: "none"/],
    ["opportunisticTLS", true, /security: "starttls" or "none"/],
    ["service", "gmail", /smtp\.host/],
    ["name", "client.example.org", /leave it out/],
    ["pool", true, /one after the other/],
    ["maxConnections", 5, /one after the other/],
    ["connectionTimeout", 5000, /sendSeconds of send/],
    ["greetingTimeout", 5000, /sendSeconds of send/],
    ["socketTimeout", 5000, /timeoutMs of send/],
    ["dnsTimeout", 5000, /sendSeconds of send/],
    ["debug", true, /onTrace/],
    ["logger", true, /onTrace/],
    ["transactionLog", true, /onTrace/],
    ["proxy", "http://proxy.example.org", /the module's own/],
    ["dkim", {}, /cannot do that/],
    ["user", "u", /^Give it as smtp\.auth\.user\.$/],
    ["password", password, /^Is smtp\.auth\.pass meant\?$/],
    ["ca", ca, /^Give it as smtp\.tls\.ca\.$/],
    ["rejectUnauthorized", false, /smtp\.tls\.dangerouslyAcceptAnyServer/],
    ["apn", "internet", /^Give it as pdp\.apn\.$/],
  ];
  test.each(inSmtp)("smtp.%s: %j", async (key, value, said) => {
    const problems = await problemsOf({ smtp: { ...server, [key]: value } });
    expect(pathsOf(problems)).toEqual([`smtp.${key}`]);
    expect(problems[0]?.message).toBe("is no option");
    expect(problems[0]?.hint).toMatch(said);
  });

  const inTls: readonly [string, unknown, RegExp][] = [
    ["servername", "mail.example.org", /sni/],
    ["minVersion", "TLSv1.3", /version/],
    ["maxVersion", "TLSv1.2", /version/],
    ["ciphers", "HIGH", /cipherSuite/],
    ["rejectUnauthorized", true, /leave it out/],
    ["rejectUnauthorized", false, /dangerouslyAcceptAnyServer: true/],
    ["cert", ca, /not supported/],
    ["key", "-----BEGIN", /not supported/],
    ["security", "implicit", /^Give it as smtp\.security\.$/],
    ["host", "mail.example.org", /^Give it as smtp\.host\.$/],
  ];
  test.each(inTls)("smtp.tls.%s", async (key, value, said) => {
    const problems = await problemsOf({ smtp: { ...server, tls: { ca, [key]: value } } });
    expect(pathsOf(problems)).toEqual([`smtp.tls.${key}`]);
    expect(problems[0]?.hint).toMatch(said);
  });

  const inAuth: readonly [string, unknown, RegExp][] = [
    ["type", "OAuth2", /user and password only/],
    ["accessToken", password, /user and password only/],
    ["clientId", "id", /user and password only/],
    ["login", "u", /^Is smtp\.auth\.user meant\?$/],
    ["email", "u@example.org", /^Is smtp\.auth\.user meant\?$/],
  ];
  test.each(inAuth)("smtp.auth.%s", async (key, value, said) => {
    const auth = { user: "u", pass: password, [key]: value };
    const problems = await problemsOf({ smtp: { ...server, auth } });
    expect(pathsOf(problems)).toEqual([`smtp.auth.${key}`]);
    expect(problems[0]?.hint).toMatch(said);
  });

  const atTop: readonly [string, unknown, RegExp][] = [
    ["host", "mail.example.org", /^Give it as smtp\.host\.$/],
    ["port", 587, /^Give it as smtp\.port\.$/],
    ["secure", true, /smtp\.security: "implicit"/],
    ["auth", { user: "u", pass: password }, /^Give it as smtp\.auth\.$/],
    ["apn", "internet", /^Give it as pdp\.apn\.$/],
    ["password", password, /^Is pdp\.pass or smtp\.auth\.pass meant\?$/],
    ["timeout", 5000, /^Is openTimeoutMs meant\?$/],
    ["sendSeconds", 300, /^It is an option of send\.$/],
    ["baudRate", 115_200, /serialTransport/],
    ["jitter", 0.1, /^Give it as reconnect\.jitter or recovery\.jitter or retry\.jitter\.$/],
  ];
  test.each(atTop)("%s at the top", async (key, value, said) => {
    const problems = await problemsOf({ [key]: value });
    expect(pathsOf(problems)).toEqual([key]);
    expect(problems[0]?.hint).toMatch(said);
  });

  test.each([
    ["username", "user"],
    ["password", "pass"],
    ["cid", "contextId"],
    ["accessPoint", "apn"],
  ])("pdp.%s", async (key, ours) => {
    const problems = await problemsOf({ pdp: { apn: "internet", [key]: "x" } });
    expect(problems).toEqual([
      { path: `pdp.${key}`, message: "is no option", hint: `Is pdp.${ours} meant?` },
    ]);
  });

  test("each is judged in send and verify too", async () => {
    const session = await open();
    const before = session.fake.executed.length;
    const wrong = { smtp: { ...smtp, tls: { ca, servername: "x" } }, openTimeoutMs: 5 } as never;
    for (const call of [
      await send(session, undefined, wrong),
      await session.clock.runUntil(quiet(session.host.verify(wrong))),
    ]) {
      if (call.how !== "rejected") throw new Error("the options were taken");
      expect(call.error).toMatchObject({ code: "INVALID_OPTION" });
      expect(String(call.error)).toMatch(/smtp\.tls\.servername is no option/);
      expect(String(call.error)).toMatch(/It is an option of openModule\./);
    }
    expect(session.fake.executed).toHaveLength(before);
  });
});

test("all problems are told at once", async () => {
  const problems = await problemsOf({
    apn: "internet",
    openTimeoutMs: "30 s",
    retry: { maxRetries: -1, firstDelayMs: 5000, maxDelayMs: 10 },
    pdp: { contextId: 99, user: 5 },
    urcPort: "usb",
    smtp: {
      host: "smtp://mail.example.org",
      port: 70_000,
      secure: true,
      auth: { user: "u".repeat(500), password, pass: "p".repeat(500) },
      tls: { caFile: 5, version: 77 },
    },
  });
  expect(pathsOf(problems).sort()).toEqual([
    "apn",
    "openTimeoutMs",
    "pdp.contextId",
    "pdp.user",
    "retry.maxDelayMs",
    "retry.maxRetries",
    "smtp.auth.pass",
    "smtp.auth.password",
    "smtp.auth.user",
    "smtp.host",
    "smtp.port",
    "smtp.secure",
    "smtp.tls.caFile",
    "smtp.tls.version",
    "urcPort",
  ]);
});

test("what stands in the wrong place is judged too, as if it stood in the right one", async () => {
  const auth = { user: "u", password, type: "OAuth2" };
  const problems = await problemsOf({ auth, tls: { ca, servername: "x" } });
  expect(pathsOf(problems).sort()).toEqual([
    "auth",
    "smtp.auth.password",
    "smtp.auth.type",
    "smtp.tls.servername",
    "tls",
  ]);
});

test("an object that holds itself ends", async () => {
  const round: Record<string, unknown> = { user: "u", pass: password };
  Object.assign(round, { auth: round, smtp: round, tls: round, pdp: round });
  expect((await problemsOf(round)).length).toBeLessThan(200);
});

test("a getter that throws in the wrong place is told by its place alone", async () => {
  const given = { smtp: { ...server } };
  Object.defineProperty(given.smtp, "pdp", {
    enumerable: true,
    get: () => {
      throw new TypeError("odd");
    },
  });
  expect(pathsOf(await problemsOf(given))).toEqual(["smtp.pdp"]);
});

test("of several near options the nearest is named", async () => {
  const problems = await problemsOf({ reconect: true, smtp: { ...server, secrity: "none" } });
  expect(problems.map(({ hint }) => hint)).toEqual([
    "Is reconnect meant?",
    "Is smtp.security meant?",
  ]);
});

test.each<[object, string, RegExp]>([
  [{ smtp: { ...server, security: "tls" } }, "smtp.security", /"implicit" is TLS from the first/],
  [{ smtp: { ...server, security: "startls" } }, "smtp.security", /^Is starttls meant\?$/],
  [
    { smtp: { ...server, tls: { ca, version: "TLSv1.2" } } },
    "smtp.tls.version",
    /SslVersion\.tls12/,
  ],
  [{ smtp: { ...server, tls: { ca, version: 77 } } }, "smtp.tls.version", /SslVersion/],
  [{ smtp: { ...server, auth: { user: "u" } } }, "smtp.auth.pass", /Leave auth out/],
  [{ pdp: { apn: "internet", type: "IP" } }, "pdp.type", /PdpType\.ipv4/],
])("%j says what to write", async (options, path, hint) => {
  const problems = await problemsOf(options);
  expect(pathsOf(problems)).toEqual([path]);
  expect(problems[0]?.hint).toMatch(hint);
});

describe("a host is a name or an address and nothing else", () => {
  test.each([
    ["smtp://mail.example.org", /mail\.example\.org, without smtp:\/\//],
    ["smtps://u:p@mail.example.org:465/x", /mail\.example\.org, without smtps:\/\//],
    ["mail.example.org:25", /mail\.example\.org, and 25 as port/],
    ["[::1]", /::1/],
    ["[::1]:25", /::1, and 25 as port/],
    [" mail.example.org", /no blank/],
    ["u@mail.example.org", /no blank, path or user/],
    ["mail.example.org/", /no blank, path or user/],
    ["mail..example.org", /name such as/],
    ["", /host name/],
    ["a\ud800b", /xn--/],
    ["b\u00fccher .example", /no blank/],
    ["fe80::xyz", /name such as/],
  ])("%j", async (host, hint) => {
    const problems = await problemsOf({ smtp: { ...server, host } });
    expect(pathsOf(problems)).toEqual(["smtp.host"]);
    expect(problems[0]?.hint).toMatch(hint);
  });

  test.each([
    ["bücher.example", "xn--bcher-kva.example"],
    ["Mail.Example.org", "Mail.Example.org"],
    ["192.0.2.25", "192.0.2.25"],
    ["2001:db8::25", "2001:db8::25"],
  ])("%s is taken as %s", async (host, sent) => {
    const session = await open({ smtp: { ...smtp, host } });
    await send(session);
    const lines = session.fake.executed.map(({ line }) => line);
    expect(lines.some((line) => line.includes(`"smtpserver","${sent}"`))).toBe(true);
  });
});

describe("other shapes of what is meant", () => {
  test.each([
    ["bytes", new TextEncoder().encode(ca)],
    ["bytes of another realm", foreignBytes(ca)],
  ])("a CA as %s is taken", async (_what, bytes) => {
    const session = await open({ smtp: { ...smtp, tls: { ca: bytes } } });
    expect(await send(session)).toMatchObject({ value: { outcome: "sent" } });
  });

  test("a CA is that of the call, whatever becomes of its bytes", async () => {
    const bytes = new TextEncoder().encode(ca);
    const on = bench();
    const opening = openOn(on, { smtp: { ...smtp, tls: { ca: bytes } } });
    bytes.fill(0);
    expect(await send(await opening)).toMatchObject({ value: { outcome: "sent" } });
  });

  test.each([
    ["bytes that are no PEM", new Uint8Array([1, 2, 3]), "is not a certificate in PEM text"],
    [
      "numbers of two bytes",
      new Uint16Array(4),
      "must be a string or bytes (a Uint8Array), is an object",
    ],
    ["a buffer", new ArrayBuffer(4), "must be a string or bytes (a Uint8Array), is an object"],
    [
      "what only says so",
      { [Symbol.toStringTag]: "Uint8Array" },
      "must be a string or bytes (a Uint8Array), is an object",
    ],
  ])("%s are none", async (_what, given, message) => {
    const problems = await problemsOf({ smtp: { ...server, tls: { ca: given } } });
    expect(problems).toMatchObject([{ path: "smtp.tls.ca", message }]);
  });

  test("auth: null is no login, and no warning of a password", async () => {
    const plain = { host: "mail.example.org", security: "none", auth: null };
    const session = await open({ smtp: plain as never });
    const result = await send(session);
    expect(result).toMatchObject({ value: { outcome: "sent" } });
    expect(JSON.stringify(result)).not.toContain("PASSWORD_UNPROTECTED");
  });

  test("null is left out wherever a key is optional, and send(message, null) too", async () => {
    const nothing = {
      reconnect: null,
      retry: null,
      power: null,
      urcPort: null,
      capabilities: null,
    };
    const session = await open({
      ...nothing,
      signal: null,
      pdp: { apn: null, user: null, idleTimeoutMs: null },
      smtp: { ...smtp, port: null, tls: { ca, caFile: null, version: null } },
    } as never);
    expect(await send(session, undefined, null as never)).toMatchObject({
      value: { outcome: "sent" },
    });
  });

  test("null says nothing, also at a key that means nothing", async () => {
    const session = await open({ smtp: { ...smtp, secure: null }, pool: null } as never);
    expect(await send(session)).toMatchObject({ value: { outcome: "sent" } });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "%d is no number of seconds",
    async (sendSeconds) => {
      const result = await send(await open(), undefined, { sendSeconds });
      const message = expect.stringContaining(`sendSeconds must be a number, is ${sendSeconds}`);
      expect(result).toMatchObject({ error: { code: "INVALID_OPTION", message } });
    },
  );

  test("of the access point nothing is dropped without a word", async () => {
    expect(await problemsOf({ pdp: { apn: "internet", authentication: 1 } })).toEqual([
      { path: "pdp.authentication", message: "needs pdp.user and pdp.pass" },
    ]);
    expect(pathsOf(await problemsOf({ pdp: { type: 1, user: "u", pass: "p" } }))).toEqual([
      "pdp.type",
      "pdp.user",
      "pdp.pass",
    ]);
  });

  test("each hint of several says whose it is", async () => {
    const smtp = { ...server, secure: true, pool: true, maxConnections: 5 };
    const given = { apn: "internet", smtp };
    const { fake, clock } = bench();
    const result = await clock.runUntil(quiet(openModule(fake.transport, given as never)));
    expect((result as { error: InvalidOptionError }).error.hint).toBe(
      'apn: Give it as pdp.apn. smtp.secure: Write smtp.security: "implicit". ' +
        "smtp.pool, smtp.maxConnections: Mails of a module go out one after the other; leave it out.",
    );
  });

  test("getters and what a class has are read like keys, once each, at the call", async () => {
    const reads: string[] = [];
    class Account {
      get user(): string {
        reads.push("user");
        return "logger";
      }
      get pass(): string {
        reads.push("pass");
        return password;
      }
    }
    class Server extends Account {
      auth = new Account();
      get host(): string {
        reads.push("host");
        return reads.filter((name) => name === "host").length === 1 ? "mail.example.org" : "evil";
      }
      get tls(): unknown {
        return { ca };
      }
    }
    const options = { smtp: new Server() };
    const session = await open(options as never);
    options.smtp = new Server();
    expect(await send(session)).toMatchObject({ value: { outcome: "sent" } });
    expect(reads.sort()).toEqual(["host", "pass", "user"]);
  });

  test("an inherited key that means nothing is named", async () => {
    const problems = await problemsOf({
      smtp: Object.assign(Object.create({ secure: true }), server),
    });
    expect(pathsOf(problems)).toEqual(["smtp.secure"]);
  });

  test("what somebody put on every object's prototype is nobody's option", async () => {
    const everybody = Object.prototype as { resendUnknown?: unknown; secure?: unknown };
    everybody.resendUnknown = "yes";
    everybody.secure = true;
    try {
      await expect(open()).resolves.toBeDefined();
    } finally {
      delete everybody.resendUnknown;
      delete everybody.secure;
    }
  });

  test.each(["constructor", "__proto__", "toString", "SSL", ""])(
    "security: %j",
    async (security) => {
      const problems = await problemsOf({ smtp: { ...server, security } });
      expect(problems).toMatchObject([
        {
          path: "smtp.security",
          message: expect.stringMatching(/^must be one of none, starttls, implicit, is/),
        },
      ]);
    },
  );

  test.each(["constructor", "__proto__", "hasOwnProperty"])("a key called %s", async (key) => {
    const pdp = JSON.parse(`{ ${JSON.stringify(key)}: { "apn": "x" } }`) as unknown;
    expect(await problemsOf({ pdp })).toMatchObject([
      { path: `pdp.${key}`, message: "is no option" },
    ]);
  });

  test("a password that is too long is the module's limit, and who can help is said", async () => {
    const auth = { user: "u", pass: "k".repeat(69) };
    const [problem] = await problemsOf({ smtp: { ...server, auth } });
    expect(problem?.path).toBe("smtp.auth.pass");
    expect(problem?.hint).toMatch(/The module takes no more than \d+ bytes: have the provider/);
  });

  test("signals that only look like one are refused", async () => {
    const fake = {
      aborted: false,
      addEventListener() {},
      removeEventListener() {},
      reason: undefined,
    };
    expect(await problemsOf({ signal: fake })).toMatchObject([
      { path: "signal", message: "must be an AbortSignal, is an object" },
    ]);
  });
});

function foreignBytes(text: string): Uint8Array {
  const numbers = JSON.stringify([...new TextEncoder().encode(text)]);
  return runInNewContext(`new Uint8Array(${numbers})`) as Uint8Array;
}
