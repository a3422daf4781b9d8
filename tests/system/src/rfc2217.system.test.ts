import { openModule, type QsmtpModule, type TraceEvent } from "@qsmtp/client";
import { rfc2217Transport } from "@qsmtp/transport/rfc2217";
import { serialTransport } from "@qsmtp/transport/serial";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { killAll, startCli } from "./cli-process.ts";
import { connectionFarEnd } from "./connection-far-end.ts";
import {
  account,
  createMailBench,
  expectArrival,
  expectDelivery,
  expectLoss,
  type MailBench,
} from "./mail-bench.ts";
import { type PlayedSerialPort, playSerialPort } from "./played-serial-port.ts";
import {
  requireSerialServers,
  type SerialServer,
  startPyserial,
  startSer2net,
} from "./rfc2217-servers.ts";
import { createPtyPair, type PtyPair, requireSocat } from "./socat.ts";

const host = "127.0.0.1";

beforeAll(() => {
  requireSocat();
  requireSerialServers();
});

afterEach(killAll);

/** Servers of a pseudo-terminal, and whether they say that it has control lines. */
const ptyServers = [
  ["ser2net", false, (path: string) => startSer2net(`serialdev,${path},115200n81,local`)],
  // PortManager confirms every line that its port does not refuse.
  ["pyserial", true, (path: string) => startPyserial("pty", path)],
] as const;

describe.each(ptyServers)("a module behind %s", (_name, _lines, start) => {
  let wire: PtyPair;
  let bench: MailBench;
  let server: SerialServer;
  let unplugModule: () => Promise<void>;

  beforeEach(async () => {
    bench = await createMailBench();
    wire = await createPtyPair();
    const connection = await serialTransport({ path: wire.modulePath }).open();
    bench.module.attach(connectionFarEnd(connection));
    unplugModule = () => connection.close();
    server = await start(wire.hostPath);
  });

  afterEach(async () => {
    await server.dispose();
    await unplugModule();
    await wire.dispose();
    await bench.dispose();
  });

  it("sends a mail with its files byte for byte", async () => {
    await expectDelivery(bench, rfc2217Transport({ host, port: server.port }));
  });

  it("is found by the command line", async () => {
    const { mail, server: mailServer } = bench;
    const { exitCode, stdout, stderr } = await startCli(
      [
        ...["send", "--port", `rfc2217://${host}:${server.port}`, "--baud", "57600", "--json"],
        ...["--server", `${mailServer.host}:${mailServer.port}`, "--insecure-tls"],
        ...["--user", account.user, "--from", mail.from.address, "--to", ...mail.to],
        ...["--text", mail.text],
      ],
      { QSMTP_PASSWORD: account.pass },
    ).ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.any(String) });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "sent", recipients: mail.to });
    expect(mailServer.received).toHaveLength(1);
  });

  it("is reported as lost when the server dies while it takes a file", async () => {
    await expectLoss(bench, rfc2217Transport({ host, port: server.port }), server.cut);
  });
});

describe.each(ptyServers)("a serial line behind %s", (_name, controlLines, start) => {
  let wire: PtyPair;
  let server: SerialServer;

  beforeEach(async () => {
    wire = await createPtyPair();
    server = await start(wire.hostPath);
  });

  afterEach(async () => {
    await server.dispose();
    await wire.dispose();
  });

  it("carries every byte value both ways, and has the lines that the server says", async () => {
    await using peer = await serialTransport({ path: wire.modulePath }).open();
    const connection = await rfc2217Transport({ host, port: server.port }).open();
    expect(connection.capabilities).toEqual({ controlLines, drain: false });
    const sent = Uint8Array.from({ length: 50_000 }, (_, at) => (at + (at >> 8) * 7) % 256);
    for (const [from, to] of [
      [connection, peer],
      [peer, connection],
    ] as const) {
      const chunks: Uint8Array[] = [];
      const stop = to.onData((chunk) => chunks.push(chunk));
      const written = from.write(sent);
      const byteCount = (): number => chunks.reduce((sum, { length }) => sum + length, 0);
      await vi.waitFor(() => expect(byteCount()).toBe(sent.length), { timeout: 30_000 });
      expect(new Uint8Array(chunks.flatMap((chunk) => [...chunk]))).toEqual(sent);
      await written;
      stop();
    }
    await connection.sendBreak(10);
    await connection.purge("both");
    await connection.close();
    expect(await connection.closed).toEqual({ kind: "local" });
  });
});

describe("ser2net", () => {
  let wire: PtyPair;
  let server: SerialServer;

  beforeEach(async () => {
    wire = await createPtyPair();
    server = await startSer2net(`serialdev,${wire.hostPath},115200n81,local`);
  });

  afterEach(async () => {
    await server.dispose();
    await wire.dispose();
  });

  it("sends a second client away, who is told why", async () => {
    const transport = rfc2217Transport({ host, port: server.port });
    await using _first = await transport.open();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      // A write that meets the end of the connection can keep the server's reason from being read.
      await expect(transport.open()).rejects.toMatchObject({
        code: expect.stringMatching(/^(PORT_BUSY|CONNECTION_LOST)$/),
        message: expect.stringMatching(/in use by another client|no other client has the port/),
      });
    }
  });
});

describe("a module with control lines", () => {
  let serialPort: PlayedSerialPort;
  let bench: MailBench;
  let pyserial: SerialServer;
  let ser2net: SerialServer | undefined;

  beforeEach(async () => {
    bench = await createMailBench();
    serialPort = await playSerialPort();
    bench.module.attach(serialPort.farEnd);
    pyserial = await startPyserial("channel", String(serialPort.port));
  });

  afterEach(async () => {
    await ser2net?.dispose();
    ser2net = undefined;
    await pyserial.dispose();
    await serialPort.close();
    await bench.dispose();
  });

  /** The servers on the way, each of which carries DTR. */
  const ways = [
    ["pyserial", async () => pyserial],
    [
      "ser2net in front of pyserial",
      async () => {
        ser2net = await startSer2net(`telnet(rfc2217),tcp(nodelay),${host},${pyserial.port}`);
        return ser2net;
      },
    ],
  ] as const;

  it.each(ways)("leaves data mode by DTR, through %s", async (_, reach) => {
    const { port } = await reach();
    const { mail, smtp, server, module } = bench;
    const trace: TraceEvent[] = [];
    const dtr: boolean[] = [];
    serialPort.farEnd.onControlLines((lines) => dtr.push(lines.dtr));
    const qsmtp: QsmtpModule = await openModule(rfc2217Transport({ host, port }), {
      smtp,
      onTrace: (event) => trace.push(event),
    });
    try {
      const controller = new AbortController();
      const error: unknown = await qsmtp.mail
        .send(mail, {
          signal: controller.signal,
          onProgress: ({ stage, sentBytes, totalBytes }) => {
            if (stage === "attachments" && sentBytes > totalBytes / 2) controller.abort();
          },
        })
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "ABORTED", outcome: "not-sent", leftBehind: [] });
      expect(dtr.slice(-2)).toEqual([false, true]);
      expect(JSON.stringify(trace)).not.toContain("+++");
      const receipt = await qsmtp.mail.send(mail);
      expect(receipt).toMatchObject({ outcome: "sent", leftBehind: [] });
    } finally {
      await qsmtp.close();
    }
    await expectArrival(mail, server);
    expect(module.files.list()).toEqual([]);
  });
});
