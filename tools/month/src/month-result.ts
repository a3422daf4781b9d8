import type { Violation } from "./far-end.ts";

export interface MonthOptions {
  readonly seed: number;
  /** How many mails are asked for. */
  readonly mails: number;
  /** In how many days. */
  readonly days: number;
  /** Only this mail is asked for; all else happens as in the whole month. */
  readonly onlyMail?: number | undefined;
  /** Damages texts also where these modules give no way to see it. */
  readonly damagesBodies?: boolean | undefined;
  /** The module takes other commands while it sends, where the manual has it refuse them (652). */
  readonly takesWhileSending?: boolean | undefined;
  /** Gets every line of the log. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface FoundViolation extends Violation {
  readonly day: string;
  /** The last lines of the log before it. */
  readonly before: readonly string[];
}

export interface MonthResult {
  readonly seed: number;
  readonly mails: number;
  readonly sent: number;
  readonly notSent: number;
  readonly unknown: number;
  /** Tries of a mail beyond its first, by the queue. */
  readonly retries: number;
  readonly restarts: number;
  /** Connections that the client tried to open anew. */
  readonly reconnects: number;
  readonly crashes: number;
  /** The longest time without a module that could be used, in milliseconds. */
  readonly longestOutageMs: number;
  readonly virtualMs: number;
  readonly wallMs: number;
  readonly digest: string;
  /** Growth of the heap for each mail between the first and the last look, in bytes. */
  readonly heapBytesPerMail: number | undefined;
  /** What went wrong, and how often. */
  readonly mix: readonly (readonly [what: string, times: number])[];
  readonly violations: readonly FoundViolation[];
}
