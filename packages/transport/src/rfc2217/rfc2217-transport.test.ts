import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { describeConnectionContract } from "../connection.contract.ts";
import type { ControlLines } from "../far-end.ts";
import type { LineState, ModemState } from "./line-states.ts";
import {
  type Rfc2217Server,
  type Rfc2217ServerOptions,
  startRfc2217Server,
} from "./rfc2217-server.fixture.ts";
import { type Rfc2217TransportOptions, rfc2217Transport } from "./rfc2217-transport.ts";

for (const controlLines of [true, false]) {
  describeConnectionContract(`RFC 2217, ${controlLines ? "with" : "without"} control lines`, {
    capabilities: { controlLines, drain: false },
    createRig: async () => {
      // A port without lines refuses in words; one that is silent is waited for, and tested below.
      const reply = (payload: readonly number[]): readonly number[] => payload;
      const server = await startRfc2217Server({
        reply: controlLines ? reply : (payload) => refuseLines(payload),
      });
      const transport = rfc2217Transport({ host: "127.0.0.1", port: server.port });
      return {
        transport,
        connect: async () => ({ connection: await transport.open(), peer: server.farEnd }),
        dispose: () => server.close(),
      };
    },
  });
}

function refuseLines(payload: readonly number[]): readonly number[] {
  const [command, value] = payload;
  return command === 105 && value === 8 ? [105, 9] : payload;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let server: Rfc2217Server | undefined;
let peer: Server | undefined;
const peerSockets = new Set<Socket>();

afterEach(async () => {
  vi.useRealTimers();
  await server?.close();
  server = undefined;
  for (const socket of peerSockets) socket.destroy();
  peerSockets.clear();
  peer?.close();
  peer = undefined;
});

async function connect(
  serverOptions: Rfc2217ServerOptions = {},
  options: Partial<Rfc2217TransportOptions> = {},
) {
  server = await startRfc2217Server(serverOptions);
  const transport = rfc2217Transport({ host: "127.0.0.1", port: server.port, ...options });
  const connection = await transport.open();
  return { server, farEnd: server.farEnd, connection };
}

/** Opens against a peer that is no server of this kind. */
async function openAgainst(
  onConnection: (socket: Socket) => void,
  options: Partial<Rfc2217TransportOptions> = {},
): Promise<unknown> {
  const listening = createServer((socket) => {
    peerSockets.add(socket);
    socket.on("error", () => {});
    socket.resume();
    onConnection(socket);
  });
  peer = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const opening = rfc2217Transport({ host: "127.0.0.1", port, ...options }).open();
  return await outwaited(opening.catch((error: unknown) => error));
}

/** Gives what a promise settles to, while time passes only when nothing else happens any more. */
async function outwaited<Result>(promise: Promise<Result>): Promise<Result> {
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let isSettled = false;
  const settled = (): void => {
    isSettled = true;
  };
  promise.then(settled, settled);
  while (!isSettled) {
    await turnsOfTheEventLoop(30);
    if (!isSettled) await vi.advanceTimersByTimeAsync(250);
  }
  vi.useRealTimers();
  return await promise;
}

async function turnsOfTheEventLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("RFC 2217, opening", () => {
  it("asks for options first, then for the port, then for its lines", async () => {
    const { connection, server } = await connect();
    expect(server.heard).toEqual([
      ...["will 44", "do 44", "will 0", "do 0", "will 3", "do 3"],
      ...["sub 44 1 0 1 194 0", "sub 44 2 8", "sub 44 3 1", "sub 44 4 1", "sub 44 5 1"],
      ...["sub 44 5 8", "sub 44 5 11", "sub 44 10 0", "sub 44 11 0", "sub 44 1 0 0 0 0"],
    ]);
    await connection.close();
  });

  it("sets every part of the port as asked", async () => {
    const { connection, server, farEnd } = await connect(
      {},
      {
        ...{ baudRate: 0x00ff_00ff, dataBits: 7, parity: "even", stopBits: 1.5 },
        ...{ dtrOnOpen: false, rtsOnOpen: false },
      },
    );
    expect(server.heard).toEqual(
      expect.arrayContaining(["sub 44 1 0 255 0 255", "sub 44 2 7", "sub 44 3 3", "sub 44 4 3"]),
    );
    expect(connection.capabilities.controlLines).toBe(true);
    expect(farEnd.lines).toEqual({ dtr: false, rts: false });
    await connection.close();
  });

  it("leaves RTS to the server with hardware flow control", async () => {
    const { connection, server } = await connect({}, { flowControl: "rtscts" });
    expect(server.heard).toContain("sub 44 5 3");
    expect(server.heard.filter((text) => /^sub 44 5 1[12]$/.test(text))).toEqual([]);
    await connection.close();
  });

  it("agrees with a server that asks first, and repeats nothing", async () => {
    const greeting = [255, 253, 44, 255, 251, 44, 255, 253, 0, 255, 251, 0, 255, 251, 3];
    const { connection, server } = await connect({ greeting, agrees: () => undefined });
    expect(server.heard.filter((text) => !text.startsWith("sub"))).toEqual([
      ...["will 44", "do 44", "will 0", "do 0", "will 3", "do 3"],
    ]);
    await connection.close();
  });

  it("agrees with a server that claims the option for itself alone", async () => {
    const greeting = [255, 254, 44, 255, 251, 44, 255, 253, 0, 255, 251, 0];
    const { connection } = await connect({ greeting, agrees: () => undefined });
    await connection.close();
  });

  it("refuses options that it does not know, once, whatever the server says to that", async () => {
    // WILL ECHO, DO NAWS, DO TERMINAL-TYPE
    const greeting = [255, 251, 1, 255, 253, 31, 255, 253, 24];
    const { connection, server, farEnd } = await connect({ greeting });
    for (let round = 0; round < 50; round += 1) {
      for (const option of [1, 31, 44, 0]) {
        server.sendRaw(255, 254, option, 255, 253, option, 255, 252, option, 255, 251, option);
      }
    }
    const arrived = new Promise<Uint8Array>((resolve) => connection.onData(resolve));
    farEnd.write(bytes("OK"));
    expect(await arrived).toEqual(bytes("OK"));
    const later = new Promise<Uint8Array>((resolve) => farEnd.onData(resolve));
    await connection.write(bytes("AT"));
    await later;
    const words = server.heard.filter((text) => !text.startsWith("sub"));
    expect(new Set(words).size).toBe(words.length);
    expect(words).toEqual(expect.arrayContaining(["dont 1", "wont 31", "wont 24"]));
    await connection.close();
  });

  it("keeps what the module says meanwhile", async () => {
    const { connection } = await connect({ greeting: [...bytes("RDY\r\n")] });
    const arrived = await new Promise<Uint8Array>((resolve) => connection.onData(resolve));
    expect(arrived).toEqual(bytes("RDY\r\n"));
    await connection.close();
  });

  it("goes through with a module that floods the line meanwhile", async () => {
    const flood = new Uint8Array(1_000_000).fill(0x2e);
    const { connection } = await connect({ onConnection: (socket) => socket.write(flood) });
    let total = 0;
    await new Promise<void>((resolve) => {
      connection.onData((chunk) => {
        total += chunk.length;
        if (total === flood.length) resolve();
      });
    });
    await connection.close();
  });

  it.each([
    [[101, 0, 0, 0x25, 0x80], "baud rate 115200 was asked for and 9600 given"],
    [[102, 7], "data bits 8 was asked for and 7 given"],
    [[103, 3], "parity none was asked for and even given"],
    [[104, 2], "stop bits 1 was asked for and 2 given"],
    [[105, 3], "flow control none was asked for and rtscts given"],
  ])("rejects a port that is set otherwise: %o", async (other, text) => {
    const reply = (payload: readonly number[]) => (payload[0] === other[0] ? other : payload);
    await expect(connect({ reply })).rejects.toMatchObject({
      code: "SETTINGS_REFUSED",
      message: expect.stringContaining(text),
    });
    await vi.waitFor(() => expect(server?.connectionCount).toBe(0), { timeout: 60_000 });
  });

  it("rejects a server that does not tell how the port is set", async () => {
    const reply = (payload: readonly number[]) => (payload[0] === 103 ? undefined : payload);
    await expect(outwaited(connect({ reply }))).rejects.toMatchObject({
      code: "SETTINGS_REFUSED",
      message: expect.stringContaining("parity none was asked for and no answer given"),
    });
  });

  it("asks again when a server drops what it is asked at first", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let isReady = false;
    const opening = connect({ reply: (payload) => (isReady ? payload : undefined) });
    const asked = (): number =>
      (server?.heard ?? []).filter((text) => text === "sub 44 2 8").length;
    for (const times of [1, 2]) {
      while (asked() < times) await turnsOfTheEventLoop(1);
      isReady = times === 2;
      await vi.advanceTimersByTimeAsync(1000);
    }
    const { connection } = await opening;
    expect(connection.capabilities.controlLines).toBe(true);
    await connection.setDtr(false);
    await connection.close();
  });

  it("finds no control lines where the server is silent about them, and does not wait long", async () => {
    const { connection } = await connect({ controlLines: false }, { replyTimeoutMs: 2 ** 31 - 1 });
    expect(connection.capabilities.controlLines).toBe(false);
    await expect(connection.setRts(true)).rejects.toMatchObject({ code: "UNSUPPORTED" });
    await connection.close();
  });

  it.each<Partial<Rfc2217TransportOptions>>([
    { host: "" },
    { port: 0 },
    { baudRate: 0 },
    { baudRate: 2 ** 32 },
    { dataBits: 9 as 8 },
    { parity: "some" as "none" },
    { stopBits: 3 as 2 },
    { flowControl: "xonxoff" as "none" },
    { flowControl: "rtscts", rtsOnOpen: false },
    { replyTimeoutMs: 0 },
    { keepAliveMs: 1 },
  ])("rejects the option %o before anything is opened", (option) => {
    expect(() => rfc2217Transport({ host: "127.0.0.1", port: 1, ...option })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});

describe("RFC 2217, against a peer that", () => {
  it.each([
    ["is silent", (_: Socket) => {}, "does not answer in telnet"],
    ["sends a banner", (socket: Socket) => socket.write("login: "), "no telnet"],
    ["repeats what it is sent", (socket: Socket) => socket.pipe(socket), "repeats what it is sent"],
    [
      "refuses the option",
      (socket: Socket) => {
        socket.on("data", () => socket.write(Uint8Array.of(255, 254, 44, 255, 252, 44)));
      },
      "refuses the COM-PORT option",
    ],
    [
      "refuses the option in one of two ways",
      (socket: Socket) => {
        socket.on("data", () => socket.write(Uint8Array.of(255, 254, 44)));
      },
      "refuses the COM-PORT option",
    ],
    [
      "refuses binary transmission",
      (socket: Socket) => {
        socket.on("data", () => socket.write(Uint8Array.of(255, 253, 44, 255, 254, 0)));
      },
      "refuses binary transmission",
    ],
    [
      "speaks telnet about something else",
      (socket: Socket) => socket.write(Uint8Array.of(255, 253, 24)),
      "does not answer for the COM-PORT option",
    ],
  ])("%s names it", async (_, onConnection, text) => {
    const error = await openAgainst(onConnection);
    expect(error).toMatchObject({
      name: "TransportError",
      code: "NOT_RFC2217",
      message: expect.stringContaining(text),
    });
    const [socket] = peerSockets;
    await vi.waitFor(() => expect(socket?.closed).toBe(true), { timeout: 60_000 });
  });

  it("never shows what the peer has sent", async () => {
    const secret = 'AT+QSMTPCFG="account","pump7","Grundwasser-4711"\r\n';
    const error = await openAgainst((socket) => socket.write(secret));
    expect(String(error)).not.toContain("Grundwasser");
  });

  it("ends the connection at once is told so", async () => {
    const error = await openAgainst((socket) => socket.end());
    expect(error).toMatchObject({
      code: "CONNECTION_LOST",
      message: expect.stringContaining("ended it before the port could be used"),
    });
  });

  it("resets the connection is told so", async () => {
    const error = await openAgainst((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    });
    expect(error).toMatchObject({ code: "CONNECTION_LOST" });
  });

  it.each([
    ["in order", (socket: Socket) => socket.end()],
    ["by a reset", (socket: Socket) => setImmediate(() => socket.resetAndDestroy())],
  ])(
    "says that the port is taken, as ser2net does, and ends %s is told as busy",
    async (_, end) => {
      const error = await openAgainst((socket) => {
        socket.write(Uint8Array.of(255, 253, 44, 255, 251, 0, 255, 253, 0));
        socket.write("Port already in use\r\n", () => end(socket));
      });
      expect(error).toMatchObject({ code: "PORT_BUSY" });
    },
  );
});

describe("RFC 2217, when the server ends the connection", () => {
  it("in order, it ends as remote, after its last bytes", async () => {
    let socket: Socket | undefined;
    const { connection } = await connect({
      onConnection: (accepted) => {
        socket = accepted;
      },
    });
    socket?.end("bye");
    expect(await connection.closed).toEqual({ kind: "remote" });
    const chunk = await new Promise<Uint8Array>((resolve) => connection.onData(resolve));
    expect(chunk).toEqual(bytes("bye"));
  });

  it("in order, it ends as remote also when writes meet the end first", async () => {
    let socket: Socket | undefined;
    const { connection } = await connect({
      onConnection: (accepted) => {
        socket = accepted;
      },
    });
    socket?.destroy();
    await Promise.allSettled(Array.from({ length: 5 }, () => connection.write(bytes("AT"))));
    expect(await connection.closed).toEqual({ kind: "remote" });
  });
});

describe("RFC 2217, control lines", () => {
  /** Everything a module sees, in order. */
  function record(farEnd: Awaited<ReturnType<typeof connect>>["farEnd"]) {
    const seen: (string | ControlLines)[] = [];
    farEnd.onData((chunk) => seen.push(new TextDecoder().decode(chunk)));
    farEnd.onControlLines((lines) => seen.push(lines));
    return seen;
  }

  it("change in the order of the writes, each confirmed by the server", async () => {
    const { connection, farEnd } = await connect({}, { baudRate: 4_000_000 });
    const seen = record(farEnd);
    await Promise.all([
      connection.write(bytes("a")),
      connection.setDtr(false),
      connection.write(bytes("b")),
      connection.setRts(false),
      connection.write(bytes("c")),
      connection.setDtr(true),
    ]);
    expect(seen).toEqual([
      "a",
      { dtr: false, rts: true },
      "b",
      { dtr: false, rts: false },
      "c",
      { dtr: true, rts: false },
    ]);
    await connection.close();
  });

  it("wait until the port should have sent the bytes before them, by its speed", async () => {
    const { connection, farEnd } = await connect({}, { baudRate: 9600 });
    const seen = record(farEnd);
    vi.useFakeTimers();
    await connection.write(new Uint8Array(960));
    const change = connection.setDtr(false);
    await vi.advanceTimersByTimeAsync(999);
    expect(seen.filter((item) => typeof item === "object")).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    vi.useRealTimers();
    await change;
    expect(farEnd.lines).toEqual({ dtr: false, rts: true });
    await connection.close();
  });

  it("wait no longer than for what a server can hold, once it has taken the rest", async () => {
    const { connection, farEnd } = await connect({}, { baudRate: 9600 });
    // The event loop goes on turning.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    // At 9600 bit/s more than a minute and a half, and 8.5 s for 8 KiB.
    await connection.write(new Uint8Array(100_000));
    const change = connection.setDtr(false);
    await turnsOfTheEventLoop(50);
    await vi.advanceTimersByTimeAsync(8500);
    await turnsOfTheEventLoop(50);
    expect(farEnd.lines?.dtr).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    vi.useRealTimers();
    await change;
    expect(farEnd.lines?.dtr).toBe(false);
    await connection.close();
  });

  it("reject when the server takes no bytes", async () => {
    const { connection, server } = await connect({}, { baudRate: 9600 });
    server.stopReading();
    await connection.write(new Uint8Array(20_000));
    await expect(outwaited(connection.setDtr(false))).rejects.toMatchObject({
      code: "CONTROL_LINES_FAILED",
      message: expect.stringContaining("took no bytes for 5000 ms"),
    });
    await connection.close();
  });

  it("are changed although nobody takes what the module sends", async () => {
    const { connection, farEnd } = await connect();
    farEnd.write(new Uint8Array(2_000_000));
    await turnsOfTheEventLoop(50);
    await connection.setDtr(false);
    await connection.close();
  });

  it("reject when the server says otherwise, and obey after that", async () => {
    let isRefusing = false;
    const { connection } = await connect({
      reply: (payload) => (isRefusing && payload[1] === 9 ? [105, 8] : payload),
    });
    isRefusing = true;
    await expect(connection.setDtr(false)).rejects.toMatchObject({
      code: "CONTROL_LINES_FAILED",
      message: expect.stringContaining("otherwise"),
    });
    isRefusing = false;
    await connection.setDtr(false);
    await connection.close();
  });

  it("reject when the server does not answer in time, and a late answer confirms no later change", async () => {
    let isSilent = false;
    const { connection, server } = await connect({
      reply: (payload) => (isSilent ? undefined : payload),
    });
    isSilent = true;
    await expect(outwaited(connection.setDtr(false))).rejects.toMatchObject({
      code: "CONTROL_LINES_FAILED",
      message: expect.stringContaining("5000 ms"),
    });
    const change = connection.setDtr(true);
    const settled = vi.fn();
    change.then(settled, settled);
    // The answer to the first, which is wrong for the second; then that of the second.
    server.sendComPort(105, 9);
    server.sendComPort(105, 8);
    await change;
    isSilent = false;
    await connection.close();
  });

  it.each([
    [true, { dtr: false, rts: true }],
    [false, { dtr: true, rts: true }],
  ])("at close, with dropDtrOnClose %s, are %o", async (dropDtrOnClose, lines) => {
    const { connection, farEnd } = await connect({}, { dropDtrOnClose });
    await connection.close();
    expect(farEnd.lines).toEqual(lines);
  });

  it("do not hold up closing for a server that does not answer", async () => {
    let isSilent = false;
    const { connection } = await connect({
      reply: (payload) => (isSilent ? undefined : payload),
    });
    isSilent = true;
    vi.useFakeTimers();
    const closing = connection.close();
    await vi.advanceTimersByTimeAsync(1000);
    vi.useRealTimers();
    await closing;
    expect(await connection.closed).toEqual({ kind: "local" });
  });

  it("leave nothing behind when the connection is closed while they change", async () => {
    vi.useFakeTimers();
    let isSilent = false;
    const { connection, server } = await connect({
      reply: (payload) => (isSilent ? undefined : payload),
    });
    isSilent = true;
    const change = expect(connection.setDtr(false)).rejects.toMatchObject({ code: "CLOSED" });
    const closing = connection.close();
    await vi.advanceTimersByTimeAsync(1000);
    await change;
    await closing;
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 60_000 });
  });

  it("include a break of the given length", async () => {
    const { connection, server } = await connect();
    await connection.sendBreak(5);
    expect(server.heard.slice(-2)).toEqual(["sub 44 5 5", "sub 44 5 6"]);
    await expect(connection.sendBreak(0)).rejects.toMatchObject({ code: "INVALID_OPTION" });
    await connection.close();
  });

  it.each([
    ["received", "sub 44 12 1"],
    ["unsent", "sub 44 12 2"],
    ["both", "sub 44 12 3"],
  ] as const)("include a purge of %s bytes", async (what, command) => {
    const { connection, server } = await connect();
    await connection.purge(what);
    expect(server.heard.at(-1)).toBe(command);
    await connection.close();
  });
});

describe("RFC 2217, notifications", () => {
  it("of modem and line states go to the listeners, who alone are told of", async () => {
    const modemStates: ModemState[] = [];
    const lineStates: LineState[] = [];
    const { connection, server, farEnd } = await connect(
      {},
      {
        onModemState: (state) => modemStates.push(state),
        onLineState: (state) => lineStates.push(state),
      },
    );
    expect(server.heard).toEqual(expect.arrayContaining(["sub 44 10 30", "sub 44 11 240"]));
    server.sendComPort(107, 0b1010_0000);
    server.sendComPort(107, 0b0101_1111);
    // Data ready and transmitter empty are no errors.
    server.sendComPort(106, 0b0110_0001);
    server.sendComPort(106, 0b0000_1000);
    server.sendComPort(106, 0b0001_0110);
    const arrived = new Promise((resolve) => connection.onData(resolve));
    farEnd.write(bytes("."));
    await arrived;
    expect(modemStates).toEqual([
      { cts: false, dsr: true, ri: false, dcd: true },
      { cts: true, dsr: false, ri: true, dcd: false },
    ]);
    const none = { overrunError: false, parityError: false, framingError: false };
    expect(lineStates).toEqual([
      { ...none, framingError: true, breakDetected: false },
      { ...none, overrunError: true, parityError: true, breakDetected: true },
    ]);
    await connection.close();
  });

  it("to suspend and resume hold data back, also in the middle of a write", async () => {
    const { connection, server, farEnd } = await connect();
    let received = 0;
    farEnd.onData((chunk) => {
      received += chunk.length;
    });
    server.sendComPort(108);
    // Its answer comes behind the suspension.
    await connection.purge("both");
    const written = vi.fn();
    const write = connection.write(bytes("held")).then(written);
    const change = connection.setDtr(false);
    await turnsOfTheEventLoop(20);
    expect(received).toBe(0);
    expect(written).not.toHaveBeenCalled();
    expect(farEnd.lines?.dtr).toBe(true);
    server.sendComPort(109);
    await write;
    await change;
    expect(received).toBe(4);
    await connection.close();
  });

  it("to suspend do not outlive the connection", async () => {
    const { connection, server } = await connect();
    server.sendComPort(108);
    await connection.purge("both");
    const write = expect(connection.write(bytes("held"))).rejects.toMatchObject({ code: "CLOSED" });
    await connection.close();
    await write;
  });
});
