import type { CommandMatch } from "./command-match.ts";

/** How often a fault happens, and when for the first time. */
export interface Repetition {
  /**
   * With which of those that it could hit it begins, from 1. Default 1.
   * @whole
   * @minimum 1
   */
  readonly nth?: number | undefined;
  /**
   * How many times it happens. Default 1, or `always` where there is a `probability`.
   * @whole
   * @minimum 1
   */
  readonly times?: number | "always" | undefined;
  /**
   * How likely it is each time, drawn from the `seed` of the module: the same seed and the same
   * commands give the same faults. Default 1.
   * @minimum 0
   * @maximum 1
   */
  readonly probability?: number | undefined;
}

/** Which commands a fault hits. */
export interface Occurrence extends Repetition {
  /** Default: every command that it can hit. */
  readonly on?: CommandMatch | undefined;
}

/** When something happens of which the command knows nothing. */
export type Moment = AtStep | AfterBytes;

/** When something happens that can take the place of an answer. */
export type EndingMoment = AtEndingStep | AfterBytes;

/** When a restart happens. */
export type RestartMoment = AtRestartStep | AfterBytes;

/** A delay behind a moment. */
interface Delay {
  /**
   * How long after that moment. The command goes on meanwhile. Default 0.
   * @minimum 0
   */
  readonly afterMs?: number | undefined;
}

/** A step of a command. */
interface AtStep extends Delay {
  /**
   * `before` the module works on the command, at its `connect`, directly behind `CONNECT`, or `after` its
   * final result. Default `before`.
   */
  readonly when?: "before" | "connect" | "after" | undefined;
  /** Not beside a step. */
  readonly afterBytes?: undefined;
}

/** A step of a command, or its place. */
interface AtEndingStep extends Delay {
  /**
   * `during` the command, which is neither done nor answered, at its `connect`, directly behind
   * `CONNECT`, or `after` its final result. Default `during`.
   */
  readonly when?: "during" | "connect" | "after" | undefined;
  /** Not beside a step. */
  readonly afterBytes?: undefined;
}

/** A step of a command, or the place of it or of its line. */
interface AtRestartStep extends Delay {
  /**
   * `before` the module works on the command line, which it then answers with everything forgotten and
   * echo on; `during` the command, which is neither done nor answered; at its `connect`, directly behind
   * `CONNECT`; `after` its final result. Default `during`.
   */
  readonly when?: "before" | "during" | "connect" | "after" | undefined;
  /** Not beside a step. */
  readonly afterBytes?: undefined;
}

/** A place in the data or in the reply of a command. */
interface AfterBytes extends Delay {
  /** Not beside a number of bytes. */
  readonly when?: undefined;
  /**
   * So many bytes of its data have passed, in either direction, or, where it has no data, of its reply.
   * @whole
   * @minimum 1
   */
  readonly afterBytes: number;
}
