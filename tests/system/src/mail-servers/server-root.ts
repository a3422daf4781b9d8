import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect, type NetConnectOpts } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const systemTests = resolve(import.meta.dirname, "../..");
const folder = join(systemTests, "node_modules/.mail-servers");

/** Whether this process may run servers in folders of their own. */
export const canChangeRoot = process.getuid?.() === 0;

type ServerName = "postfix" | "opensmtpd";

/** Where a program takes connections when it is ready. */
export interface Listening {
  readonly ports?: readonly number[];
  /** A socket of its own world. */
  readonly socket?: string;
}

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
    this.#path = join(folder, name, "tree");
  }

  /**
   * Downloads the servers unless they are there, and gives what `start` makes of the folder of one. What
   * it has started until it fails is ended.
   */
  static async started<Server>(
    name: ServerName,
    users: ServerUsers,
    start: (root: ServerRoot) => Promise<Server>,
  ): Promise<Server> {
    const root = await ServerRoot.#open(name, users);
    try {
      return await start(root);
    } catch (error) {
      await root.dispose();
      throw error;
    }
  }

  static async #open(name: ServerName, users: ServerUsers): Promise<ServerRoot> {
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

  /** Starts a program that stays in the foreground, and waits until it takes connections. */
  async start(command: readonly string[], { ports = [], socket }: Listening): Promise<void> {
    const process = spawn("chroot", [this.#path, ...command], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    process.on("error", (error) => {
      output += error.message;
    });
    // Without a number it was not started.
    if (process.pid !== undefined) this.#processes.push(process);
    process.stdout.on("data", (bytes) => {
      output += String(bytes);
    });
    process.stderr.on("data", (bytes) => {
      output += String(bytes);
    });
    const places = ports.map((port) => () => takesConnections({ host: "127.0.0.1", port }));
    if (socket !== undefined) places.push(() => this.#takesConnections(socket));
    for (const isReady of places) {
      while (!(await isReady())) {
        const end = endOf(process);
        if (end !== undefined) throw new Error(`${command[0]} ended with ${end}: ${output}`);
        await sleep(20);
      }
    }
  }

  /** By way of the folder's number: the name of a socket may have 107 bytes, and the path has more. */
  async #takesConnections(path: string): Promise<boolean> {
    const root = await open(this.#path);
    try {
      return await takesConnections({ path: join(`/proc/self/fd/${root.fd}`, path) });
    } finally {
      await root.close();
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
      if (endOf(process) !== undefined) continue;
      const ended = once(process, "exit");
      process.kill("SIGTERM");
      await ended;
    }
  }
}

/** How a process ended, `undefined` while it runs. */
function endOf({ pid, exitCode, signalCode }: ChildProcess): number | string | undefined {
  return pid === undefined ? "no start" : (exitCode ?? signalCode ?? undefined);
}

async function takesConnections(place: NetConnectOpts): Promise<boolean> {
  const socket = connect(place);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
