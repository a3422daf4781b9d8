import { readFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { describeConnectionContract } from "../connection.contract.ts";
import type { FarEnd } from "../far-end.ts";
import { listenFarEnd } from "../mock/far-end-server.ts";
import { tcpTransport } from "./tcp-transport.ts";

describeConnectionContract("TCP", {
  capabilities: { controlLines: false, drain: false },
  createRig: async () => {
    let accept: (farEnd: FarEnd) => void = () => {};
    const server = await listenFarEnd({
      onConnection: (farEnd) => {
        accept(farEnd);
        return undefined;
      },
    });
    const transport = tcpTransport({ host: "127.0.0.1", port: server.port });
    return {
      transport,
      connect: async () => {
        const accepted = new Promise<FarEnd>((resolve) => {
          accept = resolve;
        });
        return { connection: await transport.open(), peer: await accepted };
      },
      dispose: () => server.close(),
    };
  },
});

describe("TCP transport", () => {
  let server: Server;
  let port: number;
  let sockets: Socket[];
  beforeEach(async () => {
    sockets = [];
    server = createServer((socket) => {
      socket.on("error", () => {});
      sockets.push(socket);
    });
    port = await listen(server);
  });
  afterEach(() => {
    vi.useRealTimers();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  async function connectBoth() {
    const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
    const connection = await tcpTransport({ host: "127.0.0.1", port }).open();
    return { connection, socket: await accepted };
  }

  it("reports a refused connection", async () => {
    await new Promise((resolve) => server.close(resolve));
    await expect(tcpTransport({ host: "127.0.0.1", port }).open()).rejects.toMatchObject({
      code: "CONNECT_REFUSED",
      message: expect.stringContaining(`127.0.0.1 port ${port}`),
      cause: { code: "ECONNREFUSED" },
    });
  });

  it("reports a host name without an address", async () => {
    // The long label makes it wrong before any name server is asked.
    const host = `${"x".repeat(64)}.invalid`;
    await expect(tcpTransport({ host, port }).open()).rejects.toMatchObject({
      code: "HOST_NOT_FOUND",
      message: expect.stringContaining(host),
    });
  });

  it("gives up after the time limit and leaves nothing open", async () => {
    vi.useFakeTimers();
    const opening = tcpTransport({ host: "127.0.0.1", port, connectTimeoutMs: 5000 }).open();
    const outcome = expect(opening).rejects.toMatchObject({
      code: "CONNECT_TIMEOUT",
      message: expect.stringContaining("5000 ms"),
    });
    // The event loop has had no turn yet in which the connection could be made.
    vi.advanceTimersByTime(5000);
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    await vi.waitFor(async () => expect(await openConnections(server)).toBe(0), {
      timeout: 60_000,
    });
  });

  it("ends as remote when the other side ends in order, after its last bytes", async () => {
    const { connection, socket } = await connectBoth();
    socket.end("bye");
    expect(await connection.closed).toEqual({ kind: "remote" });
    const chunk = await new Promise<Uint8Array>((resolve) => connection.onData(resolve));
    expect(new TextDecoder().decode(chunk)).toBe("bye");
    await expect(connection.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "CLOSED" });
  });

  it.each([
    ["at once", (socket: Socket) => socket.destroy()],
    ["with a banner", (socket: Socket) => socket.end("port in use\r\n")],
  ])("ends as remote when the other side takes the connection and closes it %s", async (_, end) => {
    server.on("connection", end);
    // A write may meet the end before it is read, so several run into it.
    for (let round = 0; round < 20; round += 1) {
      const connection = await tcpTransport({ host: "127.0.0.1", port }).open();
      const writes = Array.from({ length: 5 }, () => connection.write(Uint8Array.of(65, 84, 13)));
      await Promise.allSettled(writes);
      expect(await connection.closed).toEqual({ kind: "remote" });
    }
  });

  // What the system made of the options is told by Linux alone.
  it.runIf(process.platform === "linux").each([
    [undefined, true],
    [5000, true],
    [false as const, false],
  ])("with keepAliveMs %s keeps watch over the other side: %s", async (keepAliveMs, isOn) => {
    const accepted = new Promise<Socket>((resolve) => server.once("connection", resolve));
    const transport = tcpTransport({ host: "127.0.0.1", port, keepAliveMs });
    const connection = await transport.open();
    const { remotePort = expect.unreachable() } = await accepted;
    expect(await hasKeepAliveTimer(remotePort, port)).toBe(isOn);
    await connection.close();
  });

  it("is told in the system's table from an earlier connection of the same port", () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt
   0: 0100007F:9C40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: 0100007F:9C40 0100007F:1F91 01 00000000:00000000 01:00000014 00000000     0        0 2
   2: 0100007F:9C40 0100007F:1F90 06 00000000:00000000 03:00001770 00000000     0        0 0
   3: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 02:00001770 00000000     0        0 3`;
    expect(timerOf(table, 40_000, 8080)).toBe("02");
    expect(timerOf(table, 40_000, 8082)).toBeUndefined();
  });

  it("rejects a pending write with CONNECTION_LOST when the other side ends", async () => {
    const { connection, socket } = await connectBoth();
    // More than the socket buffers hold, and nobody reads.
    const write = expect(connection.write(new Uint8Array(32_000_000))).rejects.toMatchObject({
      code: "CONNECTION_LOST",
    });
    socket.end();
    await write;
    expect(await connection.closed).toEqual({ kind: "remote" });
  });

  it("is lost by a reset, with the system's error as cause", async () => {
    const { connection, socket } = await connectBoth();
    socket.resetAndDestroy();
    expect(await connection.closed).toMatchObject({
      kind: "lost",
      error: { code: "CONNECTION_LOST", cause: { code: "ECONNRESET" } },
    });
  });

  it("close() frees the other side too, while bytes are still pending", async () => {
    const { connection } = await connectBoth();
    const write = expect(connection.write(new Uint8Array(32_000_000))).rejects.toMatchObject({
      code: "CLOSED",
    });
    await connection.close();
    await write;
    for (const socket of sockets) socket.resume();
    await vi.waitFor(async () => expect(await openConnections(server)).toBe(0), {
      timeout: 60_000,
    });
  });

  it.each([
    { host: "" },
    { port: 0 },
    { port: 65_536 },
    { connectTimeoutMs: 0 },
    { connectTimeoutMs: Number.NaN },
    { keepAliveMs: 10 },
  ])("rejects the option %o before anything is opened", (option) => {
    expect(() => tcpTransport({ host: "127.0.0.1", port: 1, ...option })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});

/** Whether the system's own table shows the keep-alive timer at an open connection. */
function hasKeepAliveTimer(localPort: number, remotePort: number): Promise<boolean> {
  // The table is read in pieces, and a row can be missed between two of them.
  const look = async (): Promise<boolean> => {
    const timer = timerOf(await readFile("/proc/net/tcp", "utf8"), localPort, remotePort);
    return (timer ?? expect.unreachable("The table lacks the connection.")) === "02";
  };
  return vi.waitFor(look, { timeout: 60_000 });
}

/** Kind of the timer that runs for an established connection of this computer with itself. */
function timerOf(table: string, localPort: number, remotePort: number): string | undefined {
  const [local, remote] = [localPort, remotePort].map(
    (port) => `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find((row) => row[1] === local && row[2] === remote && row[3] === "01")?.[5]
    ?.slice(0, 2);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("no TCP address"));
    });
  });
}

function openConnections(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
}
