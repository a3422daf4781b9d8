import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { codec } from "./codec.ts";
import {
  decodeCommand,
  decodeReply,
  decodeUrc,
  encodeCommand,
  renderReply,
  renderUrc,
} from "./interpreter.ts";
import { operations, type SchemaOperation, type SchemaUrc, urcs, type Values } from "./schema.ts";

/** Each gives what codec and interpreter both make of something, `undefined` when they refuse it. */
export const both = {
  encodeCommand: (operation: SchemaOperation, input: Values): string | undefined =>
    same(input, codec.encodeCommand(operation.name, input), encodeCommand(operation, input)),

  decodeCommand: (line: string): unknown =>
    same(line, codec.decodeCommand(line), decodeCommand(operations, line)),

  renderReply: (operation: SchemaOperation, output: Values): string[] | undefined =>
    same(output, codec.renderReply(operation.name, output), renderReply(operation, output)),

  decodeReply: (operation: SchemaOperation, lines: readonly string[]): unknown =>
    same(lines, codec.decodeReply(operation.name, lines), decodeReply(operation, lines)),

  renderUrc: (urc: SchemaUrc, value: Values): string | undefined =>
    same(value, codec.renderUrc(urc.name, value), renderUrc(urc, value)),

  decodeUrc: (line: string): unknown => same(line, codec.decodeUrc(line), decodeUrc(urcs, line)),
};

function same<Result>(given: unknown, ofCodec: unknown, ofInterpreter: Result): Result {
  // The matcher is slow, so it is asked only to show a difference.
  if (!isDeepStrictEqual(ofCodec, ofInterpreter)) {
    expect({ given, codec: ofCodec }).toStrictEqual({ given, codec: ofInterpreter });
  }
  return ofInterpreter;
}
