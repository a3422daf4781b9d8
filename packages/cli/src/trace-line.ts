import { type TraceEvent, traceToTextLogger } from "@qsmtp/client";

/** Gives a function that writes trace events as lines, with the seconds since the first. */
export function traceWriter(write: (text: string) => unknown): (event: TraceEvent) => void {
  let startMs: number | undefined;
  let seconds = "";
  const writeLine = traceToTextLogger({ debug: (line) => write(`${seconds} ${line}\n`) });
  return (event) => {
    startMs ??= event.atMs;
    seconds = ((event.atMs - startMs) / 1000).toFixed(3).padStart(8);
    writeLine(event);
  };
}
