import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** How a run of the command line ended. */
export interface CliResult {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `qsmtp` as a process of its own. */
export interface CliProcess {
  /** Number of the process, or of the shell that runs it. */
  readonly pid: number | undefined;
  readonly ended: Promise<CliResult>;
  kill(signal: NodeJS.Signals): void;
  /** Gives the first match in what the process has printed; rejects when it ends without one. */
  printed(stream: "stdout" | "stderr", pattern: RegExp): Promise<RegExpExecArray>;
}

const main = fileURLToPath(new URL("./main.ts", import.meta.resolve("@qsmtp/cli")));
const running = new Set<ChildProcess>();

/** What a command in a shell is, up to its arguments. */
export const shellCommand = `"${process.execPath}" --conditions=@qsmtp/source "${main}"`;

/** Starts `qsmtp` from its source, with nothing on its standard input. */
export function startCli(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): CliProcess {
  const given = ["--conditions=@qsmtp/source", main, ...args];
  return watch(
    spawn(process.execPath, given, {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}

/** Starts `qsmtp` with a pipe that gives this, and that nobody closes then. */
export function startCliBehindOpenPipe(args: readonly string[], given: string): CliProcess {
  const child = spawn(process.execPath, ["--conditions=@qsmtp/source", main, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  // Who is not read to the end is told so.
  child.stdin.on("error", () => {});
  child.stdin.write(given);
  return watch(child);
}

/** Runs a line of shell; `$QSMTP` in it is the program. */
export function startShell(line: string): CliProcess {
  const script = line.replaceAll("$QSMTP", shellCommand);
  return watch(spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "pipe"] }));
}

function watch(child: ChildProcess & { stdout: Readable; stderr: Readable }): CliProcess {
  running.add(child);
  const output = { stdout: "", stderr: "" };
  const collect = (name: keyof typeof output) => (text: string) => {
    output[name] += text;
  };
  child.stdout.setEncoding("utf8").on("data", collect("stdout"));
  child.stderr.setEncoding("utf8").on("data", collect("stderr"));
  const ended = once(child, "close").then(([exitCode]): CliResult => {
    running.delete(child);
    return { exitCode: exitCode as number | null, ...output };
  });
  return {
    pid: child.pid,
    ended,
    kill: (signal) => {
      child.kill(signal);
    },
    printed: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(output[stream]);
          if (match === null) return;
          child[stream].off("data", check);
          resolve(match);
        };
        child[stream].on("data", check);
        check();
        void ended.then(({ stderr }) => reject(new Error(`qsmtp ended early: ${stderr}`)));
      }),
  };
}

/** Ends what a failed test has left running. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}
