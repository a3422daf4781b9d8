import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { SerialPort } from "serialport";
import { describe, expect, it, vi } from "vitest";
import { type ContractRig, describeConnectionContract } from "../connection.contract.ts";
import type { FarEnd } from "../far-end.ts";
import { Listeners } from "../listeners.ts";
import { serialTransport } from "./serial-transport.ts";

if (spawnSync("socat", ["-V"]).status !== 0) {
  throw new Error("these tests need socat on the PATH; on Debian: apt-get install socat");
}

describe("real node-serialport", () => {
  describeConnectionContract("serial over a pseudo-terminal", {
    capabilities: { controlLines: false, drain: true },
    createRig: createPtyRig,
  });

  it("takes the system's own binding as an injected one", async () => {
    const { path, peer, dispose } = await createPty();
    const transport = serialTransport({ path, binding: SerialPort.binding });
    const connection = await transport.open();
    const arrived = new Promise<Uint8Array>((resolve) => peer.onData(resolve));
    await connection.write(Uint8Array.of(0x41));
    expect(await arrived).toEqual(Uint8Array.of(0x41));
    await connection.close();
    await dispose();
  });

  it("finds the port in use by another connection", async () => {
    const { path, dispose } = await createPty();
    const connection = await serialTransport({ path }).open();
    await expect(serialTransport({ path }).open()).rejects.toMatchObject({ code: "PORT_BUSY" });
    await connection.close();
    await dispose();
  });

  it("finds no port of a wrong name", async () => {
    const path = join(tmpdir(), "no-such-port");
    await expect(serialTransport({ path }).open()).rejects.toMatchObject({
      code: "PORT_NOT_FOUND",
      message: expect.stringContaining(path),
    });
  });

  it("refuses what is not a serial port", async () => {
    const path = import.meta.filename;
    await expect(serialTransport({ path }).open()).rejects.toMatchObject({ code: "OPEN_FAILED" });
  });
});

interface Pty {
  readonly path: string;
  readonly peer: FarEnd;
  dispose(): Promise<void>;
}

async function createPtyRig(): Promise<ContractRig> {
  const { path, peer, dispose } = await createPty();
  const transport = serialTransport({ path });
  return {
    transport,
    connect: async () => ({ connection: await transport.open(), peer }),
    dispose,
  };
}

/** Makes a pseudo-terminal with socat, whose standard streams are its far end. */
async function createPty(): Promise<Pty> {
  const folder = await mkdtemp(join(tmpdir(), "qsmtp-pty-"));
  const path = join(folder, "port");
  const socat = spawn("socat", [`PTY,rawer,link=${path}`, "STDIO"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => socat.once("exit", resolve));
  await vi.waitFor(() => expect(existsSync(path)).toBe(true), { timeout: 5000, interval: 5 });
  // Without it socat would see an end of file, and leave, when the host closes the port.
  const holder: FileHandle = await open(path, "r+");
  return {
    path,
    peer: socatFarEnd(socat),
    dispose: async () => {
      socat.kill();
      await exited;
      await holder.close();
      await rm(folder, { recursive: true });
    },
  };
}

function socatFarEnd(socat: ChildProcessByStdio<Writable, Readable, null>): FarEnd {
  const toModule = new Listeners<Uint8Array>();
  socat.stdout.on("data", (chunk: Uint8Array) => toModule.emit(new Uint8Array(chunk)));
  socat.stdin.on("error", () => {});
  return {
    lines: undefined,
    onData: (listener) => toModule.add(listener),
    onControlLines: () => () => {},
    write: (bytes) => {
      socat.stdin.write(bytes);
    },
    unplug: () => {
      socat.kill("SIGKILL");
    },
  };
}
