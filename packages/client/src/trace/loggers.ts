import { printable } from "./printable.ts";
import type { TraceEvent } from "./trace-event.ts";

/** A logger that takes fields and a message, as pino and bunyan do. */
export interface FieldsLogger {
  /** As pino and the like have it: fields first, then the text. */
  debug(fields: object, message: string): unknown;
}

/** A logger that takes a message, as `console`, `debug` and most others do. */
export interface TextLogger {
  /** As `console` and winston have it. */
  debug(message: string): unknown;
}

const arrows = { sent: ">", received: "<", note: "-" } as const;

/**
 * Writes a trace to a logger of pino's shape, each record at the level `debug` with its fields.
 * @returns what is given as `onTrace`
 */
export function traceToFieldsLogger(logger: FieldsLogger): (event: TraceEvent) => void {
  return (event) => {
    const { atMs, direction, kind, bytes, meaning } = event;
    logger.debug({ atMs, direction, kind, bytes, meaning }, lineOf(event));
  };
}

/**
 * Writes a trace to a logger of the console's shape, each record as one line at the level `debug`.
 * @returns what is given as `onTrace`
 */
export function traceToTextLogger(logger: TextLogger): (event: TraceEvent) => void {
  return (event) => {
    logger.debug(lineOf(event));
  };
}

/** Control characters of others move no cursor of who reads the log. */
function lineOf({ direction, text }: TraceEvent): string {
  return `${arrows[direction]} ${printable(text)}`;
}
