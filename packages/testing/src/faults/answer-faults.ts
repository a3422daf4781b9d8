import type { Occurrence } from "./occurrence.ts";

/** The command is done, and nothing is said of it: no line and no final result. */
export interface NoReplyFault extends Occurrence {
  readonly do: "no-reply";
}

/** The command is done and its information lines come, but no final result. */
export interface NoResultFault extends Occurrence {
  readonly do: "no-result";
}

/** The final result comes twice. */
export interface DoubleResultFault extends Occurrence {
  readonly do: "double-result";
}

/** The command is done, and `line` comes in place of its final result. */
export interface WrongResultFault extends Occurrence {
  readonly do: "wrong-result";
  /** E.g. `ERROR` or `+CME ERROR: 3`. */
  readonly line: string;
}

/** The answer comes `delayMs` later than usual; what follows waits. */
export interface LateReplyFault extends Occurrence {
  readonly do: "late-reply";
  /** How much later. */
  readonly delayMs: number;
}

/** The command is refused and does nothing: with the number `error`, with `text`, or with a plain `ERROR`. */
export type ErrorFault = RefusedByNumber | RefusedByText;

interface RefusedByNumber extends Occurrence {
  readonly do: "error";
  /** Printed in the form that `AT+CMEE` asks for. Default: none, a plain `ERROR`. */
  readonly error?: number | undefined;
  readonly text?: undefined;
}

interface RefusedByText extends Occurrence {
  readonly do: "error";
  readonly error?: undefined;
  /** Printed behind `+CME ERROR: `, whatever `AT+CMEE` asks for. */
  readonly text: string;
}
