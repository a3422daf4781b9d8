import type { Command } from "@qsmtp/protocol";
import {
  clearMail,
  findFiles,
  getPinStatus,
  getSignalQuality,
  sendMail,
  uploadFile,
} from "@qsmtp/protocol/commands";
import { describe, expect, test } from "vitest";
import { CommandError } from "../errors/command-error.ts";
import { ModuleRestartedError, TimeoutError, UnexpectedReplyError } from "../errors/wire-errors.ts";
import {
  beginExchange,
  type Effect,
  type Exchange,
  type ExchangeInput,
  type Phase,
  step,
} from "./exchange.ts";

const timing = { replyMs: 1, dataMs: 2, resultMs: 3, completionMs: 4 };
const upload = uploadFile({ fileName: "RAM:a.bin", sizeBytes: 4 });
const put = sendMail({ timeoutSeconds: 300 });

const line = (text: string): ExchangeInput => ({ type: "line", text });

/** Feeds the inputs and gives the last step's effects, with the exchange after it. */
function run(
  command: Command,
  inputs: readonly ExchangeInput[],
): { exchange: Exchange; effects: Effect[] } {
  let exchange = beginExchange(command, timing, { completion: true });
  let effects: readonly Effect[] = [];
  for (const input of inputs) ({ next: exchange, effects } = step(exchange, input));
  return { exchange, effects: [...effects] };
}

function settled(effects: readonly Effect[]): Extract<Effect, { type: "settle" }> | undefined {
  return effects.find((effect) => effect.type === "settle");
}

function errorOf(effects: readonly Effect[]): unknown {
  const result = settled(effects)?.result;
  return result === undefined || result.ok ? undefined : result.error;
}

/** How to bring an exchange into each phase. */
const inPhase: Readonly<Record<Phase, { command: Command; inputs: readonly ExchangeInput[] }>> = {
  reply: { command: clearMail(), inputs: [] },
  data: { command: upload, inputs: [line("CONNECT")] },
  result: { command: upload, inputs: [line("CONNECT"), { type: "payloadHandedOver" }] },
  completion: { command: put, inputs: [line("OK")] },
  done: { command: clearMail(), inputs: [line("OK")] },
};

interface Row {
  readonly input: ExchangeInput;
  /** Phase afterwards and, when it is over, the state of the wire. */
  readonly expected: Readonly<Record<Phase, readonly [Phase, string?]>>;
}

const reason = new Error("given up");

/** An input that moves nothing on. */
const unmoved: Row["expected"] = {
  reply: ["reply"],
  data: ["data"],
  result: ["result"],
  completion: ["completion"],
  done: ["done"],
};

/** An input that ends the command in every phase, with the wire as it is left then. */
function ends(reply: string, data: string, completion: string): Row["expected"] {
  return {
    reply: ["done", reply],
    data: ["done", data],
    result: ["done", data],
    completion: ["done", completion],
    done: ["done"],
  };
}

const rows: readonly Row[] = [
  { input: { type: "written" }, expected: unmoved },
  { input: { type: "progress" }, expected: unmoved },
  { input: { type: "payloadHandedOver" }, expected: { ...unmoved, data: ["result"] } },
  { input: { type: "received", remaining: 1 }, expected: unmoved },
  { input: { type: "received", remaining: 0 }, expected: { ...unmoved, data: ["result"] } },
  { input: { type: "timeout" }, expected: ends("late", "data", "free") },
  { input: { type: "abort", reason }, expected: ends("late", "data", "free") },
  { input: { type: "failure", error: reason }, expected: ends("gone", "gone", "gone") },
  { input: line("RDY"), expected: ends("free", "free", "free") },
  {
    input: line("OK"),
    expected: { ...ends("free", "free", "free"), completion: ["completion"] },
  },
  {
    input: line("+CME ERROR: 652"),
    expected: { ...ends("free", "free", "free"), completion: ["completion"] },
  },
  { input: line("CONNECT"), expected: unmoved },
  { input: line("+QSMTPPUT: 0,0"), expected: { ...unmoved, completion: ["done", "free"] } },
  { input: line("something else"), expected: unmoved },
];

const phases = Object.keys(inPhase) as Phase[];
const pairs = rows.flatMap(({ input, expected }) =>
  phases.map((phase) => {
    const what = "text" in input ? `"${input.text}"` : input.type;
    return { phase, what, input, after: expected[phase] };
  }),
);

describe("every input in every phase", () => {
  test.each(pairs)("$phase takes $what", ({ phase, input, after: [next, wire] }) => {
    const { command, inputs } = inPhase[phase];
    const { exchange, effects } = run(command, [...inputs, input]);
    expect(exchange.phase).toBe(next);
    expect(settled(effects)?.wire).toBe(wire);
  });

  test("nothing happens any more when it is done", () => {
    for (const { input } of rows) {
      const { command, inputs } = inPhase.done;
      expect(run(command, [...inputs, input]).effects).toEqual([]);
    }
  });
});

describe("a result belongs to the command", () => {
  test("a URC with the reply's prefix is told apart by its shape", () => {
    const inputs = [line("+CPIN: READY"), line("+CPIN: SIM PIN"), line("OK")];
    const { effects } = run(getPinStatus(), inputs);
    expect(settled(effects)?.result).toMatchObject({ ok: true, output: { code: "READY" } });
  });

  test("a result of an earlier mail, before OK, does not count", () => {
    const { exchange, effects } = run(put, [line("+QSMTPPUT: 0,0")]);
    expect(exchange.phase).toBe("reply");
    expect(effects).toContainEqual({
      type: "urc",
      urc: { name: "smtpSendResult", value: { error: 0, protocolError: 0 } },
    });
  });

  test("information lines that begin like results are no results", () => {
    const { exchange } = run(clearMail(), [
      line("OK Mobile"),
      line("ERROR-FREE"),
      line("CONNECTED"),
    ]);
    expect(exchange.phase).toBe("reply");
  });

  test("a command is over with OK when its outcome is not waited for", () => {
    const { next } = step(beginExchange(put, timing), line("OK"));
    expect(next.phase).toBe("done");
  });

  test("an echo is dropped", () => {
    const { effects } = run(clearMail(), [line("AT+QSMTPCLR")]);
    expect(effects).toEqual([{ type: "report", meaning: "echo", text: "AT+QSMTPCLR" }]);
  });

  test("lines of a reply are collected in order", () => {
    const { effects } = run(findFiles({ pattern: "RAM:*" }), [
      line('+QFLST: "RAM:a.txt",5'),
      line('+QFLST: "RAM:b.txt",6'),
      line("OK"),
    ]);
    expect(settled(effects)?.result).toMatchObject({
      output: {
        files: [
          { name: "RAM:a.txt", sizeBytes: 5 },
          { name: "RAM:b.txt", sizeBytes: 6 },
        ],
      },
    });
  });
});

describe("failures are typed", () => {
  test("a number is looked up in the command's own tables", () => {
    const smtp = errorOf(run(clearMail(), [line("+CME ERROR: 652")]).effects);
    expect(smtp).toBeInstanceOf(CommandError);
    expect(smtp).toMatchObject({ moduleError: { code: 652, name: "busy" }, retryable: true });
    const file = errorOf(run(findFiles({ pattern: "a" }), [line("+CME ERROR: 405")]).effects);
    expect(file).toMatchObject({ moduleError: { code: 405 } });
  });

  test("words instead of a number are looked up too", () => {
    const error = errorOf(run(getPinStatus(), [line("+CME ERROR: SIM not inserted")]).effects);
    expect(error).toMatchObject({ moduleError: { code: 10 } });
  });

  test("a missing line is an unexpected reply", () => {
    const error = errorOf(run(getSignalQuality(), [line("OK")]).effects);
    expect(error).toBeInstanceOf(UnexpectedReplyError);
  });

  test("leaving data mode early is an unexpected reply", () => {
    const { command, inputs } = inPhase.data;
    expect(errorOf(run(command, [...inputs, line("OK")]).effects)).toBeInstanceOf(
      UnexpectedReplyError,
    );
  });

  test("an abort carries its reason", () => {
    expect(errorOf(run(clearMail(), [{ type: "abort", reason }]).effects)).toBe(reason);
  });

  test("a timeout names what was waited for", () => {
    for (const phase of ["reply", "data", "result", "completion"] as const) {
      const { command, inputs } = inPhase[phase];
      const error = errorOf(run(command, [...inputs, { type: "timeout" }]).effects);
      expect(error).toBeInstanceOf(TimeoutError);
      expect((error as TimeoutError).waitedFor).toContain(command.text);
    }
  });

  test("a restart is told as such", () => {
    expect(errorOf(run(clearMail(), [line("RDY")]).effects)).toBeInstanceOf(ModuleRestartedError);
  });
});
