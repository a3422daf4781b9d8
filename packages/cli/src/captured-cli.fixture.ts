import type { CliContext, CliInput, InterruptSignal } from "./cli-context.ts";
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
  /** Resolves when stdout holds the text. */
  stdoutHas(text: string): Promise<void>;
  /** Resolves when stderr holds the text. */
  stderrHas(text: string): Promise<void>;
}

export interface CapturedOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped into it; without it stdin is a terminal. */
  readonly stdin?: string | Uint8Array | CliInput;
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
    stdin: inputOf(options.stdin),
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
    stdoutHas: (text) => until(() => stdout.includes(text)),
    stderrHas: (text) => until(() => stderr.includes(text)),
  };
}

function inputOf(stdin: CapturedOptions["stdin"]): CliInput {
  if (stdin === undefined) return Object.assign(pieces(""), { isTTY: true });
  return typeof stdin === "string" || stdin instanceof Uint8Array ? pieces(stdin) : stdin;
}

/** The bytes of a text, cut where no character may be cut. */
async function* pieces(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
}
