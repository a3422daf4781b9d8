import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { both } from "./agreement.ts";
import {
  jsonFilesBelow,
  operations,
  repositoryRoot,
  type SchemaOperation,
  urcs,
  type Values,
} from "./schema.ts";

/** What of a transcript's step tells bytes and their meaning. */
interface Step {
  readonly host?: string;
  readonly asks?: {
    readonly operation?: string;
    readonly input?: Values;
    readonly written?: string;
  };
  readonly module?: readonly string[];
  readonly means?: readonly {
    readonly output?: Values;
    readonly urc?: string;
    readonly value?: Values;
  }[];
}

interface Transcript {
  readonly title: string;
  readonly steps: readonly Step[];
}

const capturesFile = path.resolve(repositoryRoot, "../shared/transcripts/real-modules.jsonl");

function linesOf(text: string): string[] {
  return text.split(/[\r\n]+/).filter((line) => line !== "");
}

function operationNamed(name: string | undefined): SchemaOperation | undefined {
  return operations.find((operation) => operation.name === name);
}

/** JSON has no bytes: octets stand as hex digits. */
function withBytes({ params }: SchemaOperation, values: Values = {}): Values {
  const entries = Object.entries(values).map(([name, value]) => {
    const octets = params[name]?.type === "octets";
    return [name, octets ? Uint8Array.from(Buffer.from(String(value), "hex")) : value];
  });
  return Object.fromEntries(entries) as Values;
}

const seen = new Set<string>();

/** Every way to read a line: as a command, as a URC and as the reply to each operation. */
function readEveryWay(line: string): void {
  if (seen.has(line)) return;
  seen.add(line);
  both.decodeCommand(line);
  both.decodeUrc(line);
  for (const operation of operations) both.decodeReply(operation, [line]);
}

describe("codec and interpreter read as the schema says the example of", () => {
  const examples = operations.flatMap((operation) =>
    (operation.examples ?? []).map((example) => [example.sent, operation, example] as const),
  );

  it.each(examples)("%s", (sent = "", operation, { input, received, output }) => {
    const { name, form, at } = operation;
    const values = withBytes(operation, input);
    expect(both.encodeCommand(operation, values)).toBe(sent);
    expect(both.decodeCommand(sent)).toStrictEqual({ name, input: values });
    const lines = [received]
      .flat()
      .filter((line) => !/^(OK|CONNECT.*|ERROR|\+CM[ES] ERROR: .*|\d)$/.test(line));
    const texts = lines.map((line) => line.slice(at.length + 1).trim());
    const wanted = form === "test" ? texts : output;
    if (output || form === "test") {
      expect(both.decodeReply(operation, lines)).toStrictEqual({ output: wanted });
    }
  });

  const received = urcs.flatMap(({ name, examples: list = [] }) =>
    list.map((example) => [String(example.received), name, example.output] as const),
  );

  it.each(received)("%s", (line, name, value) => {
    expect(both.decodeUrc(line)).toStrictEqual({ name, value });
  });
});

describe("codec and interpreter read as it says the transcript", () => {
  const transcripts = jsonFilesBelow<Transcript>(path.join(repositoryRoot, "transcripts"));

  it.each(transcripts.map(({ title, steps }) => [title, steps] as const))("%s", (_, steps) => {
    let asked: SchemaOperation | undefined;
    for (const { host, asks, module = [], means = [] } of steps) {
      if (host !== undefined && typeof asks === "object") {
        asked = operationNamed(asks.operation);
        const input = asked && withBytes(asked, asks.input);
        expect(both.decodeCommand(host)).toStrictEqual(asked && { name: asked.name, input });
        if (asked && input) {
          expect(`${both.encodeCommand(asked, input)}\r`).toBe(asks.written ?? host);
        }
      }
      const lines = linesOf(module.join(""));
      lines.forEach(readEveryWay);
      for (const { output, urc, value } of means) {
        if (urc !== undefined) {
          expect(lines.map(both.decodeUrc)).toContainEqual({ name: urc, value });
        }
        if (output === undefined || asked === undefined) continue;
        const prefix = asked.reply?.[0]?.prefix ?? asked.at;
        const answer = lines.filter((line) => prefix !== "" && line.startsWith(`${prefix}:`));
        const wanted = asked.form === "test" ? output.supports : output;
        if (prefix !== "") {
          expect(both.decodeReply(asked, answer)).toStrictEqual({ output: wanted });
        }
      }
    }
  });
});

describe("codec and interpreter read alike what real modules said:", () => {
  const captures = existsSync(capturesFile)
    ? linesOf(readFileSync(capturesFile, "utf8")).map(
        (line) => JSON.parse(line) as { id: string; command: string | null; rx: string },
      )
    : [];

  if (captures.length === 0) {
    console.log(`No real module is judged: there is no ${capturesFile}`);
    it("none, the captures are not here", () => expect(existsSync(capturesFile)).toBe(false));
  } else {
    it.each(captures.map(({ id, ...capture }) => [id, capture] as const))("%s", (_, capture) => {
      const lines = linesOf(`${capture.command ?? ""}\n${capture.rx}`);
      lines.forEach(readEveryWay);
      expect(lines).not.toEqual([]);
    });
  }
});
