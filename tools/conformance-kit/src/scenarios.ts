import type { Echo, Reaction } from "./far-end.ts";
import { fileList, manufacturer, type Question, signalQuality, upload } from "./questions.ts";
import { ok } from "./usual-answers.ts";

/** What a right client makes of the last question of a scenario. */
export type Expectation =
  | { readonly what: "reply"; readonly lines: readonly string[] }
  /** A failure that names this number. */
  | { readonly what: "failure"; readonly number: number }
  /** Nothing of it reaches the module as this command line. */
  | { readonly what: "kept back"; readonly line: string }
  /** A failure within so many milliseconds that says that the connection is gone. */
  | { readonly what: "lost"; readonly withinMs: number };

export interface Scenario {
  readonly title: string;
  /** One sentence for the page. */
  readonly about: string;
  /** Default: it echoes each command when it takes it up. */
  readonly echo?: Echo;
  readonly reactions: readonly Reaction[];
  /** Asked first, with this limit; what becomes of it is not judged. */
  readonly before?: { readonly question: Question; readonly timeoutMs: number };
  readonly question: Question;
  readonly expected: Expectation;
}

/** The limit that every question gets for which a scenario names no other. */
export const usualTimeoutMs = 1000;

const signal = "+CSQ: 17,2";
const lateFile = fileList("RAM:7.txt");
const injected = 'x"\rAT+CFUN=0';

export const scenarios: readonly Scenario[] = [
  {
    title: "reply in one chunk",
    about: "`AT+CSQ`; echo and reply arrive in one read.",
    reactions: [{ to: "AT+CSQ", reply: ok(signal) }],
    question: signalQuality,
    expected: { what: "reply", lines: [signal] },
  },
  {
    title: "1 byte per chunk",
    about: "The same, every byte in a read of its own.",
    reactions: [{ to: "AT+CSQ", reply: ok(signal), cut: { at: "every byte" } }],
    question: signalQuality,
    expected: { what: "reply", lines: [signal] },
  },
  {
    title: "`OK` in its own chunk",
    about: "The same, `OK` in a read of its own.",
    reactions: [{ to: "AT+CSQ", reply: ok(signal), cut: { at: "before", text: "OK" } }],
    question: signalQuality,
    expected: { what: "reply", lines: [signal] },
  },
  {
    title: "echo off",
    about: "The module does not echo when it is switched on, and does once it is told to.",
    echo: "off",
    reactions: [{ to: "AT+CSQ", reply: ok(signal) }],
    question: signalQuality,
    expected: { what: "reply", lines: [signal] },
  },
  {
    title: 'information line that begins "OK Mobile..."',
    about: "`AT+CGMI` is answered `OK Mobile Ltd.`; the `OK` that ends it comes a read later.",
    reactions: [
      { to: "AT+CGMI", reply: ok("OK Mobile Ltd."), cut: { at: "before", text: "OK\r\n" } },
    ],
    question: manufacturer,
    expected: { what: "reply", lines: ["OK Mobile Ltd."] },
  },
  {
    title: 'information line that begins "ERROR-FREE"',
    about: "`AT+CGMI` is answered `ERROR-FREE Radio`; the `OK` that ends it comes a read later.",
    reactions: [
      { to: "AT+CGMI", reply: ok("ERROR-FREE Radio"), cut: { at: "before", text: "OK\r\n" } },
    ],
    question: manufacturer,
    expected: { what: "reply", lines: ["ERROR-FREE Radio"] },
  },
  {
    title: "URC inside a reply",
    about: '`+QIURC: "pdpdeact",1` is printed between command and information line.',
    reactions: [{ to: "AT+CSQ", reply: `\r\n+QIURC: "pdpdeact",1\r\n${ok(signal)}` }],
    question: signalQuality,
    expected: { what: "reply", lines: [signal] },
  },
  {
    title: "`+CME ERROR: 58`",
    about: "The failure is told as one, its number with it.",
    reactions: [{ to: 'AT+QFLST="RAM:*"', reply: "\r\n+CME ERROR: 58\r\n" }],
    question: fileList("RAM:*"),
    expected: { what: "failure", number: 58 },
  },
  {
    title: "reply 1 comes after timeout",
    about:
      "Command 1 is given up after 100 ms and answered after 150 ms; command 2 is asked in between.",
    reactions: [
      { to: lateFile.text, afterMs: 150 },
      { to: "AT+CSQ", reply: ok(signal) },
    ],
    before: { question: lateFile, timeoutMs: 100 },
    question: signalQuality,
    expected: { what: "reply", lines: [signal] },
  },
  {
    title: "`CONNECT`",
    about:
      "`AT+QFUPL` for five bytes: behind `CONNECT` the client sends them and gives the result behind them.",
    reactions: [
      {
        to: 'AT+QFUPL="RAM:note.txt",5',
        data: { opening: "\r\nCONNECT\r\n", expected: "hello" },
        reply: ok("+QFUPL: 5,6b0d"),
      },
    ],
    question: upload("RAM:note.txt", "hello"),
    expected: { what: "reply", lines: ["+QFUPL: 5,6b0d"] },
  },
  {
    title: "UTF-8 split over chunks",
    about: "`+QFLST` names `Kühlraum.txt`, cut between the two bytes of `ü`.",
    reactions: [
      {
        to: 'AT+QFLST="RAM:*"',
        reply: ok('+QFLST: "RAM:Kühlraum.txt",12'),
        cut: { at: "inside", text: "ü" },
      },
    ],
    question: fileList("RAM:*"),
    expected: { what: "reply", lines: ['+QFLST: "RAM:Kühlraum.txt",12'] },
  },
  {
    title: 'value holding `"\\rAT+CFUN=0`',
    about:
      "A file name with a quote, a carriage return and a command that would switch the radio off.",
    reactions: [
      { to: 'AT+QFLST="x"', reply: ok() },
      { to: 'AT+CFUN=0"', reply: ok() },
    ],
    question: fileList(injected),
    expected: { what: "kept back", line: 'AT+CFUN=0"' },
  },
  {
    title: "port closes mid-command",
    about: "The port is gone 20 ms after the command; the call fails within 50 ms and says why.",
    reactions: [{ to: "AT+CSQ", afterMs: 20, unplug: true }],
    question: signalQuality,
    expected: { what: "lost", withinMs: 50 },
  },
];
