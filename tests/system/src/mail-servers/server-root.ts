import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const systemTests = resolve(import.meta.dirname, "../..");
const folder = join(systemTests, "node_modules/.mail-servers");

/** Whether this process may run servers in folders of their own. */
export const canChangeRoot = process.getuid?.() === 0;

/** Users of a server, with the numbers that they get in its folder. */
export type ServerUsers = Readonly<Record<string, number>>;

/** A file or folder of a server. */
export interface Placed {
  readonly text?: string;
  readonly mode?: number;
  readonly owner?: number;
  readonly group?: number;
}

/** The folder in which a server of Debian lives, and which it takes for the whole computer. */
export class ServerRoot {
  readonly #path: string;
  readonly #processes: ChildProcess[] = [];

  private constructor(name: string) {
    this.#path = join(folder, name, "root");
  }

  /** Downloads the servers unless they are there, and gives the folder of one. */
  static async open(name: "postfix" | "opensmtpd", users: ServerUsers): Promise<ServerRoot> {
    execFileSync(join(systemTests, "debian-mail-servers.sh"), [folder], { stdio: "inherit" });
    const root = new ServerRoot(name);
    const lines = Object.entries({ root: 0, nobody: 65_534, ...users });
    const passwd = lines.map(([user, id]) => `${user}:x:${id}:${id}::/nonexistent:/bin/sh\n`);
    await root.place("/etc/passwd", { text: passwd.join("") });
    await root.place("/etc/group", {
      text: lines.map(([user, id]) => `${user}:x:${id}:\n`).join(""),
    });
    return root;
  }

  /** Writes a file, or makes a folder that is empty, in the server's world. */
  async place(path: string, { text, mode, owner = 0, group = owner }: Placed): Promise<void> {
    const place = join(this.#path, path);
    await rm(place, { recursive: true, force: true });
    if (text === undefined) await mkdir(place, { recursive: true });
    else {
      await mkdir(join(place, ".."), { recursive: true });
      await writeFile(place, text);
    }
    await chown(place, owner, group);
    await chmod(place, mode ?? (text === undefined ? 0o755 : 0o644));
  }

  async read(path: string): Promise<string> {
    return await readFile(join(this.#path, path), "utf8").catch(() => "");
  }

  /** Starts a program that stays in the foreground, and waits until all ports take connections. */
  async start(command: readonly string[], ports: readonly number[]): Promise<void> {
    const process = spawn("chroot", [this.#path, ...command], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#processes.push(process);
    let output = "";
    process.stdout.on("data", (bytes) => {
      output += String(bytes);
    });
    process.stderr.on("data", (bytes) => {
      output += String(bytes);
    });
    for (const port of ports) {
      while (!(await takesConnections(port))) {
        if (process.exitCode !== null) throw new Error(`${command[0]} ended: ${output}`);
        await sleep(20);
      }
    }
  }

  /** Waits for the next files of a maildir and takes them away. */
  async takeMails(maildir: string, count: number): Promise<Uint8Array[]> {
    const arrived = join(this.#path, maildir, "new");
    for (;;) {
      const names = await readdir(arrived).catch(() => []);
      if (names.length >= count) {
        const mails = await Promise.all(names.map((name) => readFile(join(arrived, name))));
        await Promise.all(names.map((name) => rm(join(arrived, name))));
        return mails;
      }
      await sleep(20);
    }
  }

  /** Ends the programs that were started here, and no others. */
  async dispose(): Promise<void> {
    for (const process of this.#processes.splice(0)) {
      if (process.exitCode !== null || process.signalCode !== null) continue;
      const ended = once(process, "exit");
      process.kill("SIGTERM");
      await ended;
    }
  }
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect({ host: "127.0.0.1", port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Ports of this computer that nobody has. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
