import type { FarEnd } from "@qsmtp/transport";

/** Why a client's connection ended. */
export type WireEnd =
  /** The client closed it, or it broke. */
  | "closed"
  /** The client spoke HTTP or TLS, as a browser does. */
  | "not-at-commands"
  /** The client does not read what the module answers. */
  | "not-read"
  /** Another client needed the place of one that was silent. */
  | "silent"
  /** Another client has the module. */
  | "busy"
  /** There are as many connections as there may be. */
  | "too-many"
  /** The module is gone. */
  | "module-ended"
  /** A test or a fault unplugged it. */
  | "unplugged";

/** A connection as the module at its end sees it. */
export interface HostWire extends FarEnd {
  /**
   * Lets what came meanwhile go to the module, and all that comes from now on.
   * @param waitingBytes tells how much the module has not read yet
   */
  open(waitingBytes: () => number): void;
  /** Ends the connection. */
  end(reason: WireEnd): void;
}
