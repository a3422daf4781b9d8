import {
  decodeCommandLine,
  decodeReply,
  decodeUrc,
  encodeCommandLine,
  encodeReply,
  encodeUrc,
  isDecodeError,
  isEncodeError,
  type OperationDescriptor,
  type SupportedValues,
  type Urc,
} from "@qsmtp/protocol";
import { allOperations, allUrcs } from "@qsmtp/protocol/catalog";
import type { Values } from "./schema.ts";

/** The codec in the interpreter's words: what is refused is `undefined`. */
export const codec = {
  encodeCommand: (name: string, input: Values) =>
    unlessRefused(() => encodeCommandLine(operationNamed(name), input)),

  decodeCommand: (line: string) =>
    unlessRefused(() => {
      const { operation, input } = decodeCommandLine(allOperations, line);
      return { name: operation.name, input };
    }),

  renderReply: (name: string, output: Values) =>
    unlessRefused(() => encodeReply<unknown>(operationNamed(name), output)),

  decodeReply: (name: string, lines: readonly string[]) =>
    unlessRefused(() => {
      const operation = operationNamed(name);
      const output = decodeReply(operation, lines);
      if (operation.form !== "test") return { output };
      return { output: (output as SupportedValues).lines.map(({ text }) => text) };
    }),

  decodeUrc: (line: string) => decodeUrc(allUrcs, line),

  renderUrc: (name: string, value: Values) =>
    unlessRefused(() => encodeUrc<unknown>(named(urcs, name), value)),
};

const operations = new Map(allOperations.map((operation) => [operation.name, operation]));
const urcs = new Map(allUrcs.map((urc) => [urc.name, urc]));

function operationNamed(name: string): OperationDescriptor {
  return named(operations, name);
}

function named<Item extends OperationDescriptor | Urc>(
  items: ReadonlyMap<string, Item>,
  name: string,
): Item {
  const item = items.get(name);
  if (item === undefined) throw new Error(`the catalog has no "${name}"`);
  return item;
}

function unlessRefused<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    if (isDecodeError(error) || isEncodeError(error)) return undefined;
    throw error;
  }
}
