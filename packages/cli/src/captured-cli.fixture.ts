import type { CliContext, InterruptSignal } from "./cli-context.ts";
import type { ExitCode } from "./exit-code.ts";
import { runCli } from "./run-cli.ts";

/** A run of the program inside a test. */
export interface CapturedRun {
  readonly stdout: string;
  readonly stderr: string;
  /** What the program would have ended the process with, before it came to its end. */
  readonly exits: readonly number[];
  readonly exitCode: Promise<ExitCode>;
  interrupt(signal: InterruptSignal): void;
  /** Resolves with the first line on stdout. */
  firstLine(): Promise<string>;
  /** Resolves when stderr holds the text. */
  stderrHas(text: string): Promise<void>;
}

export interface CapturedOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Width of the terminal that stderr is; otherwise it is none. */
  readonly columns?: number;
}

/** Starts the program with a context of its own. */
export function startCli(args: readonly string[], options: CapturedOptions = {}): CapturedRun {
  let stdout = "";
  let stderr = "";
  const exits: number[] = [];
  const interrupted = new Set<(signal: InterruptSignal) => void>();
  const watchers = new Set<() => void>();
  const until = (isReached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isReached()) return;
        watchers.delete(check);
        resolve();
      };
      watchers.add(check);
      check();
    });
  const context: CliContext = {
    env: options.env ?? {},
    stdin: pieces(options.stdin ?? ""),
    stdout: {
      write: (text) => {
        stdout += text;
        for (const check of [...watchers]) check();
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
        for (const check of [...watchers]) check();
      },
      isTTY: options.columns !== undefined,
      columns: options.columns,
    },
    onInterrupt: (listener) => {
      interrupted.add(listener);
      return () => interrupted.delete(listener);
    },
    exitNow: (exitCode) => exits.push(exitCode),
  };
  return {
    exitCode: runCli(args, context),
    exits,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    interrupt: (signal) => {
      for (const listener of [...interrupted]) listener(signal);
    },
    firstLine: async () => {
      await until(() => stdout.includes("\n"));
      return stdout.slice(0, stdout.indexOf("\n"));
    },
    stderrHas: (text) => until(() => stderr.includes(text)),
  };
}

/** The bytes of a text, cut where no character may be cut. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
}
