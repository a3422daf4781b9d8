import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import type { TestHost } from "../test-host.fixture.ts";
import { prepareMail } from "./mail-host.fixture.ts";
import { deliver, mailTo, SENT, startRawServer, talk } from "./relay.fixture.ts";
import { createSmtpRelay } from "./smtp-relay.ts";

let module: SimulatedModule | undefined;

beforeEach(() => {
  // Sockets need the other functions as they are.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  module?.dispose();
  module = undefined;
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A server that takes connections; the first one comes through `accepted`. */
async function startSilentServer(): Promise<{
  port: number;
  accepted: Promise<Socket>;
  closed: Promise<void>;
}> {
  const server = createServer();
  const accepted = once(server, "connection").then(([socket]: Socket[]) => {
    if (socket === undefined) throw new Error("no connection");
    socket.on("error", () => {});
    socket.resume();
    return socket;
  });
  const closed = accepted.then(
    (socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  void closed.then(() => server.close());
  return { port: (server.address() as AddressInfo).port, accepted, closed };
}

/** A module on its way to send a mail to the server. */
function startModule(port: number, ...lines: readonly string[]): TestHost {
  module = createSimulatedModule({ carrier: createSmtpRelay({ host: "127.0.0.1", port }) });
  return prepareMail(module, port, ...lines);
}

/** Resolves when the module has printed the text, without any time going by. */
async function printed(host: TestHost, text: string): Promise<string> {
  for (let output = ""; ; await new Promise((resolve) => setImmediate(resolve))) {
    output += host.take();
    if (output.includes(text)) return output.trim();
  }
}

describe("negotiatetime", () => {
  it.each([
    ["10", 10_000],
    ["60", 60_000],
  ])("of %s s ends the handshake with a server that says nothing", async (seconds, limitMs) => {
    const { port, accepted, closed } = await startSilentServer();
    const host = startModule(
      port,
      'AT+QSMTPCFG="ssltype",1',
      `AT+QSSLCFG="negotiatetime",1,${seconds}`,
      "AT+QSMTPPUT=300",
    );
    // The first bytes of the handshake: its time runs.
    await once(await accepted, "data");
    vi.advanceTimersByTime(limitMs - 1);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(await printed(host, "+QSMTPPUT")).toBe("+QSMTPPUT: 665,0");
    await closed;
  });

  it("longer than the mail may take does not count", async () => {
    const { port, accepted, closed } = await startSilentServer();
    const host = startModule(port, 'AT+QSMTPCFG="ssltype",1', "AT+QSMTPPUT=60");
    await once(await accepted, "data");
    vi.advanceTimersByTime(60_000);
    expect(await printed(host, "+QSMTPPUT")).toBe("+QSMTPPUT: 658,0");
    await closed;
  });

  it("ends with the handshake, and without TLS there is none", async () => {
    const { port, accepted, closed } = await startSilentServer();
    const host = startModule(port, 'AT+QSSLCFG="negotiatetime",1,10', "AT+QSMTPPUT=60");
    await accepted;
    vi.advanceTimersByTime(59_999);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(await printed(host, "+QSMTPPUT")).toBe("+QSMTPPUT: 658,0");
    await closed;
  });
});

describe("a mail that the module gives up", () => {
  it.each([
    ["AT+QIDEACT=1", "+QSMTPPUT: 657,0"],
    ["AT+CFUN=1,1", "RDY"],
    ["AT+CGATT=0", "+QSMTPPUT: 657,0"],
    ["AT+QPOWD", "POWERED DOWN"],
  ])("by %s closes its connection at once", async (line, told) => {
    const { port, accepted, closed } = await startSilentServer();
    const host = startModule(port, "AT+QSMTPPUT=300");
    await accepted;
    host.type(`${line}\r`);
    expect(await printed(host, told)).toContain(told);
    await closed;
  });

  it("because the network drops its context closes its connection at once", async () => {
    const { port, accepted, closed } = await startSilentServer();
    const host = startModule(port, "AT+QSMTPPUT=300");
    await accepted;
    module?.pdpDeactivate(1);
    expect(await printed(host, "+QSMTPPUT")).toContain("+QSMTPPUT: 657,0");
    await closed;
  });
});

it("a server that never answers QUIT holds up a sent mail for two seconds", async () => {
  const ok = "250 ok\r\n";
  let silent: () => void = () => {};
  const isSilent = new Promise<void>((resolve) => {
    silent = resolve;
  });
  const port = await startRawServer((socket) => {
    talk(socket, ["220 hi\r\n", ok, ok, ok, "354 go\r\n", ok, "250-trickling"], (reply) => {
      socket.write(reply);
      silent();
    });
  });
  const delivery = deliver(mailTo(port));
  await isSilent;
  vi.advanceTimersByTime(2000);
  expect((await delivery).result).toEqual(SENT);
});
