import type { Occurrence } from "./occurrence.ts";

/** Where on the way to the module, and how much. */
interface ToModule extends Occurrence {
  /** In the command line with its CR, or in the data behind it. Default `line`. */
  readonly in?: "line" | "data" | undefined;
  /**
   * Which byte of it, from 1. Default: the one in the middle.
   * @whole
   * @minimum 1
   */
  readonly atByte?: number | undefined;
  /**
   * How many bytes from there on, or the rest of the line or of what came in one piece. Default 1.
   * @whole
   * @minimum 1
   */
  readonly bytes?: number | "chunk" | undefined;
}

/** Where on the way to the host, and how much. */
interface ToHost extends Occurrence {
  /** In what is said of the command, or in the data that it sends. Default `reply`. */
  readonly in?: "reply" | "data" | undefined;
  /**
   * Which byte of it, from 1. Default: the one in the middle.
   * @whole
   * @minimum 1
   */
  readonly atByte?: number | undefined;
  /**
   * How many bytes from there on, or all that come in one piece with them. Default 1.
   * @whole
   * @minimum 1
   */
  readonly bytes?: number | "chunk" | undefined;
}

/** A byte of the command line or of its data is lost on its way, or several. */
export interface LostToModuleFault extends ToModule {
  /** Name of the fault. */
  readonly do: "lost-to-module";
}

/** A byte of the command line or of its data comes twice, or several do. */
export interface DoubledToModuleFault extends ToModule {
  /** Name of the fault. */
  readonly do: "doubled-to-module";
}

/** A byte of the command line or of its data has its lowest bit changed, or several have. */
export interface FlippedToModuleFault extends ToModule {
  /** Name of the fault. */
  readonly do: "flipped-to-module";
}

/** A byte of the reply or of the data that the host reads is lost, or several. */
export interface LostToHostFault extends ToHost {
  /** Name of the fault. */
  readonly do: "lost-to-host";
}

/** A byte of the reply or of the data that the host reads comes twice, or several do. */
export interface DoubledToHostFault extends ToHost {
  /** Name of the fault. */
  readonly do: "doubled-to-host";
}

/** A byte of the reply or of the data that the host reads has its lowest bit changed, or several have. */
export interface FlippedToHostFault extends ToHost {
  /** Name of the fault. */
  readonly do: "flipped-to-host";
}
