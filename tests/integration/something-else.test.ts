import { type ModuleNotRespondingError, openModule, type PortFinding } from "@qsmtp/client";
import type { CloseReason, Connection, FarEnd, Transport } from "@qsmtp/transport";
import { TransportError } from "@qsmtp/transport";
import { createMemoryLine } from "@qsmtp/transport/memory";
import { expect, test } from "vitest";
import { settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

const smtp = {
  host: "mail.example.org",
  security: "none",
  auth: { user: "logger", pass: "xQ7-weir_Zk41" },
} as const;

/** Opens a port on which something else than a module in command mode is. */
async function openOn(play: (farEnd: FarEnd) => () => void): Promise<ModuleNotRespondingError> {
  const line = createMemoryLine();
  const stop = play(line.farEnd);
  const error = await settle(openModule(line.transport, { smtp, openTimeoutMs: 15_000 }));
  stop();
  expect(error).toMatchObject({ code: "MODULE_NOT_RESPONDING", fault: "link" });
  return error as ModuleNotRespondingError;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}

test("a port that prints positions is said to be the one for positions", async () => {
  const sentence = "\r\n$GPGGA,170834,4124.8963,N,08151.6838,W,1,05,1.5,280.2,M,-34.0,M,,*75\r\n";
  const { message } = await openOn((farEnd) =>
    every(1000, () => farEnd.write(new TextEncoder().encode(sentence))),
  );
  expect(message).toContain("$GPGGA");
  expect(message).toMatch(/position sentences/);
});

test("a port that gives back what it gets is said to be an echo or a jumper", async () => {
  const { message } = await openOn((farEnd) => farEnd.onData((chunk) => farEnd.write(chunk)));
  expect(message).toMatch(/jumper/);
});

test("bytes that are no text point to speed and parity, and are shown printable", async () => {
  const noise = Uint8Array.of(0x9b, 0xfe, 0x1b, 0x5d, 0x80, 0x0d, 0x0a);
  const { message } = await openOn((farEnd) => every(700, () => farEnd.write(noise)));
  expect(message).toMatch(/baud rate/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is there is the point
  expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});

test("a port on which nothing comes is said to be silent", async () => {
  const { message } = await openOn(() => () => undefined);
  expect(message).toMatch(/nothing answers/);
});

test.each<[PortFinding, string, RegExp, string]>([
  ["login", "\r\ngateway login: ", /console of a computer/, "gateway login:"],
  ["login", "Password: ", /console of a computer/, "Password:"],
  ["boot-log", "[    0.000000] Booting Linux\r\n", /boot log/, "[    0.000000]"],
  ["telnet", "\xff\xfb\x01\xff\xfd\x2c", /@qsmtp\/transport\/rfc2217/, "IAC DO 44"],
  ["banner", "SSH-2.0-OpenSSH_9.2p1\r\n", /SSH server/, "SSH-2.0-OpenSSH_9.2p1"],
  ["nmea", "$GNRMC,170834,A,4124.8963,N\r\n", /GNSS port/, "$GNRMC,"],
  ["other", "T: 21.4 H: 40\r\n", /something else/, "T: 21.4 H: 40"],
])("%s is recognised from %j, with a sample", async (found, text, words, sample) => {
  const error = await openOn((farEnd) => every(900, () => farEnd.write(latin1(text))));
  expect(error).toMatchObject({ name: "ModuleNotRespondingError", found });
  expect(error.message).toMatch(words);
  expect(error.sample).toContain(sample);
  expect(error.message).toContain(sample);
});

test("a prompt behind the echo of what was sent is a prompt, not an echo", async () => {
  const { found } = await openOn((farEnd) => {
    farEnd.write(latin1("gateway login: "));
    return farEnd.onData((chunk) => {
      farEnd.write(chunk);
      if (chunk.includes(0x0d)) farEnd.write(latin1("\r\nPassword: "));
    });
  });
  expect(found).toBe("login");
});

test("what sent bytes are given back byte by byte, with line ends of their own, is an echo", async () => {
  const { found } = await openOn((farEnd) =>
    farEnd.onData((chunk) => {
      for (const byte of chunk) farEnd.write(byte === 0x0d ? latin1("\r\n") : Uint8Array.of(byte));
    }),
  );
  expect(found).toBe("echo");
});

test("a silent port and one that takes no bytes are told apart", async () => {
  expect((await openOn(() => () => undefined)).found).toBe("nothing");
  const stuck = ended(
    new Promise<CloseReason>(() => undefined),
    () => new Promise(() => undefined),
  );
  const error = await settle(openModule(stuck, { openTimeoutMs: 15_000 }));
  expect(error).toMatchObject({ code: "MODULE_NOT_RESPONDING", found: "blocked" });
});

test.each([
  'AT+QSMTPCFG="account","somebody","Th3irs-Kq90zz"',
  '+QSMTPCFG: "account","somebody","Th3irs-Kq90zz"',
  "user=admin password=Th3irs-Kq90zz",
  "my password is Th3irs-Kq90zz",
  "[    0.000000] Kernel command line: root=x key=Th3irs-Kq90zz",
  "noise xQ7-weir_Zk41 noise",
  "noise xQ7-weirZk41 noise",
  "\x9b\xfe\x80xQ7-weir_Zk41\x9b\xfe\x80\x9b\xfe\x80\x9b\xfe\x80",
])("no sample shows what may be a secret: %j", async (text) => {
  const error = await openOn((farEnd) => every(900, () => farEnd.write(latin1(`${text}\r\n`))));
  const shown = `${error.message}${error.stack}${JSON.stringify(error)}`;
  expect(shown).not.toMatch(/Th3irs|Kq90|weir|Zk41/);
});

/** A connection that ends by itself, and writes as it is told. */
function ended(
  closed: Promise<CloseReason>,
  write: () => Promise<void> = async () => undefined,
  first = "",
): Transport {
  const connection: Connection = {
    capabilities: { controlLines: false, drain: false },
    closed,
    write,
    onData: (listener) => {
      if (first !== "") queueMicrotask(() => listener(latin1(first)));
      return () => undefined;
    },
    setDtr: async () => undefined,
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { open: async () => connection };
}

function after<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), ms));
}

function lost(code: string): CloseReason {
  const cause = Object.assign(new Error(code), { code });
  return { kind: "lost", error: new TransportError("CONNECTION_LOST", code, { cause }) };
}

test.each<[string, CloseReason]>([
  ["closes", { kind: "remote" }],
  ["resets", lost("ECONNRESET")],
])("a far end that accepts and %s at once is named", async (_how, reason) => {
  const error = await settle(openModule(ended(after(5, reason)), {}));
  expect(error).toMatchObject({
    code: "MODULE_NOT_RESPONDING",
    found: "closed-at-once",
    retryable: true,
  });
  expect((error as Error).message).toMatch(/another client may hold it/i);
});

test("a server that greets and then closes is named by its greeting", async () => {
  const transport = ended(
    after(5, { kind: "remote" }),
    undefined,
    "220 mail.example.org ESMTP\r\n",
  );
  const error = await settle(openModule(transport, {}));
  expect(error).toMatchObject({ code: "MODULE_NOT_RESPONDING", found: "banner" });
});

test("a port that is unplugged, or a module whose connection ends, is a lost connection", async () => {
  const unplugged = await settle(openModule(ended(after(5, lost("ENXIO"))), {}));
  expect(unplugged).toMatchObject({ code: "CONNECTION_LOST" });
  const gone = ended(after(5, { kind: "remote" }), undefined, "\r\n+CMEE: 1\r\n\r\nOK\r\n");
  expect(await settle(openModule(gone, {}))).toMatchObject({ code: "CONNECTION_LOST" });
});
