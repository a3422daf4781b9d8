import type { EndingMoment, Moment, Occurrence, RestartMoment } from "./occurrence.ts";

/** What is heard of a restart. */
export interface RestartOptions {
  /**
   * What the module prints when it is up again; none at all for a restart that nobody sees. Default:
   * the module's `bootLines`.
   */
  readonly lines?: readonly string[] | undefined;
}

/**
 * The module restarts: instead of answering (`during`), `before` the command, which a module answers
 * that has forgotten everything and echoes, at its `connect`, `after` it, or in its data (`afterBytes`).
 */
export type RestartFault = RestartStep & RestartMoment;

/** A restart, without its moment. */
interface RestartStep extends Occurrence, RestartOptions {
  /** Name of the fault. */
  readonly do: "restart";
}

/** The module goes off, `during` the command, at its `connect`, `after` it, or in its data (`afterBytes`). */
export type PowerOffFault = PowerOffStep & EndingMoment;

/** Going off, without its moment. */
interface PowerOffStep extends Occurrence {
  /** Name of the fault. */
  readonly do: "power-off";
  /** Its last words, e.g. `POWERED DOWN`. Default: none. */
  readonly lines?: readonly string[] | undefined;
}

/** The wire breaks: the host's connection ends, and may be opened again; the module lives on. */
export type HangUpFault = HangUpStep & Moment;

/** The end of the connection, without its moment. */
interface HangUpStep extends Occurrence {
  /** Name of the fault. */
  readonly do: "hang-up";
}

/** The network drops a PDP context: a mail on its way fails. */
export type DropContextFault = DropContextStep & Moment;

/** The end of a context, without its moment. */
interface DropContextStep extends Occurrence {
  /** Name of the fault. */
  readonly do: "drop-context";
  /**
   * Default: the one that mail uses.
   * @whole
   * @minimum 1
   */
  readonly contextId?: number | undefined;
  /** Whether it happens without a word, so that `AT+QIACT?` shows the context still. Default false. */
  readonly silently?: boolean | undefined;
}

/** The module is deaf and mute for `forMs`: what the host sends is lost, and so is what the module says. */
export type SilenceFault = SilenceStep & Moment;

/** Silence, without its moment. */
interface SilenceStep extends Occurrence {
  /** Name of the fault. */
  readonly do: "silence";
  /** How long. */
  readonly forMs: number;
}

/** The module takes no bytes for `forMs`: what the host sends arrives when that is over. */
export type FlowStallsFault = FlowStallsStep & Moment;

/** A stall, without its moment. */
interface FlowStallsStep extends Occurrence {
  /** Name of the fault. */
  readonly do: "flow-stalls";
  /** How long. */
  readonly forMs: number;
}
