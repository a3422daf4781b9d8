import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A wire made by a socat process. */
export interface Wire {
  /** Breaks the wire as unplugging does, without a word to either end. */
  cut(): void;
  /** Ends the process and takes away what it left. */
  dispose(): Promise<void>;
}

/** Two pseudo-terminals, each the far end of the other. */
export interface PtyPair extends Wire {
  readonly hostPath: string;
  readonly modulePath: string;
}

/** A TCP port from which one connection leads to another port. */
export interface TcpBridge extends Wire {
  readonly port: number;
}

/** @throws Error that says what to do when socat is missing */
export function requireSocat(): void {
  if (spawnSync("socat", ["-V"]).error === undefined) return;
  throw new Error("The system tests need socat. Install it, e.g. with: apt-get install socat");
}

export async function createPtyPair(): Promise<PtyPair> {
  const folder = await mkdtemp(join(tmpdir(), "qsmtp-system-"));
  const [hostPath, modulePath] = [join(folder, "host"), join(folder, "module")];
  const { cut, dispose } = await startSocat(
    [`PTY,rawer,link=${hostPath}`, `PTY,rawer,link=${modulePath}`],
    /starting data transfer loop/,
  );
  return {
    hostPath,
    modulePath,
    cut,
    dispose: async () => {
      await dispose();
      await rm(folder, { recursive: true });
    },
  };
}

export async function createTcpBridge(targetPort: number): Promise<TcpBridge> {
  const { match, cut, dispose } = await startSocat(
    ["TCP-LISTEN:0,bind=127.0.0.1,nodelay", `TCP:127.0.0.1:${targetPort},nodelay`],
    /listening on AF=2 127\.0\.0\.1:(\d+)/,
  );
  return { port: Number(match[1]), cut, dispose };
}

/** Makes a terminal take no more bytes, as one does whose far side holds the flow control. */
export async function stopOutput(path: string): Promise<void> {
  // TCXONC with TCOOFF, which is what tcflow() does; it outlasts the process.
  const stop = "ioctl-int=0x540A:0";
  const { dispose } = await startSocat(
    ["-u", "/dev/null", `FILE:${path},${stop}`],
    /starting data transfer loop/,
  );
  await dispose();
}

/** Starts socat, and gives what it says when it is ready. */
async function startSocat(
  args: readonly string[],
  ready: RegExp,
): Promise<Wire & { readonly match: RegExpExecArray }> {
  const socat = spawn("socat", ["-d", "-d", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  const exited = once(socat, "exit");
  const cut = (): void => {
    socat.kill("SIGKILL");
  };
  const dispose = async (): Promise<void> => {
    cut();
    await exited;
  };
  let log = "";
  // Read to the end of its life, because a full pipe would stop socat.
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    socat.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      const found = ready.exec(log);
      if (found !== null) resolve(found);
    });
    socat.once("exit", () => reject(new Error(`socat ended before it was ready:\n${log}`)));
  });
  return { match, cut, dispose };
}
