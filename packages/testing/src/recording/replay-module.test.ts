import { getSignalQuality, getSslVersion } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TestHost } from "../test-host.fixture.ts";
import { checkOf } from "./hidden-bytes.ts";
import { type ReplayOptions, replayModule } from "./replay-module.ts";
import { type TranscriptRecord, transcriptHeader } from "./transcript-format.ts";

let host: TestHost;

beforeEach(() => {
  vi.useFakeTimers();
  host = new TestHost();
});

afterEach(() => {
  vi.useRealTimers();
});

function replay(records: readonly TranscriptRecord[], options?: ReplayOptions) {
  const replayed = replayModule({ header: transcriptHeader(), records }, options);
  replayed.attach(host.farEnd);
  return replayed;
}

/** What the module says to these bytes in no time. */
function say(text: string | Uint8Array): string {
  host.type(text);
  vi.advanceTimersByTime(0);
  return host.take();
}

const ok = "\r\nOK\r\n";
const csq = (atMs: number, rssi: number): TranscriptRecord[] => [
  { atMs, sent: "AT+CSQ\r" },
  { atMs: atMs + 10, received: `\r\n+CSQ: ${rssi},99\r\n` },
  { atMs: atMs + 10, received: ok },
];
const password = { hidden: "secret 1", check: checkOf("secret", "hush") };

describe("a replayed module", () => {
  it("answers what it answered, however the host cuts its writes", () => {
    const replayed = replay([...csq(0, 20), { atMs: 50, received: "\r\nRDY\r\n" }, ...csq(90, 7)]);
    expect(say("AT+C")).toBe("");
    expect(say("SQ\rAT+CSQ\r")).toBe(`\r\n+CSQ: 20,99\r\n${ok}\r\nRDY\r\n\r\n+CSQ: 7,99\r\n${ok}`);
    expect(replayed.remaining).toBe(0);
    replayed.verify();
  });

  it("takes as long as it took, at the recorded pace", () => {
    replay([...csq(0, 20), { atMs: 5000, received: "\r\nRDY\r\n" }], { pace: "recorded" });
    expect(say("AT+CSQ\r")).toBe("");
    vi.advanceTimersByTime(10);
    expect(host.take()).toBe(`\r\n+CSQ: 20,99\r\n${ok}`);
    vi.advanceTimersByTime(4989);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe("\r\nRDY\r\n");
  });

  it("tells the first difference with both sides, and breaks the wire", async () => {
    const unplug = vi.spyOn(host.farEnd, "unplug");
    const replayed = replay(csq(0, 20));
    expect(say('AT+QSMTPCFG="account","robot","hush"\r')).toBe("");
    await replayed.finished;
    expect(unplug).toHaveBeenCalledOnce();
    expect(replayed.difference?.expected).toEqual({ atMs: 0, sent: "AT+CSQ\r" });
    expect(() => replayed.verify()).toThrow(
      'at record 0.\nexpected > AT+CSQ\ncame     > AT+QSMTPCFG="account","robot","<secret 1>"',
    );
    expect(JSON.stringify(replayed.difference)).not.toContain("hush");
  });

  it("tells what was not said, and what was said behind the end", () => {
    const replayed = replay(csq(0, 20));
    expect(() => replayed.verify()).toThrow(
      "3 records were not played. The next is\n      0.000 > AT+CSQ",
    );
    say("AT+CSQ\r");
    replayed.verify();
    say("AT\r");
    expect(() => replayed.verify()).toThrow(
      "expected - the recorded session is at its end\ncame     > AT",
    );
  });

  it("takes any secret with the right check, and says it again where the module did", () => {
    const session: TranscriptRecord[] = [
      { atMs: 0, sent: ['AT+QSMTPCFG="account","robot","', password, '"\r'] },
      { atMs: 1, received: ok },
      { atMs: 2, sent: 'AT+QSMTPCFG="account"\r' },
      { atMs: 3, received: ['\r\n+QSMTPCFG: "account","robot","', password, '"\r\n'] },
    ];
    const right = replay(session);
    say('AT+QSMTPCFG="account","robot","hush"\r');
    expect(say('AT+QSMTPCFG="account"\r')).toBe('\r\n+QSMTPCFG: "account","robot","hush"\r\n');
    right.verify();
    const wrong = replay(session);
    say('AT+QSMTPCFG="account","robot","hash"\r');
    expect(() => wrong.verify()).toThrow('expected > AT+QSMTPCFG="account","robot","<secret 1>"');
  });

  it("says what it hides if that is given, and which it needs if not", () => {
    const session: TranscriptRecord[] = [{ atMs: 0, received: ["\r\n", password, "\r\n"] }];
    replay(session, { hidden: { "secret 1": "hush" } });
    vi.advanceTimersByTime(0);
    expect(host.take()).toBe("\r\nhush\r\n");
    const unknown = replay(session);
    expect(() => unknown.verify()).toThrow(
      expect.objectContaining({
        code: "HIDDEN_BYTES",
        message: expect.stringContaining('hides "secret 1"'),
      }),
    );
    expect(() => replay(session, { hidden: { "secret 1": "hash" } })).toThrow("is not what");
    expect(() => replay(session, { hidden: { "data 1": "x" } })).toThrow("It hides: secret 1.");
  });

  it("takes data with the right length and check", () => {
    const body = { hidden: "data 1", bytes: 12, check: checkOf("data", "hello\rhello\n") };
    const session: TranscriptRecord[] = [
      { atMs: 0, sent: [body], data: true },
      { atMs: 1, received: ok },
    ];
    const right = replay(session);
    expect(say("hello\r")).toBe("");
    expect(say("hello\n")).toBe(ok);
    right.verify();
    const wrong = replay(session);
    say("Hello\rhello\n");
    expect(() => wrong.verify()).toThrow(
      "expected > data: <data 1, 12 bytes>\ncame     > data: <other data, 12 bytes>",
    );
  });

  it("waits for DTR where the wire has it", () => {
    const session: TranscriptRecord[] = [
      { atMs: 0, dtr: false },
      { atMs: 10, received: "\r\nNO CARRIER\r\n" },
      { atMs: 20, dtr: true },
      { atMs: 30, received: ok },
    ];
    const replayed = replay(session);
    vi.advanceTimersByTime(100);
    expect(host.take()).toBe("");
    host.setDtr(false);
    vi.advanceTimersByTime(0);
    expect(host.take()).toBe("\r\nNO CARRIER\r\n");
    host.setDtr(true);
    vi.advanceTimersByTime(0);
    expect(host.take()).toBe(ok);
    replayed.verify();
  });

  const dtrSession: TranscriptRecord[] = [
    ...csq(0, 20),
    { atMs: 20, dtr: false },
    { atMs: 30, dtr: true },
    { atMs: 40, sent: "ATI\r" },
  ];
  const off = "- DTR off";
  const on = "- DTR on";
  const end = "- the recorded session is at its end";

  it.each([
    ["too early", dtrSession, ["off", "on", "AT+CSQ", "ATI"], "> AT+CSQ", off],
    ["too late", dtrSession, ["AT+CSQ", "ATI", "off", "on"], off, "> ATI"],
    ["not", dtrSession, ["AT+CSQ", "ATI"], off, "> ATI"],
    ["once only", dtrSession, ["AT+CSQ", "off", "ATI"], on, "> ATI"],
    ["once more", dtrSession, ["AT+CSQ", "off", "on", "off", "on", "ATI"], "> ATI", off],
    ["before its line was whole", csq(0, 20), ["A", "off", "T+CSQ"], "> AT+CSQ", off],
    ["behind the end", csq(0, 20), ["AT+CSQ", "off"], end, off],
  ])("tells of DTR that was set %s", (_, session, moves, expected, came) => {
    const replayed = replay(session);
    for (const move of moves) {
      if (move === "off" || move === "on") host.setDtr(move === "on");
      else say(move === "A" ? move : `${move}\r`);
      vi.advanceTimersByTime(0);
    }
    expect(() => replayed.verify()).toThrow(`expected ${expected}\ncame     ${came}`);
    expect(replayed.difference?.dtr).toBe(came.startsWith("-") ? false : undefined);
  });

  it("takes DTR that was set as in the recording, also before the module has spoken", () => {
    const session: TranscriptRecord[] = [{ atMs: 0, dtr: true }, ...dtrSession];
    const replayed = replay(session);
    say("AT+CSQ\r");
    host.setDtr(false);
    host.setDtr(true);
    say("ATI\r");
    replayed.verify();
    host = new TestHost();
    const hasty = replay(session);
    host.type("AT+CSQ\r");
    host.setDtr(false);
    host.setDtr(true);
    say("ATI\r");
    hasty.verify();
  });

  it("does not count how a port is opened and closed", () => {
    host.close();
    const replayed = replay(csq(0, 20));
    for (const dtrOnOpen of [true, false]) {
      host.open();
      if (!dtrOnOpen) host.setDtr(false);
      say(dtrOnOpen ? "AT+CSQ\r" : "");
      host.close();
    }
    replayed.verify();
  });

  it.each([
    ["more than was recorded", csq(0, 20), "AT+CSQ\rAT+QPOWD", "> AT+QPOWD"],
    ["of a command that is loose", csq(0, 20), "AT+CSQ\rAT+Q", "> AT+Q"],
    [
      "before the connection ended",
      [...csq(0, 20), { atMs: 30, connection: "closed" }] as TranscriptRecord[],
      "AT+CSQ\rAT",
      "> AT",
    ],
  ])("tells of the beginning of a line, %s", (_, session, text, came) => {
    const replayed = replay(session, { loose: [getSslVersion] });
    say(text);
    expect(() => replayed.verify()).toThrow(`expected ${end}\ncame     ${came}`);
  });

  it("loses the connection where it was lost", () => {
    const unplug = vi.spyOn(host.farEnd, "unplug");
    replay([...csq(0, 20), { atMs: 30, connection: "lost" }]);
    say("AT+CSQ\r");
    expect(unplug).toHaveBeenCalledOnce();
  });

  it("answers loose commands anywhere, as they were last or first", () => {
    const session: TranscriptRecord[] = [
      ...csq(0, 20),
      { atMs: 20, sent: "ATE0\r" },
      { atMs: 21, received: ok },
      { atMs: 30, sent: 'AT+QSSLCFG="sslversion",5\r' },
      { atMs: 31, received: '\r\n+QSSLCFG: "sslversion",5,3\r\n' },
      { atMs: 31, received: ok },
      ...csq(40, 7),
      { atMs: 60, sent: "ATI\r" },
    ];
    const replayed = replay(session, { loose: [getSignalQuality, getSslVersion] });
    expect(say("ATE0\r")).toBe(ok);
    expect(say('AT+QSSLCFG="sslversion",2\r')).toBe(`\r\n+QSSLCFG: "sslversion",2,3\r\n${ok}`);
    expect(say("AT+CSQ\r")).toBe(`\r\n+CSQ: 7,99\r\n${ok}`);
    expect(say("ATI\rAT+CSQ\r")).toBe(`\r\n+CSQ: 7,99\r\n${ok}`);
    replayed.verify();
    host = new TestHost();
    const never = replay([{ atMs: 0, sent: "ATI\r" }], { loose: [getSignalQuality] });
    expect(say("AT+CSQ\r")).toMatch(/^\r\n\+CSQ: \d+,\d+\r\n\r\nOK\r\n$/);
    expect(never.difference).toBeUndefined();
  });

  it("says once what nobody had asked for, though it came within a loose answer", () => {
    const outcome = "\r\n+QSMTPPUT: 0,0\r\n";
    const [ask, answer, result] = csq(0, 20) as [
      TranscriptRecord,
      TranscriptRecord,
      TranscriptRecord,
    ];
    const session = [ask, { atMs: 5, received: outcome }, answer, result];
    const often = replay(session, { loose: [getSignalQuality] });
    expect(say("")).toBe(outcome);
    expect(say("AT+CSQ\rAT+CSQ\r")).toBe(`\r\n+CSQ: 20,99\r\n${ok}`.repeat(2));
    often.verify();
    host = new TestHost();
    const never = replay(session, { loose: [getSignalQuality] });
    expect(say("")).toBe(outcome);
    never.verify();
  });

  it("goes on over the next connection", () => {
    const replayed = replay([...csq(0, 20), { atMs: 30, connection: "closed" }, ...csq(40, 7)]);
    say("AT+CSQ\r");
    host = new TestHost();
    replayed.attach(host.farEnd);
    expect(say("AT+CSQ\r")).toContain("+CSQ: 7,99");
    replayed.verify();
  });
});
