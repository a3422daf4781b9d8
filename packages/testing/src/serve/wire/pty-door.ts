import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readlinkSync, rmSync, unlinkSync } from "node:fs";
import { lstat, mkdtemp, readlink, rename, rm, symlink } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ServeError } from "../serve-error.ts";
import { PtyCaretaker } from "./pty-caretaker.ts";
import { type Door, openPathDoor } from "./tcp-door.ts";

/** A pseudo-terminal that programs open. */
export interface PtyDoor extends Door {
  /** Resolves when nobody can open it any more, although it was not closed. */
  readonly gone: Promise<void>;
}

/** How often socat looks whether a program has opened the terminal, in seconds. */
const openCheckSeconds = "0.02";

/**
 * Makes a pseudo-terminal and a link to it at `path`. Each opening of it is a connection: a fresh
 * terminal takes the place of one that was opened, so that the next program has its own.
 *
 * @throws ServeError `NO_PTY` when socat is not installed or does not work, `PATH_TAKEN` when there is a
 * file of that name
 */
export async function openPtyDoor(
  path: string,
  onConnection: (socket: Socket) => void,
): Promise<PtyDoor> {
  await refuseTaken(path);
  const folder = await mkdtemp(join(tmpdir(), "qsmtp-pty-"));
  const door = new SocatDoor(path, folder, onConnection);
  try {
    await door.open();
  } catch (error) {
    await door.close();
    throw error;
  }
  return door;
}

class SocatDoor implements PtyDoor {
  readonly gone: Promise<void>;
  readonly #path: string;
  readonly #folder: string;
  readonly #onConnection: (socket: Socket) => void;
  readonly #children = new Set<ChildProcess>();
  readonly #caretaker: PtyCaretaker;
  #sockets: Door | undefined;
  #target: string | undefined;
  #count = 0;
  #isClosed = false;
  #tellGone: () => void = () => {};
  /** A process that ends where it stands leaves neither terminals nor the link behind. */
  readonly #onExit = (): void => {
    for (const child of this.#children) child.kill("SIGKILL");
    if (this.#target !== undefined) removeLinkNow(this.#path, this.#target);
    rmSync(this.#folder, { recursive: true, force: true });
  };

  constructor(path: string, folder: string, onConnection: (socket: Socket) => void) {
    this.#path = path;
    this.#folder = folder;
    this.#onConnection = onConnection;
    this.#caretaker = new PtyCaretaker(path, folder);
    this.gone = new Promise((resolve) => {
      this.#tellGone = resolve;
    });
    process.once("exit", this.#onExit);
  }

  async open(): Promise<void> {
    const socketPath = join(this.#folder, "module");
    this.#sockets = await openPathDoor(socketPath, (socket) => {
      // The link leads to the next terminal before the program on this one can have an answer.
      socket.pause();
      const next = this.#isClosed ? Promise.resolve() : this.#place(socketPath);
      next.catch(this.#tellGone).finally(() => this.#onConnection(socket));
    });
    await this.#place(socketPath);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    process.off("exit", this.#onExit);
    if (this.#target !== undefined) removeLinkNow(this.#path, this.#target);
    const ended = [...this.#children].map((child) => {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      return exited;
    });
    await Promise.all(ended);
    await this.#sockets?.close();
    await this.#caretaker.dismiss();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Makes a terminal and lets the link lead to it. */
  async #place(socketPath: string): Promise<void> {
    const terminal = await this.#startSocat(socketPath);
    this.#count += 1;
    const link = join(this.#folder, `link-${this.#count}`);
    await symlink(terminal, link);
    this.#caretaker.noteTarget(terminal);
    // At once, so that there is no moment without a terminal.
    await rename(link, this.#path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EXDEV") throw error;
      const beside = `${this.#path}.${process.pid}`;
      await symlink(terminal, beside);
      await rename(beside, this.#path);
      await rm(link, { force: true });
    });
    this.#target = terminal;
  }

  #startSocat(socketPath: string): Promise<string> {
    const pty = `PTY,rawer,echo=0,wait-slave,pty-interval=${openCheckSeconds}`;
    const child = spawn("socat", ["-d", "-d", pty, `UNIX-CONNECT:${socketPath}`], {
      stdio: ["ignore", "ignore", "pipe"],
      // Ctrl+C in a terminal is for this process, which ends it in its turn.
      detached: true,
    });
    return new Promise((resolve, reject) => {
      let log = "";
      // Read to the end of its life, because a full pipe would stop socat.
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        if (log.length > 4096) return;
        log += text;
        const terminal = terminalOf(log);
        if (terminal !== undefined) resolve(terminal);
      });
      child.once("error", (cause: NodeJS.ErrnoException) => {
        const isMissing = cause.code === "ENOENT";
        const problem = isMissing ? "it needs the program socat, which is not here" : cause.message;
        reject(new ServeError("NO_PTY", `no pseudo-terminal: ${problem}. ${install}`, { cause }));
      });
      child.once("spawn", () => {
        this.#children.add(child);
        this.#caretaker.note(this.#children);
      });
      child.once("exit", (_, killedBy) => {
        this.#children.delete(child);
        this.#caretaker.note(this.#children);
        // One that has served its program ends by itself, and the link leads to another one by then.
        if (killedBy !== null && !this.#isClosed && terminalOf(log) === this.#target) {
          this.#tellGone();
        }
        reject(new ServeError("NO_PTY", `no pseudo-terminal: socat ended early: ${log.trim()}`));
      });
    });
  }
}

/** The terminal that socat has made, as it says. */
function terminalOf(log: string): string | undefined {
  return /PTY is (\S+)/.exec(log)?.[1];
}

/** Takes the link away, unless somebody else has put another one there. */
function removeLinkNow(path: string, target: string): void {
  try {
    if (readlinkSync(path) === target) unlinkSync(path);
  } catch {
    // It is gone already.
  }
}

const install = "Install it, e.g. with: apt-get install socat, or: brew install socat";

/** A link that leads nowhere was left by a process that was killed. */
async function refuseTaken(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (found.isSymbolicLink()) {
    const target = await readlink(path);
    const isThere = await lstat(target).catch(() => undefined);
    if (isThere === undefined) {
      await rm(path, { force: true });
      return;
    }
  }
  const problem = `there is a file ${path} already; delete it, or give another name`;
  throw new ServeError("PATH_TAKEN", problem);
}
