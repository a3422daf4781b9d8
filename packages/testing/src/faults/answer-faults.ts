import type { Occurrence } from "./occurrence.ts";

/** The command is done, and nothing is said of it: no line and no final result. */
export interface NoReplyFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "no-reply";
}

/** The command is done and its information lines come, but no final result. */
export interface NoResultFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "no-result";
}

/** The final result comes twice. */
export interface DoubleResultFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "double-result";
}

/** The command is done, and `line` comes in place of its final result. */
export interface WrongResultFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "wrong-result";
  /** E.g. `ERROR` or `+CME ERROR: 3`. */
  readonly line: string;
}

/** The answer comes `delayMs` later than usual; what follows waits. */
export interface LateReplyFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "late-reply";
  /** How much later. */
  readonly delayMs: number;
}

/** The command is refused and does nothing: with the number `error`, with `text`, or with a plain `ERROR`. */
export type ErrorFault = RefusedByNumber | RefusedByText;

/** A refusal with a number, or a plain `ERROR`. */
interface RefusedByNumber extends Occurrence {
  /** Name of the fault. */
  readonly do: "error";
  /** Printed in the form that `AT+CMEE` asks for. Default: none, a plain `ERROR`. */
  readonly error?: number | undefined;
  /** Of the other form. */
  readonly text?: undefined;
}

/** A refusal with a text. */
interface RefusedByText extends Occurrence {
  /** Name of the fault. */
  readonly do: "error";
  /** Of the other form. */
  readonly error?: undefined;
  /** Printed behind `+CME ERROR: `, whatever `AT+CMEE` asks for. */
  readonly text: string;
}
