import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changed, changes, outputOf, valuesOf } from "./arbitraries.ts";
import { codec } from "./codec.ts";
import {
  decodeCommand,
  decodeReply,
  decodeUrc,
  encodeCommand,
  renderReply,
  renderUrc,
} from "./interpreter.ts";
import { operations, urcs } from "./schema.ts";

fc.configureGlobal({ seed: 20240611, numRuns: 25 });

const byName = <Item extends { readonly name: string }>(items: readonly Item[]) =>
  items.map((item) => [item.name, item] as const);

describe("codec and interpreter agree on the command line of", () => {
  it.each(byName(operations))("%s", (name, operation) => {
    const { args = [], params } = operation;
    fc.assert(
      fc.property(valuesOf(args, params), changes, (input, list) => {
        const line = encodeCommand(operation, input) ?? "nothing";
        expect(codec.encodeCommand(name, input)).toBe(line);
        expect(decodeCommand(operations, line)).toStrictEqual({ name, input });
        expect(codec.decodeCommand(line)).toStrictEqual({ name, input });
        const other = changed(line, list);
        expect(codec.decodeCommand(other)).toStrictEqual(decodeCommand(operations, other));
      }),
    );
  });

  it.each(byName(operations.filter(({ args }) => args)))("%s with odd values", (name, operation) => {
    fc.assert(
      fc.property(valuesOf(operation.args ?? [], operation.params, true), (input) => {
        expect(codec.encodeCommand(name, input)).toBe(encodeCommand(operation, input));
      }),
    );
  });
});

describe("codec and interpreter agree on the reply to", () => {
  const replying = operations.filter(({ reply, form }) => reply || form === "test");

  it.each(byName(replying))("%s", (name, operation) => {
    const { reply = [], params } = operation;
    fc.assert(
      fc.property(outputOf(reply, params), changes, (output, list) => {
        const lines = renderReply(operation, output) ?? [];
        expect(codec.renderReply(name, output)).toStrictEqual(lines);
        const read = decodeReply(operation, lines);
        expect(codec.decodeReply(name, lines)).toStrictEqual(read);
        if (operation.form !== "test") expect(read).toStrictEqual({ output });
        const others = lines.map((line) => changed(line, list));
        expect(codec.decodeReply(name, others)).toStrictEqual(decodeReply(operation, others));
      }),
    );
  });

  it.each(byName(operations.filter(({ reply }) => reply)))("%s with odd values", (name, operation) => {
    fc.assert(
      fc.property(outputOf(operation.reply ?? [], operation.params, true), (output) => {
        expect(codec.renderReply(name, output)).toStrictEqual(renderReply(operation, output));
      }),
    );
  });
});

describe("codec and interpreter agree on the unsolicited line", () => {
  it.each(byName(urcs))("%s", (name, urc) => {
    const { line: shape, params } = urc;
    fc.assert(
      fc.property(valuesOf(shape.fields, params), changes, (value, list) => {
        const line = renderUrc(urc, value) ?? "nothing";
        expect(codec.renderUrc(name, value)).toBe(line);
        expect(decodeUrc(urcs, line)).toStrictEqual({ name, value });
        expect(codec.decodeUrc(line)).toStrictEqual({ name, value });
        const other = changed(line, list);
        expect(codec.decodeUrc(other)).toStrictEqual(decodeUrc(urcs, other));
      }),
    );
  });

  it.each(byName(urcs))("%s with odd values", (name, urc) => {
    fc.assert(
      fc.property(valuesOf(urc.line.fields, urc.params, true), (value) => {
        expect(codec.renderUrc(name, value)).toBe(renderUrc(urc, value));
      }),
    );
  });
});
