import { nameErrors } from "./error-text.ts";
import { QsmtpError } from "./qsmtp-error.ts";
import { reasonOf } from "./reason-of.ts";

const blockedHint =
  "The port takes no bytes: check flow control (RTS/CTS, XON/XOFF) and that the far side reads.";

/** A wait ended without what it waited for. */
export class TimeoutError extends QsmtpError {
  static {
    nameErrors(TimeoutError, "TimeoutError");
  }
  /** What was waited for, e.g. `the final result of AT+CSQ`. */
  readonly waitedFor: string;
  /** The limit, in milliseconds. */
  readonly timeoutMs: number;

  /** `blocked`: bytes were handed over that the port did not take. */
  constructor(
    waitedFor: string,
    timeoutMs: number,
    { blocked = false }: { readonly blocked?: boolean } = {},
  ) {
    const limitMs = Math.round(timeoutMs);
    super("TIMEOUT", `no answer within ${limitMs} ms: waited for ${waitedFor}`, {
      fault: blocked ? "link" : "module",
      retryable: true,
      hint: blocked ? blockedHint : undefined,
    });
    this.waitedFor = waitedFor;
    this.timeoutMs = limitMs;
  }
}

/** The caller's signal fired; its reason is the cause. */
export class AbortedError extends QsmtpError {
  static {
    nameErrors(AbortedError, "AbortedError");
  }

  constructor(reason: unknown) {
    const why = reasonOf(reason);
    super("ABORTED", `given up by the caller: ${why}`, { fault: "caller", cause: reason });
  }
}

/** The connection ended while the call was running, or before it. */
export class ConnectionLostError extends QsmtpError {
  static {
    nameErrors(ConnectionLostError, "ConnectionLostError");
  }

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
  static {
    nameErrors(ModuleRestartedError, "ModuleRestartedError");
  }

  constructor() {
    super("MODULE_RESTARTED", "the module restarted while the call was running", {
      fault: "module",
      retryable: true,
      hint: "The next mail sets it up anew. If it happens while sending, check the power supply.",
    });
  }
}

/**
 * The time of the call was over while the wire was being made safe: nothing shows yet in which mode
 * the module is, or what it still has to answer. It goes on being asked.
 */
export class WireStateError extends QsmtpError {
  static {
    nameErrors(WireStateError, "WireStateError");
  }

  constructor(after: string) {
    super("WIRE_STATE_UNKNOWN", `the module answers nothing after ${after}`, {
      fault: "module",
      retryable: true,
      hint: "Try again later: the module goes on being asked. If it stays silent, close and open it, and restart it if that does not help.",
    });
  }
}

/** The reply does not read as the schema says. */
export class UnexpectedReplyError extends QsmtpError {
  static {
    nameErrors(UnexpectedReplyError, "UnexpectedReplyError");
  }

  constructor(command: string, problem: string, cause?: unknown) {
    super("UNEXPECTED_REPLY", `${command}: ${problem}`, {
      fault: "module",
      retryable: true,
      cause,
    });
  }
}

/** What was sent as data came back as lines: the module is in command mode, or echoes data too. */
export class DataEchoedError extends UnexpectedReplyError {
  constructor(command: string) {
    super(command, "the module gives back what it should take as data");
  }
}

/** The module was closed by its owner while the call was running, or before it. */
export class ModuleClosedError extends QsmtpError {
  static {
    nameErrors(ModuleClosedError, "ModuleClosedError");
  }

  constructor() {
    super("MODULE_CLOSED", "the module was closed", { fault: "caller", hint: "Open it again." });
  }
}
