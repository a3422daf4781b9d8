import { asciiOf } from "./printable.ts";
import type { TraceEvent } from "./trace-event.ts";

/** Name and version of the format, as its first line has them; `docs/trace.md` describes it. */
const format = { format: "qsmtp-trace", version: 1 } as const;

/**
 * Writes a trace as JSON lines, one record a line, in the format that `docs/trace.md` describes. The
 * header is written at once.
 *
 * @param write gets each line, its line feed included; ASCII only
 * @param options.startedAt wall-clock time for the header, so that other logs can be laid beside it
 * @returns what is given as `onTrace`
 */
export function traceToJsonLines(
  write: (line: string) => unknown,
  { startedAt }: { readonly startedAt?: Date | undefined } = {},
): (event: TraceEvent) => void {
  const put = (value: object): unknown => write(`${asciiOf(JSON.stringify(value))}\n`);
  put({ ...format, startedAt: startedAt?.toISOString() });
  return ({ atMs, direction, kind, bytes, meaning, text }) => {
    put({ atMs: Math.round(atMs * 1000) / 1000, direction, kind, bytes, meaning, text });
  };
}
