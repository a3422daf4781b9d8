import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A running RFC 2217 server that is not ours. */
export interface SerialServer {
  readonly port: number;
  /** Kills it, as a power cut does. */
  cut(): void;
  dispose(): Promise<void>;
}

/** Debian's packages are for the system's own Python, whatever the PATH says. */
const pythons = ["/usr/bin/python3", "python3"];

function pythonWithSerial(): string | undefined {
  return pythons.find((python) => spawnSync(python, ["-c", "import serial.rfc2217"]).status === 0);
}

/** @throws Error that says what to do when a server is missing */
export function requireSerialServers(): void {
  const hasSer2net = spawnSync("ser2net", ["-v"]).error === undefined;
  if (hasSer2net && pythonWithSerial() !== undefined) return;
  throw new Error(
    "The system tests need ser2net and pyserial. Install them, e.g. with: apt-get install ser2net python3-serial",
  );
}

/**
 * Starts ser2net.
 *
 * @param connector what it serves, in its own words, e.g. `serialdev,/dev/ttyUSB2,115200n81,local`
 */
export async function startSer2net(connector: string): Promise<SerialServer> {
  const folder = await mkdtemp(join(tmpdir(), "qsmtp-ser2net-"));
  const config = join(folder, "ser2net.yaml");
  const port = await freePort();
  await writeFile(
    config,
    [
      "connection: &module",
      `  accepter: telnet(rfc2217),tcp,127.0.0.1,${port}`,
      `  connector: ${connector}`,
      "",
    ].join("\n"),
  );
  const server = spawn("ser2net", ["-n", "-u", "-c", config], { stdio: "ignore" });
  const process = running(server);
  while (!(await isListening(port))) {
    if (server.exitCode !== null) throw new Error("ser2net ended before it was ready");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    port,
    cut: process.cut,
    dispose: async () => {
      await process.dispose();
      await rm(folder, { recursive: true });
    },
  };
}

/** Starts pyserial's server, see rfc2217-server.py. */
export async function startPyserial(kind: "pty" | "channel", where: string): Promise<SerialServer> {
  const script = join(import.meta.dirname, "rfc2217-server.py");
  const server = spawn(pythonWithSerial() ?? "python3", [script, kind, where], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const process = running(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.stdout.setEncoding("utf8").once("data", (text: string) => resolve(Number(text)));
    server.once("exit", () => reject(new Error("the Python server ended before it was ready")));
  });
  return { port, ...process };
}

function running(server: ChildProcess): Pick<SerialServer, "cut" | "dispose"> {
  const exited = once(server, "exit");
  const cut = (): void => {
    server.kill("SIGKILL");
  };
  return {
    cut,
    dispose: async () => {
      cut();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return address.port;
}

/** Looks into the system's table: to connect and leave would take the server's only place. */
async function isListening(port: number): Promise<boolean> {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const table = await readFile("/proc/net/tcp", "utf8");
  return table.split("\n").some((line) => {
    const [, address, , state] = line.trim().split(/\s+/);
    return address === local && state === "0A";
  });
}
