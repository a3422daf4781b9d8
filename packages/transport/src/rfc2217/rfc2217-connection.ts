import type { Connection } from "../connection.ts";

/** A connection through an RFC 2217 server, with what such a server can do beyond bytes and DTR. */
export interface Rfc2217Connection extends Connection {
  /**
   * Asserts (ON) or de-asserts (OFF) the RTS line, in the order of the calls, as `setDtr` does. With
   * flow control by RTS and CTS the server drives the line, and what this does is its affair.
   *
   * @throws {@link TransportError} `UNSUPPORTED`, `CONTROL_LINES_FAILED`, `CLOSED` and
   * `CONNECTION_LOST` as for `setDtr`.
   */
  setRts(asserted: boolean): Promise<void>;

  /**
   * Sends a break of `durationMs`, 1 to 10 000, after all earlier writes.
   *
   * @throws {@link TransportError} `INVALID_OPTION` for a duration out of its range, else as for
   * `setDtr`.
   */
  sendBreak(durationMs: number): Promise<void>;

  /**
   * Throws away what the server holds: bytes from the module that it has not passed on
   * (`"received"`), bytes for the module that its port has not sent (`"unsent"`), or both. It comes
   * after earlier writes, so it cannot help one that does not end.
   *
   * @throws {@link TransportError} as for `setDtr`.
   */
  purge(what: "received" | "unsent" | "both"): Promise<void>;
}
