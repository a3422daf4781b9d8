import { QsmtpError } from "./qsmtp-error.ts";

/** A wait ended without what it waited for. */
export class TimeoutError extends QsmtpError {
  override readonly name = "TimeoutError";
  /** What was waited for, e.g. `the final result of AT+CSQ`. */
  readonly waitedFor: string;
  readonly timeoutMs: number;

  constructor(waitedFor: string, timeoutMs: number) {
    super("TIMEOUT", `no answer within ${timeoutMs} ms: waited for ${waitedFor}`, {
      fault: "module",
      retryable: true,
    });
    this.waitedFor = waitedFor;
    this.timeoutMs = timeoutMs;
  }
}

/** The connection ended while the call was running, or before it. */
export class ConnectionLostError extends QsmtpError {
  override readonly name = "ConnectionLostError";

  constructor(cause: unknown) {
    super("CONNECTION_LOST", "the connection to the module is gone", {
      fault: "link",
      retryable: true,
      hint: "Check cable and power, then open the module again.",
      cause,
    });
  }
}

/** The module printed its start-up line: everything volatile in it is gone. */
export class ModuleRestartedError extends QsmtpError {
  override readonly name = "ModuleRestartedError";

  constructor() {
    super("MODULE_RESTARTED", "the module restarted while the call was running", {
      fault: "module",
      retryable: true,
      hint: "Open the module again. If it happens while sending, check the power supply.",
    });
  }
}

/** Nothing that was tried shows in which mode the module is; nothing may be sent to it. */
export class WireStateError extends QsmtpError {
  override readonly name = "WireStateError";

  constructor(after: string) {
    super("WIRE_STATE_UNKNOWN", `the module answers nothing after ${after}`, {
      fault: "module",
      hint: "Close the module, restart it by its power or reset line, and open it again.",
    });
  }
}

/** The reply does not read as the schema says. */
export class UnexpectedReplyError extends QsmtpError {
  override readonly name = "UnexpectedReplyError";

  constructor(command: string, problem: string, cause?: unknown) {
    super("UNEXPECTED_REPLY", `${command}: ${problem}`, { fault: "module", cause });
  }
}

/** The module was closed by its owner while the call was running, or before it. */
export class ModuleClosedError extends QsmtpError {
  override readonly name = "ModuleClosedError";

  constructor() {
    super("MODULE_CLOSED", "the module was closed", { fault: "caller", hint: "Open it again." });
  }
}
