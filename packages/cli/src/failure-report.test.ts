import {
  AbortedError,
  ConnectionFailedError,
  FileExistsError,
  type Outcome,
  QsmtpError,
  type QsmtpErrorCode,
  SendError,
} from "@qsmtp/client";
import { TransportError } from "@qsmtp/transport";
import { describe, expect, it } from "vitest";
import { ExitCode } from "./exit-code.ts";
import { exitCodeOf, reportFailure } from "./failure-report.ts";
import { Interruption } from "./interruption.ts";
import { failureText } from "./report-text.ts";
import { UsageError } from "./usage-error.ts";

function sendError(code: QsmtpErrorCode, outcome: Outcome = "not-sent", hint?: string): SendError {
  const failure = {
    stage: "waiting",
    outcome,
    leftBehind: [],
    draftLeftBehind: false,
    finalOutcome: Promise.resolve(outcome),
  } as const;
  return new SendError(code, "the mail was not sent: for a reason", failure, {
    fault: "module",
    hint,
  });
}

describe("a connection that could not be made", () => {
  it.each([
    ["PORT_BUSY", "link", true, ExitCode.failure],
    ["PORT_NOT_FOUND", "link", false, ExitCode.failure],
    ["CONNECT_TIMEOUT", "link", true, ExitCode.failure],
    ["MISSING_DEPENDENCY", "caller", false, ExitCode.failure],
    ["INVALID_OPTION", "caller", false, ExitCode.usage],
  ] as const)("keeps the transport's code %s", (code, fault, retryable, exitCode) => {
    const cause = new TransportError(code, "It did not work.");
    // The second comes from options that are wrong before anything is opened.
    for (const error of [new ConnectionFailedError(cause), cause]) {
      const report = reportFailure(error);
      expect(report).toMatchObject({
        outcome: "not-sent",
        error: { code, fault, retryable, stage: null, message: "It did not work." },
      });
      expect(exitCodeOf(report)).toBe(exitCode);
    }
  });

  it("has the client's code when the transport gives none", () => {
    const report = reportFailure(new ConnectionFailedError(new Error("broken")));
    expect(report.error).toMatchObject({ code: "CONNECTION_FAILED", message: "broken" });
  });
});

describe("an exit code", () => {
  it.each([
    ["USAGE", new UsageError("no"), ExitCode.usage],
    ["INVALID_OPTION", sendError("INVALID_OPTION"), ExitCode.usage],
    ["MODULE_CANNOT_SEND_MAIL", sendError("MODULE_CANNOT_SEND_MAIL"), ExitCode.failure],
    ["RESULT_OUTSTANDING", sendError("RESULT_OUTSTANDING"), ExitCode.failure],
    ["NOT_AS_ASKED", sendError("NOT_AS_ASKED"), ExitCode.failure],
    ["LINE_NOT_TRANSPARENT", sendError("LINE_NOT_TRANSPARENT"), ExitCode.failure],
    ["STORAGE_FULL", sendError("STORAGE_FULL"), ExitCode.failure],
    ["INTERNAL_ERROR", sendError("INTERNAL_ERROR"), ExitCode.failure],
    ["INTERNAL_ERROR", sendError("INTERNAL_ERROR", "unknown"), ExitCode.unknown],
    ["INTERNAL_ERROR", new TypeError("x is not a function"), ExitCode.failure],
    ["RESULT_MISSING", sendError("RESULT_MISSING", "unknown"), ExitCode.unknown],
    ["MODULE_RESTARTED", sendError("MODULE_RESTARTED", "unknown"), ExitCode.unknown],
  ])("for %s", (code, error, exitCode) => {
    const report = reportFailure(error);
    expect(report.error.code).toBe(code);
    expect(exitCodeOf(report)).toBe(exitCode);
  });
});

describe("words", () => {
  it("tell of an interruption before there was a mail", () => {
    const report = reportFailure(new AbortedError(new Interruption("SIGHUP")));
    expect(report.error).toMatchObject({
      code: "ABORTED",
      message: "the mail was not sent: interrupted by SIGHUP",
    });
  });

  it.each([
    ["an option of the client", new FileExistsError("RAM:log.csv"), "--replace-files."],
    ["a promise", sendError("RESULT_MISSING", "unknown", "Wait for finalOutcome"), "--urc-port."],
    ["a time limit", sendError("RESULT_OUTSTANDING", "not-sent", "Use timeoutMs."), "--timeout."],
  ])("name the option in place of %s", (_, error, option) => {
    const report = reportFailure(error);
    expect(report.error.message).toContain(`${error.problem}. ${report.error.hint}`);
    expect(failureText(report).trimEnd().endsWith(option)).toBe(true);
    expect(failureText(report)).not.toMatch(/finalOutcome|timeoutMs|replaceExistingFiles|\.\./);
  });

  it("have one full stop between problem and hint", () => {
    const error = new QsmtpError("TIMEOUT", "It took long.", { fault: "link", hint: "Wait." });
    expect(failureText(reportFailure(error))).toBe("qsmtp: It took long. Wait.\n");
  });
});
