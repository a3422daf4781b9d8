import type { Occurrence } from "./occurrence.ts";

/** The command is not done, and neither `CONNECT` nor anything else comes. */
export interface NoConnectFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "no-connect";
}

/** The data phase begins, but its `CONNECT` is lost: what the host sends is taken as data. */
export interface LostConnectFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "lost-connect";
}

/** The data phase ends after `afterBytes` with the result of a whole one; what follows is read as commands. */
export interface DataEndsEarlyFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "data-ends-early";
  /**
   * Bytes of the data from the host.
   * @whole
   * @minimum 1
   */
  readonly afterBytes: number;
}

/** Instead of answering the module takes all that comes as data, until an escape or DTR ends that. */
export interface StuckInDataFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "stuck-in-data";
}

/** The upload is told with another checksum than its data have. */
export interface WrongChecksumFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "wrong-checksum";
}

/** There is no room: the command that stores a file is refused, and the one that asks for room is told 0. */
export interface StorageFullFault extends Occurrence {
  /** Name of the fault. */
  readonly do: "storage-full";
}

/** Which of the acknowledging letters a fault hits. */
interface AtAck extends Occurrence {
  /**
   * Which of the letters, from 1. Default 1.
   * @whole
   * @minimum 1
   */
  readonly atAck?: number | undefined;
}

/** The letter that acknowledges a block of an upload is lost. */
export interface LostAckFault extends AtAck {
  /** Name of the fault. */
  readonly do: "lost-ack";
}

/** The letter that acknowledges a block of an upload comes twice. */
export interface DoubledAckFault extends AtAck {
  /** Name of the fault. */
  readonly do: "doubled-ack";
}

/** The letter that acknowledges a block of an upload has its lowest bit changed. */
export interface FlippedAckFault extends AtAck {
  /** Name of the fault. */
  readonly do: "flipped-ack";
}
