import { runInNewContext } from "node:vm";
import {
  type DiagnoseOptions,
  InvalidOptionError,
  isQsmtpError,
  type OptionProblem,
  openModule,
} from "@qsmtp/client";
import { probeModule } from "@qsmtp/client/probe";
import { deleteFile, getIdentity } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { bench, ca, open, password, quiet, send } from "./scenario.ts";

/** What callers without a compiler hand in, wherever something else is asked for. */
const odd: Readonly<Record<string, () => unknown>> = {
  "not a number": () => Number.NaN,
  "minus zero": () => -0,
  "minus one": () => -1,
  infinity: () => Number.POSITIVE_INFINITY,
  "a fraction": () => 0.5,
  "a huge number": () => 1e300,
  "a bigint": () => 1n,
  "a symbol": () => Symbol("odd"),
  "a function": () => () => undefined,
  "a class": () => class Odd {},
  "an empty text": () => "",
  "a text": () => "odd\u0000\ud800",
  "an empty list": () => [],
  "a list": () => [1, "a"],
  true: () => true,
  false: () => false,
  "an empty object": () => ({}),
  "an object without a prototype": () => Object.create(null),
  "an object with a key": () => ({ odd: 1 }),
  "a getter that throws": () =>
    Object.defineProperty({}, "odd", {
      enumerable: true,
      get: () => {
        throw new TypeError("odd");
      },
    }),
  "a proxy that throws": () => new Proxy({}, throwing()),
  "a function's proxy that throws": () => new Proxy<object>(() => undefined, throwing()),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "an endless chain": () => {
    const proxy: object = new Proxy({}, { getPrototypeOf: () => proxy });
    return proxy;
  },
  "a date": () => new Date(Number.NaN),
  "a map": () => new Map([["host", "mail.example.org"]]),
  "a promise": () => Promise.resolve({}),
  bytes: () => new Uint8Array(3),
  "two bytes each": () => new Uint16Array(3),
  "another realm's object": () => runInNewContext("({ host: 1, toString: null })") as unknown,
  "a boxed text": () => Object("x"),
  "an object that turns into nothing": () => ({
    [Symbol.toPrimitive]: () => {
      throw new TypeError("odd");
    },
    toJSON: () => {
      throw new TypeError("odd");
    },
  }),
};

function throwing(): ProxyHandler<object> {
  const odd = (): never => {
    throw new TypeError("odd");
  };
  return { get: odd, has: odd, ownKeys: odd, getPrototypeOf: odd, getOwnPropertyDescriptor: odd };
}

/** No option takes one of these. */
const neverTaken = ["a bigint", "a symbol", "a revoked proxy", "a date", "a map", "two bytes each"];

/** Every option that the documentation names, with something that it takes. */
const whole = {
  pdp: {
    contextId: 1,
    apn: "internet",
    type: 1,
    user: "u",
    pass: "p",
    authentication: 1,
    simTimeoutMs: 1000,
    registrationTimeoutMs: 1000,
    idleTimeoutMs: 1000,
    deactivateOnClose: true,
  },
  smtp: {
    host: "mail.example.org",
    port: 587,
    security: "starttls",
    auth: { user: "u", pass: password },
    tls: {
      ca,
      sslContextId: 1,
      version: 3,
      cipherSuite: 65_535,
      sni: true,
      ignoreCertificateDates: true,
      dangerouslyAcceptAnyServer: false,
    },
  },
  acknowledgedUploads: true,
  replaceExistingFiles: true,
  urcPort: "usbat",
  reconnect: {
    firstDelayMs: 5,
    maxDelayMs: 5,
    jitter: 0.1,
    attemptTimeoutMs: 5,
    maxAttempts: 5,
  },
  recovery: {
    reopenAfterMs: 5,
    resetAfterMs: 5,
    powerAfterMs: 5,
    powerTimeoutMs: 5,
    checksBetweenRestarts: 5,
    checkIntervalMs: 5,
    jitter: 0.1,
    maxRounds: 5,
  },
  retry: { maxRetries: 1, firstDelayMs: 5, maxDelayMs: 5, jitter: 0.1 },
  resendUnknown: true,
  power: () => Promise.resolve(),
  openTimeoutMs: 1000,
  onTrace: () => undefined,
  signal: new AbortController().signal,
};

const wholeSend = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  timeoutMs: 1000,
  cleanupTimeoutMs: 1000,
  sendSeconds: 100,
  bodyInputSeconds: 60,
  beforeOrder: () => undefined,
  retry: whole.retry,
  resendUnknown: false,
  smtp: whole.smtp,
};

type Path = readonly string[];

/** All places of a value, those of objects included. */
function placesIn(value: unknown, path: Path = []): Path[] {
  const isBranch = typeof value === "object" && value !== null && !(value instanceof AbortSignal);
  const inner = isBranch ? Object.entries(value) : [];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...inner.flatMap(([key, below]) => placesIn(below, [...path, key])),
  ];
}

function put(value: unknown, [key = "", ...rest]: Path, odd: unknown): unknown {
  const object = value as Record<string, unknown>;
  return { ...object, [key]: rest.length === 0 ? odd : put(object[key], rest, odd) };
}

/** What is refused names its place or one around it, or one that depends on it. */
function expectTold(problems: readonly OptionProblem[], path: Path): void {
  const place = path.join(".");
  const related = problems.some((problem) => {
    const top = problem.path.replace(/\[.*/, "");
    return top === place || top.startsWith(`${place}.`) || place.startsWith(`${top}.`);
  });
  const message = problems.map((problem) => `${problem.path} ${problem.message}`).join("; ");
  const hasRule = /maxDelayMs|pdp\.|smtp\.tls|smtp\.auth/.test(message);
  expect(related || hasRule, `${place}: ${message}`).toBe(true);
  expect(message).not.toContain(password);
}

const none = { open: () => Promise.reject(new Error("the port was opened")) };

describe("an odd value at any place is refused with its path, or taken", () => {
  test.each(placesIn(whole).map((path) => [path.join("."), path] as const))(
    "openModule: %s",
    async (_name, path) => {
      for (const [what, make] of Object.entries(odd)) {
        const { timers } = bench();
        const options = { ...(put(whole, path, make()) as object), clock: timers };
        const error = await openModule(none, options as never).catch((error: unknown) => error);
        if (isQsmtpError(error, "CONNECTION_FAILED")) {
          expect(neverTaken, what).not.toContain(what);
          continue;
        }
        expect(error, `${what}: ${String(error)}`).toBeInstanceOf(InvalidOptionError);
        expectTold((error as InvalidOptionError).problems, path);
        expect(timers.pending).toBe(0);
      }
    },
  );

  test.each(Object.entries(odd))("openModule: %s for all options", async (_what, make) => {
    const error = await openModule(none, make() as never).catch((error: unknown) => error);
    const taken = isQsmtpError(error, "CONNECTION_FAILED");
    if (!taken) expect(error).toBeInstanceOf(InvalidOptionError);
  });

  test.each(Object.entries(odd))("openModule: %s for capabilities", async (_what, make) => {
    const options = { capabilities: make() as never };
    const error = await openModule(none, options).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "INVALID_OPTION", problems: [{ path: "capabilities" }] });
  });

  test.each(Object.entries(odd))("openModule: %s for the clock", async (_what, make) => {
    const error = await openModule(none, { clock: make() as never }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "INVALID_OPTION", problems: [{ path: "clock" }] });
  });

  test("send: every place, and all options", async () => {
    const session = await open();
    const before = session.fake.executed.length;
    const places: Path[] = placesIn(wholeSend);
    let refused = 0;
    for (const path of places) {
      for (const [what, make] of Object.entries(odd)) {
        // A mail that goes out tells nothing: each of them has one option more that nobody knows.
        const options = { ...(put(wholeSend, path, make()) as object), nobodyKnows: 1 };
        const result = await send(session, undefined, options as never);
        expect(result, `${path.join(".")}: ${what}`).toMatchObject({
          error: { code: "INVALID_OPTION", outcome: "not-sent" },
        });
        refused++;
      }
    }
    for (const make of Object.values(odd)) {
      const given = make();
      if (given !== null && typeof given === "object" && isEmpty(given)) continue;
      const result = await send(session, undefined, given as never);
      expect(result).toMatchObject({ error: { code: "INVALID_OPTION", outcome: "not-sent" } });
    }
    expect(refused).toBe(places.length * Object.keys(odd).length);
    expect(session.fake.executed).toHaveLength(before);
  });

  const calls: Readonly<Record<string, readonly string[]>> = {
    diagnose: ["signal", "timeoutMs"],
    verify: ["signal", "timeoutMs", "smtp"],
    execute: ["signal", "timeoutMs", "onAccepted"],
    awaitEarlierOrder: ["orderedAt", "sendSeconds", "signal"],
    probeModule: ["signal", "onProgress", "groups", "editions"],
  };
  test.each(Object.entries(calls))("%s", async (call, keys) => {
    const session = await open();
    const { host, clock } = session;
    const before = session.fake.executed.length;
    const run = (options: unknown): Promise<unknown> => {
      const given = options as DiagnoseOptions;
      if (call === "diagnose") return host.diagnose(given);
      if (call === "verify") return host.verify(given);
      if (call === "probeModule") return probeModule(host, options as never);
      if (call === "execute") return host.execute(getIdentity(), given);
      return host.mail.awaitEarlierOrder(given as never);
    };
    for (const key of keys) {
      for (const [what, make] of Object.entries(odd)) {
        const options = { nobodyKnows: 1, orderedAt: 1, sendSeconds: 5, [key]: make() };
        const result = await clock.runUntil(quiet(run(options)));
        expect(result, `${key}: ${what}`).toMatchObject({ error: { code: "INVALID_OPTION" } });
      }
    }
    expect(session.fake.executed).toHaveLength(before);
  });

  test("execute: what belongs to the data phase", async () => {
    const { host, clock } = await open();
    const command = deleteFile({ fileName: "x" });
    for (const key of ["payload", "onProgress", "onReceived", "receiveBytes"]) {
      for (const [what, make] of Object.entries(odd)) {
        const options = { nobodyKnows: 1, [key]: make() } as never;
        const result = await clock.runUntil(quiet(host.execute(command, options)));
        expect(result, `${key}: ${what}`).toMatchObject({ error: { code: "INVALID_OPTION" } });
      }
    }
  });
});

function isEmpty(given: object): boolean {
  try {
    return Object.keys(given).length === 0;
  } catch {
    return false;
  }
}

test("what stands at the places is taken as a whole", async () => {
  const options = { ...whole, clock: bench().timers } as never;
  const error = await openModule(none, options).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: "CONNECTION_FAILED" });
});
