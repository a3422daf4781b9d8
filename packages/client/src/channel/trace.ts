import type { LineMeaning } from "./exchange.ts";

/** One line of the conversation for people and logs. Secrets and mail bodies never stand in it. */
export interface TraceEvent {
  readonly direction: "sent" | "received" | "note";
  /** A command or line with secrets masked, or a description such as `<1024 bytes of data>`. */
  readonly text: string;
  /** What a received line was; `undefined` for the other directions. */
  readonly meaning: LineMeaning | undefined;
  /** Milliseconds on the clock of the channel. */
  readonly atMs: number;
}

/**
 * Text of a line that belongs to nothing we know. It may be a piece of a mail body that the module
 * took for a command, so only its kind is shown.
 */
export function describeUnknownLine(text: string): string {
  const prefix = /^[+^%$#&*][A-Z0-9 ]{1,20}:/.exec(text)?.[0];
  return prefix === undefined ? `<unknown line, ${text.length} characters>` : `${prefix} <unknown>`;
}
