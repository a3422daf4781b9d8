import { closeSync, fchmodSync, fstatSync, openSync, writeSync } from "node:fs";
import { type TraceEvent, traceToJsonLines } from "@qsmtp/client";
import type { CliOutput } from "./cli-context.ts";
import { traceWriter } from "./trace-line.ts";
import { UsageError } from "./usage-error.ts";

/** Where the conversation is to be shown. */
export interface TraceArguments {
  /** Whether people read it on stderr. */
  readonly trace?: boolean | undefined;
  /** File for it as JSON lines. */
  readonly traceFile?: string | undefined;
}

/**
 * Runs something with the trace that was asked for; `onTrace` is `undefined` when nobody wants one.
 * @throws UsageError for a file that cannot be written
 */
export async function withTrace<T>(
  { trace, traceFile }: TraceArguments,
  stderr: CliOutput,
  run: (onTrace: ((event: TraceEvent) => void) | undefined) => Promise<T>,
): Promise<T> {
  const sinks: ((event: TraceEvent) => void)[] = [];
  if (trace) sinks.push(traceWriter((line) => stderr.write(line)));
  const file = traceFile === undefined ? undefined : openFile(traceFile, stderr);
  if (file !== undefined) sinks.push(traceToJsonLines(file.write, { startedAt: new Date() }));
  const onTrace = (event: TraceEvent): void => {
    for (const sink of sinks) sink(event);
  };
  try {
    return await run(sinks.length === 0 ? undefined : onTrace);
  } finally {
    file?.close();
  }
}

interface TraceFile {
  readonly write: (line: string) => void;
  readonly close: () => void;
}

/** A file that only its owner reads: it names servers, recipients and subjects. */
function openFile(path: string, stderr: CliOutput): TraceFile {
  let file: number | undefined;
  try {
    file = openSync(path, "w", 0o600);
    // One that was there keeps its mode otherwise.
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
  } catch (error) {
    if (file !== undefined) closeSync(file);
    throw new UsageError(`--trace-file ${path} cannot be written: ${reasonOf(error)}`);
  }
  const descriptor = file;
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    close,
    // At once, so that what is there when the process is ended tells how far it came.
    write: (line) => {
      if (file === undefined) return;
      try {
        writeSync(descriptor, line);
      } catch (error) {
        // A full disk must not stop a mail.
        stderr.write(`qsmtp: --trace-file ${path} ends here: ${reasonOf(error)}\n`);
        close();
      }
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
