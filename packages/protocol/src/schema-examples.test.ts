import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { encodeCommandLine } from "./codec/command.ts";
import { decodeCommandLine } from "./codec/command-line.ts";
import type { OperationDescriptor, Param } from "./codec/descriptor.ts";
import { decodeReply, encodeReply } from "./codec/reply.ts";
import { decodeUrc, encodeUrc } from "./codec/urc.ts";
import { parseFinalResult } from "./framing/final-result.ts";
import { allOperations, allUrcs } from "./generated/catalog.gen.ts";

interface Example {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly sent: string;
  readonly received: readonly string[];
  readonly output?: object;
}

interface CommandFile {
  readonly operations: readonly { name: string; form: string; examples?: readonly Example[] }[];
  readonly urcs?: readonly {
    name: string;
    examples?: readonly { received: string; output: object }[];
  }[];
}

const folder = path.resolve(import.meta.dirname, "../../../schema/commands");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as CommandFile);

const operations = files.flatMap((file) => file.operations);
const examples = operations.flatMap(({ name, examples: list = [] }) =>
  list.map((example) => [`${name} ${example.sent}`, operationNamed(name), example] as const),
);
const urcExamples = files
  .flatMap((file) => file.urcs ?? [])
  .flatMap(({ name, examples: list = [] }) =>
    list.map(({ received, output }) => [received, name, output] as const),
  );

describe("examples of the schema", () => {
  it("stand in the schema for every operation that is no test form", () => {
    const without = operations.filter(
      ({ form, examples: list = [] }) => form !== "test" && list.length === 0,
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it.each(examples)(
    "%s is what its input encodes to, and is read back",
    (_, operation, example) => {
      const input = withBytes(operation, example.input ?? {});
      expect(encodeCommandLine(operation, input)).toBe(example.sent);
      const decoded = decodeCommandLine(allOperations, example.sent);
      expect(decoded).toEqual({ operation, input });
    },
  );

  it.each(examples)("%s has one final result, the last line", (_, operation, example) => {
    const results = example.received.map((line) => parseFinalResult(line)?.kind);
    const begun = operation.data === undefined ? [] : ["connect"];
    const ended = results.filter((kind) => kind !== undefined);
    expect(results.at(-1)).toBeDefined();
    expect(ended.slice(0, -1)).toEqual(ended.length > 1 ? begun : []);
  });

  it.each(examples)("%s has the reply that its output encodes to", (_, operation, example) => {
    const lines = example.received.filter((line) => parseFinalResult(line) === undefined);
    if (lines.length === 0 && example.output === undefined) return expect(lines).toEqual([]);
    const output = decodeReply(operation, lines);
    if (operation.form !== "test") expect(output).toEqual(example.output);
    expect(encodeReply(operation, output)).toEqual(lines);
  });

  it.each(urcExamples)("%s is an unsolicited line", (received, name, output) => {
    expect(decodeUrc(allUrcs, received)).toEqual({ name, value: output });
    const urc = allUrcs.find((candidate) => candidate.name === name);
    expect(urc && encodeUrc(urc, output)).toBe(received);
  });
});

function operationNamed(name: string): OperationDescriptor {
  const found = allOperations.find((operation) => operation.name === name);
  if (found === undefined) throw new Error(`not generated: ${name}`);
  return found;
}

/** JSON has no bytes: octets stand as hex digits. */
function withBytes(
  operation: OperationDescriptor,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const params = (operation.args ?? []).filter((field): field is Param => "type" in field);
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const octets = params.some((param) => param.name === name && param.type === "octets");
      return [name, octets ? Uint8Array.from(Buffer.from(String(value), "hex")) : value];
    }),
  );
}
