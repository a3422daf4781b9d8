import type { Occurrence } from "./occurrence.ts";

/**
 * `line`, be it text, `OK`, `ERROR` or a URC, stands where nobody asked for it: `before` the answer, in
 * its `middle`, `after` it, at the `connect`, or in the data after `afterBytes`.
 */
export type StrayLineFault = StrayAtStep | StrayInData;

/** A stray line, without its place. */
interface Stray extends Occurrence {
  /** Name of the fault. */
  readonly do: "stray-line";
  /** Without line ends. */
  readonly line: string;
  /**
   * How many times it is printed. Default 1.
   * @whole
   * @minimum 1
   * @maximum 1000
   */
  readonly copies?: number | undefined;
}

/** A stray line at a step of the command. */
interface StrayAtStep extends Stray {
  /**
   * Directly `before` the answer, `CONNECT` included; in its `middle`, between information lines and
   * final result; directly `after` it; directly behind its `connect`. Default `before`.
   */
  readonly when?: "before" | "middle" | "after" | "connect" | undefined;
  /** Not beside a step. */
  readonly afterBytes?: undefined;
}

/** A stray line among the data. */
interface StrayInData extends Stray {
  /** Not beside a number of bytes. */
  readonly when?: undefined;
  /**
   * So many bytes of the data have passed.
   * @whole
   * @minimum 1
   */
  readonly afterBytes: number;
}

/** A line of `bytes` that mean nothing, drawn from the seed, stands before the answer. */
export interface GarbageLineFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "garbage-line";
  /**
   * Its length: control characters and signs, no letter, no digit and no line end. Default 16.
   * @whole
   * @minimum 1
   * @maximum 100000
   */
  readonly bytes?: number | undefined;
}

/** What the module writes from the command on, until the next one, comes in pieces of `chunkBytes`. */
export interface SplitBytesFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "split-bytes";
  /**
   * Bytes of a piece. Default 1.
   * @whole
   * @minimum 1
   */
  readonly chunkBytes?: number | undefined;
}

/** The lines of the answer have one line end between them instead of two. */
export interface MergedLinesFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "merged-lines";
}

/** Echo is on from this command on, which is echoed too. */
export interface EchoAppearsFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "echo-appears";
}
