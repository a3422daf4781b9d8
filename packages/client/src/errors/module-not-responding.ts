import { nameErrors } from "./error-text.ts";
import { QsmtpError } from "./qsmtp-error.ts";

/**
 * What is on a port where no module answers.
 *
 * `nothing` came; `blocked`: the port takes no bytes; `closed-at-once`: the far side accepted the
 * connection and ended it before any byte; `nmea`: position sentences; `login`: the login or shell
 * prompt of a computer; `boot-log`: one that starts; `wrong-speed`: bytes that are no text; `echo`:
 * what was sent, and nothing else; `telnet`: negotiation of a telnet server; `banner`: the greeting
 * of another kind of server; `other`: text of another kind.
 */
export type PortFinding =
  | "nothing"
  | "blocked"
  | "closed-at-once"
  | "nmea"
  | "login"
  | "boot-log"
  | "wrong-speed"
  | "echo"
  | "telnet"
  | "banner"
  | "other";

/** No module answers on the port; `found` tells what is there instead. */
export class ModuleNotRespondingError extends QsmtpError {
  static {
    nameErrors(ModuleNotRespondingError, "ModuleNotRespondingError");
  }
  /** What is on the port instead of a module. */
  readonly found: PortFinding;
  /** A little of what came, in printable characters; `undefined` where it may hold a secret. */
  readonly sample: string | undefined;

  constructor(
    problem: string,
    hint: string,
    what: {
      readonly found: PortFinding;
      readonly sample?: string | undefined;
      readonly cause: unknown;
    },
  ) {
    super("MODULE_NOT_RESPONDING", problem, {
      fault: "link",
      retryable: true,
      hint,
      cause: what.cause,
    });
    this.found = what.found;
    this.sample = what.sample;
  }
}
