import { type TraceEvent, traceToJsonLines } from "@qsmtp/client";
import type { TraceArguments } from "./arguments/output-options.ts";
import type { CliOutput } from "./cli-context.ts";
import { openPrivateFile, type PrivateFile } from "./private-file.ts";
import { traceWriter } from "./trace-line.ts";

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
  const file = traceFile === undefined ? undefined : openTraceFile(traceFile, stderr);
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

function openTraceFile(path: string, stderr: CliOutput): PrivateFile {
  const option = "--trace-file";
  return openPrivateFile({
    option,
    path,
    overwrite: true,
    // A full disk must not stop a mail.
    onFailed: (reason) => stderr.write(`qsmtp: ${option} ${path} ends here: ${reason}\n`),
  });
}
