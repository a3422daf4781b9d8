import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FarEnd } from "@qsmtp/transport";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listenPty, type PtyServer } from "./listen-pty.ts";

let folder: string;
let path: string;
let server: PtyServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "qsmtp-pty-"));
  path = join(folder, "odd, 'name' of a modem");
});

afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

async function listen(
  onConnection: (farEnd: FarEnd) => (() => void) | undefined,
): Promise<PtyServer> {
  server = await listenPty({ path, onConnection });
  return server;
}

async function readLine(terminal: FileHandle): Promise<string> {
  let text = "";
  while (!text.endsWith("\n")) {
    const { buffer, bytesRead } = await terminal.read(Buffer.alloc(256), 0, 256);
    text += buffer.subarray(0, bytesRead).toString("latin1");
  }
  return text;
}

/** Resolves when a process is gone that is no child of this one. */
async function processEnd(pid: number): Promise<void> {
  // One that has ended stays in the list until the system has taken note of it.
  const isGone = async (): Promise<boolean> =>
    await promisify(execFile)("ps", ["-o", "stat=", "-p", String(pid)]).then(
      ({ stdout }) => stdout.trim().startsWith("Z"),
      () => true,
    );
  while (!(await isGone()));
}

describe("a pseudo-terminal for programs", () => {
  it("gives each opening a far end of its own, one after the other", async () => {
    const heard: string[] = [];
    let there = 0;
    let most = 0;
    await listen((farEnd) => {
      const number = heard.push("");
      there += 1;
      most = Math.max(most, there);
      farEnd.onData((chunk) => {
        heard[number - 1] += new TextDecoder().decode(chunk);
        if (heard[number - 1]?.endsWith("\r")) {
          farEnd.write(new TextEncoder().encode(`${number}\r\n`));
        }
      });
      return () => {
        there -= 1;
      };
    });
    const answers: string[] = [];
    for (let opening = 1; opening <= 10; opening++) {
      const terminal = await open(path, "r+");
      await terminal.write(`AT${opening}\r`);
      answers.push(await readLine(terminal));
      await terminal.close();
    }
    const numbers = Array.from({ length: 10 }, (_, at) => at + 1);
    expect(answers).toEqual(numbers.map((number) => `${number}\r\n`));
    expect(heard).toEqual(numbers.map((number) => `AT${number}\r`));
    expect(most).toBe(1);
  });

  it("lets a program read what was sent before the end, and leaves nothing behind", async () => {
    const last = "x".repeat(2000);
    let leave: () => void = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const listening = await listen((farEnd) => {
      farEnd.onData(() => {
        farEnd.write(new TextEncoder().encode(`${last}\n`));
        void listening.close();
      });
      return leave;
    });
    const terminal = await open(path, "r+");
    await terminal.write("AT\r");
    expect(await readLine(terminal)).toBe(`${last}\n`);
    await left;
    await terminal.close();
    await listening.close();
    expect(existsSync(path)).toBe(false);
  });

  it("refuses a path where something is, and takes none without being able to serve it", async () => {
    writeFileSync(path, "");
    await expect(listen(() => undefined)).rejects.toMatchObject({ code: "PATH_TAKEN" });
    path = join(folder, "nowhere", "modem");
    await expect(listen(() => undefined)).rejects.toThrow();
  });

  it.each([
    ["nobody has opened", ""],
    ["a program has open", 'exec 3<>"$1"; printf "AT\\r" >&3; read -r line <&3;'],
  ])("is not left behind by a process that was killed, where %s it", async (_, open) => {
    const source = `
      import { listenPty } from ${JSON.stringify(import.meta.resolve("./listen-pty.ts"))};
      await listenPty({
        path: ${JSON.stringify(path)},
        onConnection: (farEnd) => {
          farEnd.onData(() => farEnd.write(new TextEncoder().encode("OK\\n")));
        },
      });
      console.log("there");
    `;
    const args = ["--conditions=@qsmtp/source", "--input-type=module", "-e", source];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const host = spawn("sh", ["-c", `${open} echo ready; exec cat`, "sh", path], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(host.stdout, "data");
    const { stdout } = await promisify(execFile)("pgrep", ["-P", String(child.pid)]);
    const left = stdout.trim().split("\n").map(Number);
    child.kill("SIGKILL");
    await once(child, "exit");
    host.stdin.end();
    for (const pid of left) await processEnd(pid);
    expect(() => readlinkSync(path)).toThrow();
  });

  it("tells when it is gone", async () => {
    const { gone } = await listen(() => undefined);
    const { stdout } = await promisify(execFile)("pgrep", ["-P", String(process.pid), "socat"]);
    for (const pid of stdout.trim().split("\n")) process.kill(Number(pid), "SIGKILL");
    await gone;
  });
});
