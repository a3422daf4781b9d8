import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bytesOfText, utf8Text } from "./byte-text.ts";
import { describeRecord } from "./describe-record.ts";
import { checkOf, piecesOf } from "./hidden-bytes.ts";
import { createRecorder, type Recorder, type RecorderOptions } from "./recorder.ts";
import { formatTranscript, type TranscriptRecord } from "./transcript-format.ts";

/** Bytes as they stood on the line, hidden ones as the names that they have. */
function bytesIn(records: readonly TranscriptRecord[], direction: "sent" | "received"): string {
  return records
    .flatMap((one) =>
      direction === "sent" && "sent" in one
        ? piecesOf(one.sent)
        : direction === "received" && "received" in one
          ? piecesOf(one.received)
          : [],
    )
    .map((piece) => (typeof piece === "string" ? piece : `<${piece.hidden}>`))
    .join("");
}

/** Plays what both sides say: `>` and `<` in front, as one chunk each. */
function play(recorder: Recorder, ...chunks: readonly string[]): void {
  for (const chunk of chunks) {
    const bytes = bytesOfText(utf8Text(chunk.slice(1)));
    if (chunk.startsWith(">")) recorder.sent(bytes);
    else recorder.received(bytes);
  }
}

function linesOf(options: RecorderOptions, ...chunks: readonly string[]): string[] {
  const recorder = createRecorder(options);
  play(recorder, ...chunks);
  return recorder.finish().records.map((one) => describeRecord(one, { withTimes: false }));
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe("a recorder", () => {
  it("has a line a record, with its time", () => {
    const recorder = createRecorder({ title: "start" });
    play(recorder, ">AT\r");
    vi.advanceTimersByTime(20);
    play(recorder, "<AT\r\r\nOK", "<\r", "<\n\r\nRDY\r\n");
    recorder.dtr(false);
    vi.advanceTimersByTime(1);
    recorder.connection("lost");
    expect(recorder.finish()).toEqual({
      header: { format: "qsmtp-transcript", version: 1, title: "start" },
      records: [
        { atMs: 0, sent: "AT\r" },
        { atMs: 20, received: "AT\r" },
        { atMs: 20, received: "\r\nOK\r\n" },
        { atMs: 20, received: "\r\nRDY\r\n" },
        { atMs: 20, dtr: false },
        { atMs: 21, connection: "lost" },
      ],
    });
  });

  it("keeps the order of what was said before the LF of an answer came", () => {
    expect(linesOf({}, ">AT\r", "<\r\nOK\r", ">ATI\r", "<\n", "<\r\nQuectel\r\n")).toEqual([
      "> AT",
      "< OK",
      "> ATI",
      "< Quectel",
    ]);
  });

  it("knows prompts, results in digits, the repeat sign and the escape", () => {
    expect(linesOf({}, ">AT+CMGS=1\r", "<\r\n> ", ">hello\u001a", "<0\r", ">A/", "<0\r")).toEqual([
      "> AT+CMGS=1",
      "< > ",
      "> hello\\x1a",
      "< 0",
      "> A/",
      "< 0",
    ]);
    const recorder = createRecorder({ showData: true });
    play(recorder, '>AT+QFUPL="f",100\r', "<\r\nCONNECT\r\n", ">abc");
    vi.advanceTimersByTime(1000);
    play(recorder, ">+++");
    vi.advanceTimersByTime(1000);
    play(recorder, "<\r\nOK\r\n", ">AT\r");
    expect(bytesIn(recorder.finish().records.slice(2), "sent")).toBe("abc+++AT\r");
    expect(recorder.finish().records.slice(2)).toEqual([
      { atMs: 0, sent: "abc", data: true },
      { atMs: 1000, sent: "+++" },
      { atMs: 2000, received: "\r\nOK\r\n" },
      { atMs: 2000, sent: "AT\r" },
    ]);
  });

  it("hides what data phases hold, in blocks, and shows lines and acknowledgements around them", () => {
    const body = "x".repeat(1500);
    const chunks = [
      '>AT+QFUPL="f",1500,5,1\r',
      "<\r\nCONNECT\r\n",
      `>${body}`,
      "<A",
      "<\r\n+QFUPL: 1500,0000\r\n\r\nOK\r\n",
      '>AT+QFDWL="f"\r',
      "<\r\nCONNECT\r\nAB\r\n+QFDWL: 1,",
      "<00\r\n+QFDWL: 16,0000\r\n\r\nOK\r\n",
      ">AT+QFREAD=1,5\r",
      "<\r\nCONNECT 5\r\nOK\r\nX\r\nOK\r\n",
    ];
    expect(linesOf({}, ...chunks)).toEqual([
      '> AT+QFUPL="f",1500,5,1',
      "< CONNECT",
      "> data: <data 1, 1024 bytes>",
      "> data: <data 2, 476 bytes>",
      "< data: A",
      "< +QFUPL: 1500,0000",
      "< OK",
      '> AT+QFDWL="f"',
      "< CONNECT",
      "< data: <data 3, 16 bytes>",
      "< +QFDWL: 16,0000",
      "< OK",
      "> AT+QFREAD=1,5",
      "< CONNECT 5",
      "< data: <data 4, 5 bytes>",
      "< OK",
    ]);
    expect(linesOf({ showData: true }, ...chunks)).toContain("< data: AB\\r\\n+QFDWL: 1,00");
  });

  it("ends a download that the host leaves", () => {
    const recorder = createRecorder();
    play(recorder, '>AT+QFDWL="f"\r', "<\r\nCONNECT\r\n", `<${"y".repeat(3000)}`);
    recorder.dtr(false);
    play(recorder, "<yy\r\nNO CARRIER\r\n", ">AT\r", "<\r\nOK\r\n");
    const lines = recorder.finish().records.map((one) => describeRecord(one, { withTimes: false }));
    expect(lines.slice(-3)).toEqual(["< NO CARRIER", "> AT", "< OK"]);
    expect(bytesIn(recorder.finish().records, "received")).not.toContain("y");
  });

  it.each([
    ['>AT+QSMTPCFG="account","robot","hush&more"\r', 'AT+QSMTPCFG="account","robot","<secret 1>"'],
    ['>AT+CSQ;+QICSGP=1,1,"net","robot","hush&more",1\r', '"robot","<secret 1>",1'],
    ['>at+qsslcfg="clientkey",1,"UFS:k.pem","hush&more"\r', '"UFS:k.pem","<secret 1>"'],
    ['>AT+CPIN="4711","0815"\r', 'AT+CPIN="<secret 1>","<secret 2>"'],
    ['>AT+QSMTPCFG="account","robot","hush&more\r', "AT+QSMTPCFG=<secret 1>"],
    ['>xxAT+QSMTPCFG="account","robot","hush&more"\r', 'account","robot'],
    ['<AT+QSMTPCFG="account","robot","hush&more"\r', '"robot","<secret 1>"'],
    [
      '<\r\n+QSMTPCFG: "account","robot","hush&more"\r\n',
      '+QSMTPCFG: "account","robot","<secret 1>"',
    ],
    ['<\r\n+QSMTPCFG: "accnt","robot","hush&more"\r\n', "+QSMTPCFG:<secret 1>"],
    ['<\r\n+QICSGP: 1,"net","robot","hush&more",1\r\n', '"robot","<secret 1>",1'],
  ])("hides the secrets of %j", (chunk, shown) => {
    const recorder = createRecorder();
    play(recorder, chunk);
    const { records } = recorder.finish();
    const [text = ""] = records.map((one) => describeRecord(one, { withTimes: false }));
    expect(text + text.replace(/<secret 1>.*/, 'account","robot')).toContain(shown);
    const file = formatTranscript(recorder.finish());
    for (const secret of ["hush", "4711", "0815"]) expect(file).not.toContain(secret);
  });

  it.each([
    ['+QSTPCFG: "account","robot","hush&more"', "<secret 1>"],
    ['QSMTPCFG: "account","data","hush&more"', "<secret 1>"],
    ['"robot","hush&more"', "<secret 1>"],
    ['+QSMTPCFG "account","robot","hush&more"', "<secret 1>"],
    ["ERROR", "ERROR"],
    ["+CME ERROR: 3", "+CME ERROR: 3"],
    ["RDY", "RDY"],
    ["+QSMTPPUT: 0,0", "+QSMTPPUT: 0,0"],
    ["+CEREG: 1", "+CEREG: 1"],
  ])(
    "hides %j in what may be the answer with a password, if nothing tells what it is",
    (line, shown) => {
      const chunks = ['>AT+QSMTPCFG="account"\r', '<AT+QSMTPCFG="account"\r', `<\r\n${line}\r\n`];
      expect(linesOf({}, ...chunks)).toEqual([
        '> AT+QSMTPCFG="account"',
        '< AT+QSMTPCFG="account"',
        `< ${shown}`,
      ]);
      const late = linesOf({}, ...chunks.slice(0, 2), ">AT\r", ...chunks.slice(2));
      expect(late.at(-1)).toBe(`< ${shown}`);
    },
  );

  it("shows a line that it does not know where no password can stand", () => {
    const line = '<\r\n+QSTPCFG: "account","robot"\r\n';
    expect(linesOf({}, ">AT+CSQ\r", line).at(-1)).toBe('< +QSTPCFG: "account","robot"');
    const answered = ['>AT+QSMTPCFG="account"\r', "<\r\nOK\r\n", line];
    expect(linesOf({}, ...answered).at(-1)).toBe('< +QSTPCFG: "account","robot"');
    expect(linesOf({}, '>AT+QSMTPCFG="ssltype"\r', line).at(-1)).toContain("robot");
  });

  it.each([
    ['>AT+CPWD="SC","4711","0815"\r', 'AT+CPWD="SC","<secret 1>","<secret 2>"'],
    ['>at+clck="SC",1,"4711"\r', 'at+clck="SC",1,"<secret 1>"'],
    ['<AT+CLCK="SC",0,"4711"\r', 'AT+CLCK="SC",0,"<secret 1>"'],
    ['>AT+CSQ;+CGAUTH=1,2,"robot","hush&more"\r', '1,2,"robot","<secret 1>"'],
    ['<\r\n+CGAUTH: 1,2,"robot","hush&more"\r\n', '1,2,"robot","<secret 1>"'],
    ['>AT+CGAUTH=1,2,"robot","hush&more\r', "AT+CGAUTH=<secret 1>"],
    ['>AT+QMTCONN=0,"pump7","robot","hush&more"\r', '0,"pump7","<secret 1>","<secret 2>"'],
    ['>AT+QFTPCFG="account","robot","hush&more"\r', '"account","<secret 1>","<secret 2>"'],
    ['>AT+CSIM=26,"0020000108342471100815FFFF"\r', 'AT+CSIM=26,"<secret 1>"'],
    [">AT+CAMM=100,4711\r", "AT+CAMM=100,<secret 1>"],
    [">ATD**04*4711*0815*0815#;\r", "ATD**04*<secret 1>*<secret 2>*<secret 2>#;"],
    ['>AT+CUSD=1,"**052*47114711*0815*0815#"\r', '"**052*<secret 1>*<secret 2>*<secret 2>#"'],
    ['>AT+CLCK="SC",2\r', 'AT+CLCK="SC",2'],
    [">AT+CGAUTH=?\r", "AT+CGAUTH=?"],
    [">AT+CGAUTH?\r", "AT+CGAUTH?"],
  ])("hides the secrets of %j, which no manual of ours states", (chunk, shown) => {
    const recorder = createRecorder();
    play(recorder, chunk);
    const { records } = recorder.finish();
    expect(records.map((one) => describeRecord(one, { withTimes: false }))).toEqual([
      expect.stringContaining(shown),
    ]);
    const file = JSON.stringify(records);
    for (const secret of ["hush", "4711", "0815"]) expect(file).not.toContain(secret);
  });

  it.each([
    ["a short text", ["x7", "?"], "ATx7?"],
    ["one behind many secrets", ["plant.test"], "AT+CSQ=plant.test"],
  ])("hides %s that it is told to hide, wherever it stands", (_, hide, line) => {
    const many = Array.from({ length: 1001 }, (__, at) => `+CPIN="the PIN ${at}"`).join(";");
    const shown = linesOf({ hide }, `>AT${many}\r`, `>${line}\r`).at(-1);
    for (const text of hide) expect(shown).not.toContain(text);
  });

  it("hides a secret in all that follows, under one name, and what it is told to hide", () => {
    const file = linesOf(
      { hide: ["Straße 7"] },
      '>AT+QSMTPCFG="account","robot","hush&more"\r',
      "<\r\nERROR hush&more (hush&more)\r\n",
      '>AT+QSMTPSUB=0,"Straße 7"\r',
      '>AT+QSMTPCFG="account","robot","other one"\r',
    );
    expect(file).toEqual([
      '> AT+QSMTPCFG="account","robot","<secret 1>"',
      "< ERROR <secret 1> (<secret 1>)",
      '> AT+QSMTPSUB=0,"<secret 2>"',
      '> AT+QSMTPCFG="account","robot","<secret 3>"',
    ]);
  });

  it("hides a short secret where it was given, and leaves the rest readable", () => {
    expect(linesOf({}, '>AT+QSMTPCFG="account","robot","1"\r', "<\r\n+CSQ: 11,99\r\n")).toEqual([
      '> AT+QSMTPCFG="account","robot","<secret 1>"',
      "< +CSQ: 11,99",
    ]);
  });

  it("keeps a check of what it hides, and the length of data only", () => {
    const recorder = createRecorder();
    play(recorder, '>AT+CPIN="4711"\r', ">AT+QSMTPBODY=0,9\r", "<\r\nCONNECT\r\n", ">a mail...");
    const { records } = recorder.finish();
    expect(records[0]).toMatchObject({
      sent: ['AT+CPIN="', { hidden: "secret 1", check: checkOf("secret", "4711") }, '"\r'],
    });
    expect(records.at(-1)).toMatchObject({
      sent: [{ hidden: "data 1", bytes: 9, check: checkOf("data", "a mail...") }],
    });
  });

  it("gives line by line and keeps nothing, if told so", () => {
    const onLine = vi.fn();
    const recorder = createRecorder({ onLine, keepRecords: false });
    play(recorder, ">AT\r", "<\r\nOK\r\n");
    expect(onLine.mock.calls.flat()).toEqual([
      '{"format":"qsmtp-transcript","version":1}\n',
      '{"atMs":0,"sent":"AT\\r"}\n',
      '{"atMs":0,"received":"\\r\\nOK\\r\\n"}\n',
    ]);
    expect(recorder.finish().records).toEqual([]);
  });

  it.each([
    ["1", {}, true],
    ["true", {}, true],
    ["0", {}, false],
    ["", {}, false],
    ["1", { lockdown: false }, false],
    ["0", { lockdown: true }, true],
  ])("is locked down by QSMTP_LOCKDOWN=%j and %j: %s", (value, options, isLocked) => {
    vi.stubEnv("QSMTP_LOCKDOWN", value);
    const create = () => createRecorder(options);
    if (isLocked) {
      expect(create).toThrow(expect.objectContaining({ code: "RECORDING_LOCKED" }));
    } else expect(create).not.toThrow();
  });
});
