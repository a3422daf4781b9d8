import type { FinalResult } from "@qsmtp/protocol";
import type { Answer, Reading } from "./capture-reading.ts";
import type { Capture, CapturedLine } from "./real-exchanges.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What the captors' field names are called in our schema. */
const outputs: Readonly<Record<string, (fields: Fields) => unknown>> = {
  OK: () => undefined,
  "+QFUPL": (fields) => ({ uploadedBytes: fields.size, checksum: fields.checksum_value }),
  "+QFLST": (fields) => ({
    files: (fields.files as Fields[]).map(({ name, size }) => ({ name, sizeBytes: size })),
  }),
  "+QFLDS": (fields) => ({ freeBytes: fields.free, totalBytes: fields.total }),
  "+QIACT": (fields) => ({
    contexts: (fields.contexts as Fields[]).map(({ contextID, state, type, addresses }) => ({
      contextId: contextID,
      active: state === 1,
      type,
      addresses,
    })),
  }),
  "+QIGETERROR": (fields) => ({ error: fields.err, description: fields.text }),
  "+QSSLCFG": (fields) => ({ sslContextId: fields.sslctxID, level: fields.value }),
  "+CEREG": (fields) => ({ reporting: fields.n, status: fields.stat }),
};

const urcs: Readonly<Record<string, (fields: Fields) => Reading["urcs"][number]>> = {
  RDY: () => ({ name: "moduleReady", value: {} }),
  "+CFUN": ({ fun }) => ({ name: "functionalityChanged", value: { functionality: fun } }),
  "+CPIN": ({ code }) => ({ name: "pinStatusChanged", value: { code } }),
  "+QUSIM": ({ type }) => ({ name: "usimState", value: { simType: type } }),
  "+QIND": ({ text }) => ({ name: "indication", value: { text } }),
  "+QIURC": ({ contextID }) => ({ name: "pdpDeactivated", value: { contextId: contextID } }),
};

/** What the captors say about a capture, in our words. Without `lines`: those are the bytes'. */
export function expectedReading(capture: Capture): Omit<Reading, "lines" | "unknown"> & {
  readonly unknown: readonly string[] | "any";
} {
  const { kind, urcs: after = [], before = [], name, fields } = capture.expect;
  const known = (line: CapturedLine) => urcs[line.name] !== undefined;
  const lines = kind === "urc" && name !== "unknown" ? [{ name, fields }, ...after] : after;
  const earlier = before.map((answer): Answer => {
    const { echo = false, test, tail_of: tail } = answer;
    const output = tail === undefined ? testLines(test) : undefined;
    const command = tail === undefined ? `AT${answer.name}=?` : undefined;
    return { command, echo, prompts: 0, output, result: resultOf(answer.final) };
  });
  return {
    answers: kind === "urc" ? [] : [...earlier, answerOf(capture)],
    urcs: lines.filter(known).map((line) => urcs[line.name]?.(line.fields) as never),
    unknown: before.some((answer) => answer.tail_of !== undefined)
      ? "any"
      : kind === "urc" && name === "unknown"
        ? (fields.lines as string[])
        : lines.filter((line) => !known(line)).map(asLine),
  };
}

function answerOf({ command, expect }: Capture): Answer {
  const asked = (command ?? "").split(/[\r\n]+/).filter((line) => line !== "");
  const failed = expect.kind === "error";
  return {
    command: asked.at(-1),
    echo: expect.echo ?? false,
    prompts: expect.prompts?.length ?? 0,
    output: failed ? undefined : outputOf(expect, asked.at(-1)?.endsWith("=?") ?? false),
    result: failed ? errorOf(expect) : resultOf(expect.final ?? undefined),
  };
}

function outputOf({ name, fields }: CapturedLine, isTest: boolean): unknown {
  if (isTest) return testLines(fields.test ?? fields.test_keys);
  const output = outputs[name];
  if (output === undefined) throw new Error(`no field names for ${name}`);
  return output(fields);
}

/** One line, a line a key, or only the keys: then only those are compared. */
function testLines(test: unknown): unknown {
  if (test === undefined || test === "") return [];
  if (typeof test === "string") return [test];
  if (Array.isArray(test)) return test.map((key) => expectStart(`"${key}",`));
  return Object.entries(test as Fields).map(([key, rest]) => `"${key}",${rest}`);
}

/** Matches a text that begins so. */
function expectStart(start: string): unknown {
  return {
    asymmetricMatch: (text: unknown) => String(text).startsWith(start),
    toString: () => start,
  };
}

function resultOf(final: string | undefined): FinalResult | undefined {
  if (final === undefined) return undefined;
  if (final !== "OK") throw new Error(`no result called ${final}`);
  return { kind: "ok" };
}

function errorOf({ name, fields }: CapturedLine): FinalResult {
  if (name === "ERROR") return { kind: "error" };
  return { kind: "cme", error: (fields.code ?? fields.text) as number | string };
}

function asLine({ name, fields }: CapturedLine): string {
  return `${name}: ${Object.values(fields).join(",")}`;
}
