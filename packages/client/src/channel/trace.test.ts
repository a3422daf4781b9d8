import { enterPin, setSmtpAccount, setSslPsk } from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { CommandError } from "../errors/command-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import type { TraceEvent } from "../trace/trace-event.ts";
import { Trace } from "./trace.ts";

const account = setSmtpAccount({ username: "user", password: "weir-41-gate" });

/** A value of which nothing may be looked at. */
function untouchable<T extends object>(value: T): T {
  const refuse = (): never => {
    throw new Error("it was looked at");
  };
  return new Proxy(value, { get: refuse, has: refuse, ownKeys: refuse });
}

describe("a trace that nobody reads", () => {
  test("looks at nothing, asks for no time and puts nothing into words", () => {
    const trace = new Trace(undefined, () => {
      throw new Error("the time was asked for");
    });
    const noMask = (): never => {
      throw new Error("a mask was run");
    };
    trace.sentData(untouchable(new Uint8Array(3)), false);
    trace.escape(3);
    trace.dtr(true);
    trace.received(untouchable({ type: "line" as const, text: "OK" }), 6);
    trace.beginLine();
    trace.line("reply", "OK", noMask);
    trace.endLine();
    trace.received(untouchable({ type: "ack" as const }), 1);
    trace.partial(7);
    trace.note("a note");
  });

  test("still knows the secrets that went out", () => {
    const trace = new Trace(undefined, () => 0);
    trace.command(account, 1);
    expect(trace.maskUnknown("noise weir-41-gat noise")).toBe("<unknown line, 23 characters>");
  });
});

describe("a trace that is read", () => {
  function traced(): { trace: Trace; events: TraceEvent[] } {
    const events: TraceEvent[] = [];
    let nowMs = 0;
    return {
      trace: new Trace(
        (event) => events.push(event),
        () => nowMs++,
      ),
      events,
    };
  }

  test("says of each record what it is, when, and how many bytes", () => {
    const { trace, events } = traced();
    trace.command(account, account.bytes.length);
    const line = { type: "line", text: "OK" } as const;
    // Both have come before one is read.
    trace.received(line, 6);
    trace.received(line, 4);
    trace.beginLine();
    trace.line("final", "OK");
    // The same line read anew has no bytes of its own.
    trace.line("urc", "RDY");
    trace.endLine();
    trace.beginLine();
    trace.endLine();
    trace.dtr(false);
    trace.note("why", "recovery");
    expect(events.map(({ kind, bytes, text, atMs }) => [kind, bytes, text, atMs])).toEqual([
      ["command", account.bytes.length, 'AT+QSMTPCFG="account","user","***"', 0],
      ["line", 6, "OK", 1],
      ["line", 0, "RDY", 2],
      ["line", 4, "<not read>", 3],
      ["control-line", 0, "<DTR off>", 4],
      ["recovery", 0, "why", 5],
    ]);
  });

  test("masks a password that is also the name of the user", () => {
    const { trace, events } = traced();
    const command = setSmtpAccount({ username: "weir-41-gate", password: "weir-41-gate" });
    trace.command(command, command.bytes.length);
    expect(events[0]?.text).toBe('AT+QSMTPCFG="account","***","***"');
  });
});

describe("the words of a module's error", () => {
  const trace = new Trace(undefined, () => 0, ["weir-41-gate"]);

  test.each([
    "+CME ERROR: SIM not inserted",
    "+CME ERROR: 652",
    "+CMS ERROR: 500",
    '+CMTI: "SM",1',
    "OK",
  ])("stay where no secret can be in them: %s", (line) => {
    expect(trace.screen(line)).toBe(line);
  });

  test.each([
    '+CME ERROR: invalid AT+QSMTPCFG="account","u","other"',
    "+CME ERROR: weir-41-gate",
    "+CME ERROR: no weir-41-gte",
  ])("are not passed on where one may be: %s", (line) => {
    expect(trace.screen(line)).toBe("+CME ERROR: words that may hold a secret");
  });
});

test("an error that quotes a secret loses it, in its message, stack and causes", () => {
  const trace = new Trace(undefined, () => 0, ["weir-41-gate"]);
  const cause = new Error("the line +CSQ: weir-41-gate came");
  const error = new UnexpectedReplyError("AT+CSQ", "the line +CSQ: weir-41-gte came", cause);
  const outer = new UnexpectedReplyError("AT+CSQ", "no reply", error);
  trace.redact(outer);
  expect(`${outer.message}${outer.stack}`).toContain("no reply");
  for (const text of [error.message, error.stack, error.problem, String(error.cause)]) {
    expect(text).not.toMatch(/weir|gate|gte/);
  }
  const other = new CommandError("AT+CSQ", "+CME ERROR: 652", undefined);
  const { message } = other;
  trace.redact(other);
  expect(other.message).toBe(message);
});

test.each([
  [enterPin({ pin: "4802", newPin: "48021133" }), ["4802", "48021133"]],
  [setSmtpAccount({ username: "a***b", password: "weir-41-gate" }), ["weir-41-gate"]],
  [setSmtpAccount({ username: "", password: "$&.*(\\" }), ["$&.*(\\"]],
  [setSslPsk({ sslContextId: 1, identity: "pump", key: "c0ffee41" }), ["c0ffee41"]],
])("all secrets of a command are known: %s", (command, secrets) => {
  const trace = new Trace(undefined, () => 0);
  trace.protect(command);
  for (const secret of secrets) {
    expect(trace.maskUnknown(`x ${secret} y`)).toBe(
      `<unknown line, ${secret.length + 4} characters>`,
    );
  }
  expect(trace.maskUnknown("+NEW: 7")).toBe("+NEW: 7");
});
