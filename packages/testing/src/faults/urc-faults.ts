import type { Occurrence } from "./occurrence.ts";

/**
 * Which unsolicited line a fault hits. With `on` it is the next one that follows such a command, before
 * the command comes again; without, each unsolicited line counts for itself.
 */
interface OfUrc extends Occurrence {
  /**
   * How the line begins, in any case. Default: with the name of the command that `on` names; any line
   * without one.
   */
  readonly urc?: string | undefined;
}

/** The unsolicited line never comes: `on: "QSMTPPUT"` sends the mail, and nobody hears of it. */
export interface DropUrcFault extends OfUrc {
  /** Name of the fault. */
  readonly do: "drop-urc";
}

/** The unsolicited line comes `copies` times. */
export interface DoubleUrcFault extends OfUrc {
  /** Name of the fault. */
  readonly do: "double-urc";
  /**
   * Default 2.
   * @whole
   * @minimum 2
   * @maximum 1000
   */
  readonly copies?: number | undefined;
}

/** The unsolicited line comes `delayMs` late. The module takes the next command meanwhile. */
export interface LateUrcFault extends OfUrc {
  /** Name of the fault. */
  readonly do: "late-urc";
  /** How late. */
  readonly delayMs: number;
}

/** `line` comes in place of the unsolicited line, e.g. `+QSMTPPUT: 999,0` for a mail that arrived. */
export interface WrongUrcFault extends OfUrc {
  /** Name of the fault. */
  readonly do: "wrong-urc";
  /** Without line ends. */
  readonly line: string;
}

/** `+QSMTPPUT` comes before the `OK` of its `AT+QSMTPPUT`, which waits for it. */
export interface EarlyUrcFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "early-urc";
}
