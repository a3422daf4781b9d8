import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { both } from "./agreement.ts";
import { changed, changes, oddVariants, outputOf, valuesOf } from "./arbitraries.ts";
import { operations, urcs, type Values } from "./schema.ts";

const seed = 20240611;
const runs = { seed, numRuns: cases(15, 3) };

const byName = <Item extends { readonly name: string }>(items: readonly Item[]) =>
  items.map((item) => [item.name, item] as const);

/** Of a few random values those that take the most room. */
function fullest(values: fc.Arbitrary<Values>): Values {
  const size = (one: Values) => JSON.stringify(one).length;
  return fc.sample(values, { seed, numRuns: 10 }).reduce((a, b) => (size(b) > size(a) ? b : a));
}

/** The line cut off at every position behind its head. */
function beginningsOf(line = "", head = ""): string[] {
  const { length } = head;
  return Array.from(line.slice(length), (_, end) => line.slice(0, length + end));
}

describe("codec and interpreter agree on the command line of", () => {
  it.each(byName(operations))("%s", (name, operation) => {
    const inputs = valuesOf(operation.args ?? [], operation.params);
    fc.assert(
      fc.property(inputs, changes, (input, list) => {
        const line = both.encodeCommand(operation, input) ?? "refused";
        expect(both.decodeCommand(line)).toStrictEqual({ name, input });
        both.decodeCommand(changed(line, list));
      }),
      runs,
    );
    const input = fullest(inputs);
    beginningsOf(both.encodeCommand(operation, input), `AT${operation.at}`).map(both.decodeCommand);
    for (const odd of oddVariants({ ...input, unheardOf: 1 })) both.encodeCommand(operation, odd);
  });
});

describe("codec and interpreter agree on the reply to", () => {
  const answering = operations.filter(({ reply }) => reply !== undefined);
  const testing = operations.filter(({ form }) => form === "test");

  it.each(byName(answering))("%s", (_, operation) => {
    const outputs = outputOf(operation.reply ?? [], operation.params);
    fc.assert(
      fc.property(outputs, changes, fc.nat(), (output, list, place) => {
        const lines = both.renderReply(operation, output) ?? ["refused"];
        expect(both.decodeReply(operation, lines)).toStrictEqual({ output });
        const at = place % lines.length;
        both.decodeReply(operation, lines.with(at, changed(lines[at] ?? "", list)));
        both.decodeReply(operation, lines.toSpliced(at, 1));
        both.decodeReply(operation, lines.toSpliced(at, 0, lines[0] ?? ""));
      }),
      runs,
    );
    const output = fullest(outputs);
    const [first, ...others] = both.renderReply(operation, output) ?? [];
    for (const line of beginningsOf(first)) both.decodeReply(operation, [line, ...others]);
    for (const odd of oddVariants(output)) both.renderReply(operation, odd);
  });

  it.each(byName(testing))("%s", (_, operation) => {
    const { at, supports = [] } = operation;
    const lines = both.renderReply(operation, {}) ?? [];
    expect(lines).toStrictEqual(supports.map((text) => `${at}: ${text}`));
    expect(both.decodeReply(operation, lines)).toStrictEqual({ output: supports });
    for (const line of beginningsOf(lines[0])) both.decodeReply(operation, [line]);
  });
});

describe("codec and interpreter agree on the unsolicited line", () => {
  it.each(byName(urcs))("%s", (name, urc) => {
    const all = valuesOf(urc.line.fields, urc.params);
    fc.assert(
      fc.property(all, changes, (value, list) => {
        const line = both.renderUrc(urc, value) ?? "refused";
        expect(both.decodeUrc(line)).toStrictEqual({ name, value });
        both.decodeUrc(changed(line, list));
      }),
      runs,
    );
    const value = fullest(all);
    beginningsOf(both.renderUrc(urc, value)).map(both.decodeUrc);
    for (const odd of oddVariants(value)) both.renderUrc(urc, odd);
  });
});
