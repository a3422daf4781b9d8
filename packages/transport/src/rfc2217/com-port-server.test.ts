import { createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ControlLines } from "../far-end.ts";
import { type ComPortServer, createComPortServer, type PortSettings } from "./com-port-server.ts";
import { rfc2217Transport } from "./rfc2217-transport.ts";

/** A server of one connection at a time; what the client does with the port is noted in order. */
async function serve() {
  const noted: (string | PortSettings | ControlLines)[] = [];
  const sockets = new Set<Socket>();
  let comPort: ComPortServer | undefined;
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    const made = createComPortServer({
      send: (bytes) => socket.write(bytes),
      onData: (bytes) => noted.push(Buffer.from(bytes).toString("latin1")),
      onControlLines: (lines) => noted.push(lines),
      onSettings: (settings) => noted.push(settings),
      onBreak: (isOn) => noted.push(isOn ? "break on" : "break off"),
    });
    comPort = made;
    socket.on("data", (chunk) => made.receive(chunk));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    port: address.port,
    noted,
    comPort: () => {
      if (comPort === undefined) throw new Error("nobody has connected yet");
      return comPort;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

describe("an RFC 2217 server before our own client", () => {
  let server: Awaited<ReturnType<typeof serve>>;

  beforeEach(async () => {
    server = await serve();
  });

  afterEach(() => server.close());

  it("takes the settings of a port, its lines, breaks and every byte in both directions", async () => {
    const connection = await rfc2217Transport({
      host: "127.0.0.1",
      port: server.port,
      baudRate: 9600,
      parity: "even",
      stopBits: 2,
    }).open();
    expect(server.noted).toContainEqual({
      baudRate: 9600,
      dataBits: 8,
      parity: "even",
      stopBits: 2,
    });
    expect(server.comPort().lines).toMatchObject({ dtr: true });
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    server.noted.length = 0;
    await connection.write(all);
    await connection.setDtr(false);
    await connection.sendBreak(1);
    const data = server.noted.filter((note) => typeof note === "string" && !/^break/.test(note));
    expect(data.join("")).toBe(Buffer.from(all).toString("latin1"));
    expect(server.noted).toContainEqual({ dtr: false, rts: expect.any(Boolean) });
    expect(server.noted.slice(-2)).toEqual(["break on", "break off"]);
    const received: number[] = [];
    const cameBack = new Promise<void>((resolve) => {
      connection.onData((chunk) => {
        received.push(...chunk);
        if (received.length === all.length) resolve();
      });
    });
    server.comPort().sendData(all);
    await cameBack;
    expect(received).toEqual([...all]);
    await connection.close();
  });
});

describe("an RFC 2217 server before bytes", () => {
  const hear = (...bytes: readonly number[]) => Uint8Array.from(bytes);
  const sub = (...payload: readonly number[]) => hear(255, 250, 44, ...payload, 255, 240);
  const will = hear(255, 251, 44);
  const linesAreOn = [255, 250, 44, 107, 0b1011_0000, 255, 240];

  function create({ agreed = true } = {}) {
    const sent: number[][] = [];
    const server = createComPortServer({
      send: (bytes) => sent.push([...bytes]),
      onData: () => {},
      onControlLines: () => {},
    });
    if (agreed) server.receive(will);
    sent.length = 0;
    return { server, sent };
  }

  it("tells of the modem's lines once the client speaks COM-PORT", () => {
    const { server, sent } = create({ agreed: false });
    server.receive(will);
    expect(sent).toEqual([linesAreOn]);
    server.receive(sub(2, 0));
    expect(sent.slice(1)).toEqual([[255, 250, 44, 102, 8, 255, 240]]);
  });

  it.each([
    ["sets something", [5, 8]],
    ["asks for something", [1, 0, 0, 0, 0]],
    ["says who it is", [0, 97]],
    ["takes no data now", [8]],
  ])("tells of them as well when a client that never agreed %s", (_, command) => {
    const { server, sent } = create({ agreed: false });
    server.receive(sub(...command));
    expect(sent[0]).toEqual(linesAreOn);
    server.receive(sub(...command));
    server.receive(will);
    expect(sent.filter((bytes) => bytes[3] === 107)).toHaveLength(1);
  });

  it("refuses options that it does not know, once", () => {
    const { server, sent } = create();
    server.receive(hear(255, 253, 1, 255, 253, 1, 255, 251, 31));
    expect(sent).toEqual([
      [255, 252, 1],
      [255, 254, 31],
    ]);
  });

  it.each([
    ["the speed", [1, 0, 0, 0, 0], [101, 0, 1, 194, 0]],
    ["the data bits", [2, 0], [102, 8]],
    ["the parity", [3, 0], [103, 1]],
    ["the stop bits", [4, 0], [104, 1]],
    ["DTR", [5, 7], [105, 9]],
    ["the modem's lines", [7], [107, 0b1011_0000]],
    ["its name", [0], [100, ...new TextEncoder().encode("qsmtp")]],
  ])("answers the question for %s with what it is", (_, question, answer) => {
    const { server, sent } = create();
    server.receive(sub(...question));
    expect(sent).toEqual([[255, 250, 44, ...answer, 255, 240]]);
  });

  it("answers what no port can be with what it stays", () => {
    const { server, sent } = create();
    server.receive(sub(2, 9));
    server.receive(sub(4, 77));
    expect(sent.map((bytes) => bytes.slice(3, 5))).toEqual([
      [102, 8],
      [104, 1],
    ]);
  });

  it("holds data back between suspend and resume", () => {
    const { server, sent } = create();
    server.receive(sub(8));
    server.sendData(hear(65, 255));
    expect(sent).toEqual([]);
    expect(server.heldBytes).toBe(2);
    server.receive(sub(9));
    expect(sent).toEqual([[65, 255, 255]]);
    expect(server.heldBytes).toBe(0);
  });
});
