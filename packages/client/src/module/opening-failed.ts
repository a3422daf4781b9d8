import { ModuleNotRespondingError } from "../errors/module-not-responding.ts";
import { isOwnError } from "../errors/qsmtp-error.ts";
import type { Heard } from "./heard.ts";

const silence = ["TIMEOUT", "WIRE_STATE_UNKNOWN"] as const;

/** Says what is on the port when no module answered; errors of other kinds stay as they are. */
export function openingFailed(error: unknown, heard: Heard, blocked: boolean): unknown {
  const content = heard.describe();
  if (isOwnError(error, "CONNECTION_LOST")) {
    if (!heard.closedByFarSide || content?.found === "other") return error;
  } else if (!silence.some((code) => isOwnError(error, code))) {
    return error;
  }
  if (content !== undefined && !blocked) {
    const { found, what, hint, sample } = content;
    const came = sample === undefined ? "" : `; what came is ${sample}`;
    const problem = `no module answers on this port: ${what}${came}`;
    return new ModuleNotRespondingError(problem, hint, { found, sample, cause: error });
  }
  if (heard.closedByFarSide) {
    return new ModuleNotRespondingError(
      "no module answers on this port: the far side accepts connections and closes them at once",
      "Another client may hold it, for many serial servers take one at a time, or it is not a serial server: check host and port.",
      { found: "closed-at-once", cause: error },
    );
  }
  return blocked
    ? new ModuleNotRespondingError(
        "nothing answers on this port",
        "The port takes no bytes: check flow control (RTS/CTS, XON/XOFF) and that the far side reads.",
        { found: "blocked", cause: error },
      )
    : new ModuleNotRespondingError(
        "nothing answers on this port",
        "Check power, cable, port and baud rate, and that no other program uses the port.",
        { found: "nothing", cause: error },
      );
}
