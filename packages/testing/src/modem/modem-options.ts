import type { OperationDescriptor } from "@qsmtp/protocol";
import type { ResolvedFamily } from "@qsmtp/protocol/families";
import type { Clock } from "../clock/clock.ts";
import type { ModuleFault } from "../faults/fault.ts";
import type { ModuleQuirks } from "../quirks/module-quirks.ts";

/** How a modem listens and speaks. */
export interface ModemOptions {
  /** Default: the global timers, also faked ones. */
  readonly clock?: Clock | undefined;
  /**
   * Speed of the line in bit/s, both ways. Default: bytes take no time.
   * @minimum 1
   */
  readonly baudRate?: number | undefined;
  /**
   * How long each command takes before anything is printed. Default 0.
   * @minimum 0
   */
  readonly responseDelayMs?: number | undefined;
  /**
   * The least time between the end of a command line and the `CONNECT` that lets the host send data.
   * What comes before it is a command line for later, and the LF behind the CR no byte of the data.
   * 0 takes data that come in the same instant, which no module does. Default 10 ms, and more at a
   * `baudRate` at which two bytes take longer.
   * @minimum 0
   */
  readonly connectDelayMs?: number | undefined;
  /**
   * The least time that a command takes which had to wait for another one, in ms. A module that
   * answers all of its backlog in one instant would hide what a late answer does to those that
   * follow. Default 4; a command that finds the module idle takes `responseDelayMs` only.
   * @minimum 0
   */
  readonly queuedCommandMs?: number | undefined;
  /**
   * What becomes of bytes that arrive while a command runs, and of those that arrive before
   * `CONNECT`: `buffer` reads them as commands after the final result, `drop` loses them, byte by
   * byte, so that of a line whose beginning is lost the rest is read. Default `buffer`.
   */
  readonly busyInput?: "buffer" | "drop" | undefined;
  /** Whether the block that completes an upload is acknowledged when it is a full one. Default true. */
  readonly ackLastBlock?: boolean | undefined;
  /**
   * How long a restart takes; the module is deaf meanwhile. Default 0.
   * @minimum 0
   */
  readonly bootMs?: number | undefined;
  /** Ways of single modules, switched singly. Default: none; of a model those that it has. */
  readonly quirks?: ModuleQuirks | undefined;
  /**
   * What a restart prints, e.g. with `APP RDY`. Default: `RDY` and what the behaviours add to it:
   * `+CFUN`, `+CPIN`, `+QUSIM`, `+QIND`.
   */
  readonly bootLines?: readonly string[] | undefined;
  /**
   * How many lines `Modem.transcript` keeps, and how many commands `Modem.received`: the
   * newest ones. Default 10,000; `Infinity` for all.
   * @whole
   * @minimum 0
   * @orInfinity
   */
  readonly historyLines?: number | undefined;
  /**
   * `Modem.verify` tells of commands that nothing handles: unknown ones, and those that the
   * schema has and no behaviour answers. Each is answered `ERROR` as ever. Default true.
   */
  readonly strict?: boolean | undefined;
  /** What goes wrong, as `Modem.inject` takes it. */
  readonly faults?: readonly ModuleFault[] | undefined;
  /**
   * From it follows whatever faults leave to chance: the same seed and the same commands give the same
   * conversation on every machine. Default 1.
   * @whole
   */
  readonly seed?: number | undefined;
  /** Commands that the modem can read. Default: all that the schema has. */
  readonly operations?: readonly OperationDescriptor[] | undefined;
  /**
   * What `resolveFamily` of `@qsmtp/protocol/families` gives for a model, a firmware or an edition of
   * a manual: the operations are read and answered as that has them, and those that it lacks are
   * unknown. Default: what the schema says today.
   */
  readonly family?: ResolvedFamily | undefined;
}
