/** What a received line turned out to be. */
export type LineMeaning = "echo" | "reply" | "final" | "urc" | "text" | "unknown";

/**
 * What a record of the conversation is about.
 *
 * Sent: `command` a command line, `data` a block of a data phase, `escape` the `+++` that leaves data
 * mode, `control-line` DTR set or cleared. Received: `line`, `data`, `ack` an acknowledgement of a
 * block, `overlong` a line that was too long and was dropped, `partial` what was left without a line
 * end when the connection ended. Notes: `note`, `restart` of the module, `recovery` a step taken to
 * get the module back.
 */
export type TraceKind =
  | "command"
  | "data"
  | "escape"
  | "control-line"
  | "line"
  | "ack"
  | "overlong"
  | "partial"
  | "note"
  | "restart"
  | "recovery";

/**
 * One record of the conversation for people and logs. Secrets, mail bodies and the contents of files
 * never stand in it.
 */
export interface TraceEvent {
  /** `note`: something that was done, no bytes. */
  readonly direction: "sent" | "received" | "note";
  /** What the bytes are. */
  readonly kind: TraceKind;
  /** A command or line with secrets masked, or a description such as `<1024 bytes of data>`. */
  readonly text: string;
  /** What a received line was; `undefined` for all else. */
  readonly meaning: LineMeaning | undefined;
  /**
   * Bytes on the wire that this record stands for, line ends included. Those of all records sent add
   * up to what was handed to the connection, those of all received to what came from it.
   */
  readonly bytes: number;
  /** Milliseconds on the clock of the channel, `ModuleOptions.clock`. */
  readonly atMs: number;
}
