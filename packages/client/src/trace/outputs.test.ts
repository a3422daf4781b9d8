import { expect, test } from "vitest";
import { traceToJsonLines } from "./json-lines.ts";
import { traceToFieldsLogger, traceToTextLogger } from "./loggers.ts";
import type { TraceEvent } from "./trace-event.ts";

const sent: TraceEvent = {
  direction: "sent",
  kind: "command",
  text: "AT+CSQ",
  meaning: undefined,
  bytes: 7,
  atMs: 12.34567,
};
const received: TraceEvent = {
  direction: "received",
  kind: "line",
  text: '+CUSD: 0,"\u009b31m\u202eü \u2028"',
  meaning: "urc",
  bytes: 30,
  atMs: 13,
};

test("JSON lines begin with format and version, and are ASCII, one record a line", () => {
  const lines: string[] = [];
  const onTrace = traceToJsonLines((line) => lines.push(line));
  expect(lines).toEqual(['{"format":"qsmtp-trace","version":1}\n']);
  onTrace(sent);
  onTrace(received);
  expect(lines[1]).toBe(
    '{"atMs":12.346,"direction":"sent","kind":"command","bytes":7,"text":"AT+CSQ"}\n',
  );
  expect(lines[2]).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(lines[2] ?? "")).toEqual(received);
});

test("the header has the wall-clock time that was given", () => {
  const lines: string[] = [];
  traceToJsonLines((line) => lines.push(line), { startedAt: new Date(0) });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ startedAt: "1970-01-01T00:00:00.000Z" });
});

test("a logger of pino's shape gets fields and a message", () => {
  const calls: unknown[] = [];
  const onTrace = traceToFieldsLogger({
    debug: (fields, message) => calls.push([fields, message]),
  });
  onTrace(sent);
  const { atMs, direction, kind, bytes, meaning } = sent;
  expect(calls).toEqual([[{ atMs, direction, kind, bytes, meaning }, "> AT+CSQ"]]);
});

test("a logger of the console's shape gets a line that moves no cursor", () => {
  const calls: unknown[][] = [];
  traceToTextLogger({ debug: (...values: unknown[]) => calls.push(values) })(received);
  expect(calls).toEqual([['< +CUSD: 0,"\\u009b31m\\u202eü \\u2028"']]);
});

test("the console itself will do", () => {
  const onTrace: (event: TraceEvent) => void = traceToTextLogger(console);
  expect(onTrace).toBeTypeOf("function");
});
