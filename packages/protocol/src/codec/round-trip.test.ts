import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allOperations, allUrcs } from "../generated/catalog.gen.ts";
import { encodeCommandLine } from "./command.ts";
import { decodeCommandLine } from "./command-line.ts";
import {
  type Field,
  isParam,
  type OperationDescriptor,
  type Param,
  type ReplyLine,
} from "./descriptor.ts";
import { decodeReply, encodeReply } from "./reply.ts";
import { decodeUrc, encodeUrc } from "./urc.ts";

const runs = { seed: 20240506, numRuns: cases(40) };

type Values = Record<string, unknown>;

/** Text that a line can carry: no controls, no quotes, whole characters. */
function textOf(ascii: boolean, maxBytes: number, minBytes: number): fc.Arbitrary<string> {
  const unit = ascii ? "grapheme-ascii" : "binary";
  return fc
    .string({ unit, minLength: minBytes, maxLength: maxBytes })
    .map((text) => [...text].filter((char) => !/[\p{Cc}"]/u.test(char)).join(""))
    .filter((text) => {
      const bytes = new TextEncoder().encode(text).length;
      return bytes >= minBytes && bytes <= maxBytes;
    });
}

function arbitraryOf(param: Param): fc.Arbitrary<unknown> {
  switch (param.type) {
    case "integer": {
      const ranges = param.ranges ?? [[0, null]];
      const spans = ranges.map(([min, max]) => fc.integer({ min, max: max ?? 0x7fffffff }));
      return fc.oneof(...spans);
    }
    case "enum":
    case "keyword":
      return fc.constantFrom(...param.values);
    case "flag":
      return fc.boolean();
    case "string":
      return textOf(param.charset === "ascii", param.maxBytes ?? 60, param.minBytes ?? 0);
    case "octets":
      return fc.uint8Array({ minLength: param.minBytes ?? 0, maxLength: param.maxBytes ?? 60 });
    case "text":
      if (param.charset === "digits") return fc.stringMatching(/^[0-9]{1,20}$/);
      return textOf(false, 60, 1)
        .map((text) => text.trim())
        .filter((text) => text !== "");
  }
}

/** Values for fields: optional groups whole or absent, lists of at least one. */
function valuesOf(fields: readonly Field[]): fc.Arbitrary<Values> {
  const parts = fields.map((field): fc.Arbitrary<Values> => {
    if (isParam(field)) return arbitraryOf(field).map((value) => ({ [field.name]: value }));
    if ("const" in field) return fc.constant({});
    if ("optional" in field) return fc.option(valuesOf(field.optional), { nil: {} });
    const items = fc.array(arbitraryOf(field.list), { minLength: 1, maxLength: 4 });
    return items.map((list) => ({ [field.as]: list }));
  });
  return fc.tuple(...parts).map((values) => Object.assign({}, ...values) as Values);
}

function outputOf(lines: readonly ReplyLine[]): fc.Arbitrary<Values> {
  const parts = lines.map((line): fc.Arbitrary<Values> => {
    const { as, repeat } = line;
    const one = valuesOf(line.fields);
    if (as === undefined) return repeat === "zeroOrOne" ? fc.option(one, { nil: {} }) : one;
    if (repeat === "zeroOrOne") return fc.option(one, { nil: {} }).map((item) => ({ [as]: item }));
    if (repeat === undefined) return one.map((item) => ({ [as]: item }));
    const minLength = repeat === "oneOrMore" ? 1 : 0;
    return fc.array(one, { minLength, maxLength: 3 }).map((items) => ({ [as]: items }));
  });
  return fc.tuple(...parts).map((values) => Object.assign({}, ...values) as Values);
}

/** Fields of a line by another way than the codec's: what we write holds no quote inside a value. */
function split(text: string): { text: string; quoted: boolean }[] {
  if (text === "") return [];
  const fields: { text: string; quoted: boolean }[] = [];
  const pattern = /(?:^|,)(?:"([^"]*)"|([^",]*))/gy;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    fields.push({ text: match[1] ?? match[2] ?? "", quoted: match[1] !== undefined });
    if (pattern.lastIndex >= text.length) return fields;
  }
  throw new Error(`cannot be split into fields: ${text}`);
}

/** Reads fields back into values, again by another way: position by position, no domain checks. */
function reread(fields: readonly Field[], tokens: { text: string; quoted: boolean }[]): Values {
  const values: Values = {};
  for (const field of fields) {
    const token = tokens[0];
    if (isParam(field)) {
      tokens.shift();
      if (token === undefined) throw new Error(`${field.name} is missing`);
      values[field.name] = interpret(field, token);
    } else if ("const" in field) {
      tokens.shift();
      expect(token).toEqual({
        text: String(field.const),
        quoted: typeof field.const === "string" && field.quoted !== false,
      });
    } else if ("list" in field) {
      values[field.as] = tokens.splice(0).map((item) => interpret(field.list, item));
    } else if (token?.text === "" && !token.quoted) {
      tokens.shift();
    } else if (token !== undefined) {
      Object.assign(values, reread(field.optional, tokens));
    }
  }
  return values;
}

function interpret(param: Param, token: { text: string; quoted: boolean }): unknown {
  const quoted =
    ["string", "octets"].includes(param.type) ||
    (param.type === "keyword" && param.quoted !== false);
  expect([param.name, token.quoted]).toEqual([param.name, quoted]);
  switch (param.type) {
    case "integer":
    case "enum":
      return Number.parseInt(token.text, param.notation?.includes("h") ? 16 : 10);
    case "flag":
      return { "0": false, "1": true }[token.text];
    case "octets":
      return Uint8Array.from(token.text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    default:
      return token.text;
  }
}

const named = (operations: readonly OperationDescriptor[]) =>
  operations.map((operation) => [operation.name, operation] as const);

describe("every command line", () => {
  const withArguments = allOperations.filter((operation) => operation.args !== undefined);

  it.each(named(withArguments))("%s carries its arguments and nothing else", (_, operation) => {
    const head = `AT${operation.at}${operation.form === "write" ? "=" : ""}`;
    fc.assert(
      fc.property(valuesOf(operation.args ?? []), (input) => {
        const line = encodeCommandLine(operation, input);
        expect(line.slice(0, head.length)).toBe(head);
        const tokens = split(line.slice(head.length));
        expect(reread(operation.args ?? [], tokens)).toEqual(input);
        expect(tokens).toEqual([]);
      }),
      runs,
    );
  });

  it.each(named(allOperations))("%s is read by a module as what was asked", (_, operation) => {
    fc.assert(
      fc.property(valuesOf(operation.args ?? []), (input) => {
        const line = encodeCommandLine(operation, input);
        expect(decodeCommandLine(allOperations, line)).toEqual({ operation, input });
      }),
      runs,
    );
  });
});

describe("every reply", () => {
  const withReply = allOperations.filter((operation) => operation.reply !== undefined);

  it.each(named(withReply))("%s decodes to what was encoded", (_, operation) => {
    fc.assert(
      fc.property(outputOf(operation.reply ?? []), (output) => {
        const lines = encodeReply(operation, output);
        expect(decodeReply(operation, lines)).toEqual(output);
        for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
      }),
      runs,
    );
  });
});

describe("every unsolicited line", () => {
  it.each(allUrcs.map((urc) => [urc.name, urc] as const))(
    "%s decodes to what was encoded",
    (name, urc) => {
      fc.assert(
        fc.property(valuesOf(urc.fields), (value) => {
          const line = encodeUrc(urc, value);
          expect(decodeUrc(allUrcs, line)).toEqual({ name, value });
        }),
        runs,
      );
    },
  );
});
