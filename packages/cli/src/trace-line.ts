import type { TraceEvent } from "@qsmtp/client";

const arrows = { sent: ">", received: "<", note: "-" } as const;

/** Gives a function that writes trace events as lines, with the seconds since the first. */
export function traceWriter(write: (text: string) => unknown): (event: TraceEvent) => void {
  let startMs: number | undefined;
  return ({ direction, text, atMs }) => {
    startMs ??= atMs;
    const seconds = ((atMs - startMs) / 1000).toFixed(3).padStart(8);
    write(`${seconds} ${arrows[direction]} ${text}\n`);
  };
}
