import {
  createMailbox,
  createSimulatedLine,
  createSimulatedModule,
  createVirtualClock,
  FileStore,
  Modem,
  SimulationOptionError,
} from "@qsmtp/testing";
import { createSmtpRelay } from "@qsmtp/testing/relay";
import { createMockSerialLine } from "@qsmtp/testing/serial";
import { isTransportError, type TransportError } from "@qsmtp/transport";
import { createMemoryLine } from "@qsmtp/transport/memory";
import { createMockLine, listenFarEnd } from "@qsmtp/transport/mock";
import { rfc2217Transport } from "@qsmtp/transport/rfc2217";
import { tcpTransport } from "@qsmtp/transport/tcp";
import { describe, expect, test } from "vitest";

/** What no option takes. */
const wrong: Readonly<Record<string, () => unknown>> = {
  "not a number": () => Number.NaN,
  "a bigint": () => 1n,
  "a symbol": () => Symbol("odd"),
  "a date": () => new Date(0),
  "a map": () => new Map(),
  "a list in a list": () => [[]],
  "a getter that throws": () =>
    Object.defineProperty({}, "odd", {
      enumerable: true,
      get: () => {
        throw new TypeError("odd");
      },
    }),
  "a proxy that throws": () =>
    new Proxy(
      {},
      {
        get: () => {
          throw new TypeError("odd");
        },
        ownKeys: () => {
          throw new TypeError("odd");
        },
      },
    ),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

/** The options that the documentation names, and what is given besides. */
interface Call {
  readonly run: (options: never) => unknown;
  readonly base?: object;
  readonly keys: readonly string[];
}

const modemKeys = [
  "clock",
  "baudRate",
  "responseDelayMs",
  "queuedCommandMs",
  "busyInput",
  "ackLastBlock",
  "bootMs",
  "bootLines",
  "operations",
  "family",
];
const moduleKeys = [
  ...modemKeys,
  "carrier",
  "identity",
  "mailbox",
  "sim",
  "port",
  "storage",
  "smtp",
  "file",
  "pdp",
];
const mockKeys = ["maxReadSize", "controlLines", "transmitDelayMs"];
const socketKeys = ["host", "port", "connectTimeoutMs", "keepAliveMs"];
const socket = { host: "127.0.0.1", port: 1 };
const serialKeys = ["baudRate", "flowControl", "dtrOnOpen", "rtsOnOpen", "dropDtrOnClose"];

const calls: Readonly<Record<string, Call>> = {
  tcpTransport: { run: tcpTransport, base: socket, keys: [...socketKeys, "noDelay"] },
  rfc2217Transport: {
    run: rfc2217Transport,
    base: socket,
    keys: [
      ...socketKeys,
      ...serialKeys,
      "dataBits",
      "parity",
      "stopBits",
      "replyTimeoutMs",
      "onLineState",
      "onModemState",
    ],
  },
  createMockLine: { run: createMockLine, keys: [...mockKeys, "clock"] },
  createMemoryLine: { run: createMemoryLine, keys: [...mockKeys, "clock"] },
  listenFarEnd: {
    run: listenFarEnd,
    base: { onConnection: () => undefined },
    keys: ["host", "port", "onConnection"],
  },
  createSimulatedModule: { run: createSimulatedModule, keys: moduleKeys },
  createSimulatedLine: { run: createSimulatedLine, keys: [...moduleKeys, ...mockKeys] },
  createMockSerialLine: { run: createMockSerialLine, keys: [...moduleKeys, ...mockKeys] },
  createVirtualClock: { run: createVirtualClock, keys: ["manual", "maxRunMs", "maxTimers"] },
  Modem: { run: (options) => new Modem(options), keys: modemKeys },
  createMailbox: { run: createMailbox, keys: ["clock", "delayMs"] },
  respondWith: {
    run: (options) => createMailbox().respondWith(options),
    keys: ["error", "protocolError", "delayMs"],
  },
  FileStore: {
    run: (options) => new FileStore(options),
    keys: ["ufsBytes", "ramBytes", "sdBytes"],
  },
  sim: {
    run: (sim) => createSimulatedModule({ sim }),
    keys: ["state", "pin", "puk"],
  },
  smtp: {
    run: (smtp) => createSimulatedModule({ smtp }),
    keys: [
      "bodyOriginal",
      "maxRecipients",
      "maxAttachments",
      "maxAttachmentBytes",
      "checksBeforeOk",
      "busyRefuses",
    ],
  },
  file: {
    run: (file) => createSimulatedModule({ file }),
    keys: ["ufsPrefix", "deleteMissingError", "storageFullError", "uploadTimeout", "moveAndFlush"],
  },
  pdp: {
    run: (pdp) => createSimulatedModule({ pdp }),
    keys: ["activationDelayMs", "deactivationDelayMs", "reactivation", "hosts"],
  },
  identity: {
    run: (identity) => createSimulatedModule({ identity }),
    keys: ["manufacturer", "model", "revision", "fullRevision", "imei", "serialNumber"],
  },
  restart: { run: (options) => createSimulatedModule().restart(options), keys: ["lines"] },
  powerOff: { run: (options) => createSimulatedModule().powerOff(options), keys: ["lines"] },
  "inject: restart": {
    run: (fault: object) => createSimulatedModule().inject({ do: "restart", ...fault }),
    keys: ["on", "nth", "times", "probability", "lines", "when", "afterBytes", "afterMs"],
  },
  "inject: late-urc": {
    run: (fault) => createSimulatedModule().inject(fault as never),
    base: { do: "late-urc", delayMs: 1 },
    keys: ["on", "nth", "times", "probability", "urc", "delayMs"],
  },
  createSmtpRelay: {
    run: createSmtpRelay,
    keys: ["host", "port", "allowNonLoopback", "connectTimeoutMs", "onEvent"],
  },
};

async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

function expectRefused(error: unknown, path: string, what: string): void {
  const isOurs =
    isTransportError(error, "INVALID_OPTION") || error instanceof SimulationOptionError;
  expect(isOurs, `${path}, ${what}: ${String(error)}`).toBe(true);
  const { problems = [] } = error as TransportError;
  const told = problems.some((problem) => problem.path.includes(path));
  expect(told, `${path}, ${what}: ${String(error)}`).toBe(true);
}

describe.each(Object.entries(calls))("%s", (name, { run, base = {}, keys }) => {
  test.each(keys)("refuses every odd value of %s, with its path", async (key) => {
    for (const [what, make] of Object.entries(wrong)) {
      if (what === "a map" && key === "hosts") continue;
      const options = { ...base, [key]: make() } as never;
      expectRefused(await failureOf(() => run(options)), key, what);
    }
  });

  test("takes null for every option that may be left out", async () => {
    const required = Object.keys(base);
    const optional = keys.filter((key) => !required.includes(key));
    const nothing = Object.fromEntries(optional.map((key) => [key, null]));
    // A server that listens would have to be closed again.
    const cannotBeUsed = name === "listenFarEnd" ? { nobodyKnows: 1 } : {};
    const error = await failureOf(() => run({ ...base, ...nothing, ...cannotBeUsed } as never));
    if (name === "listenFarEnd") {
      expect(String(error)).toMatch(/^TransportError: Option "nobodyKnows" is no option\.[^"]*$/);
    } else expect(error).toBeUndefined();
  });

  test("names a key that means nothing, with one that may be meant", async () => {
    const [key = ""] = keys;
    const options = { ...base, [`${key}x`]: 1 } as never;
    const error = await failureOf(() => run(options));
    expectRefused(error, `${key}x`, "a misspelt key");
    expect(String(error)).toContain(key);
  });
});

describe("what others call it is answered with what to write", () => {
  test.each<[(options: never) => unknown, object, RegExp]>([
    [tcpTransport, { path: "/dev/x" }, /serialTransport takes a path/],
    [tcpTransport, { ...socket, baudRate: 9600 }, /rfc2217Transport can set it/],
    [tcpTransport, { ...socket, timeout: 5 }, /Is connectTimeoutMs meant\?/],
    [tcpTransport, { host: "tcp://192.0.2.1:4000", port: 4000 }, /192\.0\.2\.1, without tcp:/],
    [tcpTransport, { host: "192.0.2.1:4000" }, /192\.0\.2\.1, and 4000 as port.*"port" must be/],
    [rfc2217Transport, { ...socket, rtscts: true }, /flowControl: "rtscts"/],
    [createSimulatedModule, { storage: { ufsByte: 5 } }, /Is storage\.ufsBytes meant\?/],
    [createSimulatedModule, { pin: "1234" }, /Give it as sim\.pin\./],
    [createSmtpRelay, { timeout: 5 }, /Is connectTimeoutMs meant\?/],
    [createMailbox, { delay: 5 }, /Is delayMs meant\?/],
    [
      (fault) => createSimulatedModule().inject(fault),
      { do: "late-replies", delayMs: 5 },
      /must be one of .*, is "late-replies"\. Is late-reply meant\?/,
    ],
    [
      (fault) => createSimulatedModule().inject(fault),
      { do: "error", delayMs: 5 },
      /fault\.delayMs" is no option/,
    ],
  ])("%#", async (run, options, said) => {
    expect(String(await failureOf(() => run(options as never)))).toMatch(said);
  });
});
