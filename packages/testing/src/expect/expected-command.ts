import type { Field, OperationDescriptor } from "@qsmtp/protocol";
import type { OptionKind, OptionTable } from "@qsmtp/transport/options";
import { checkedOptions } from "../checked-options.ts";
import { type CommandMatch, matchesCommand, showMatch } from "../faults/command-match.ts";
import type { ReceivedCommand } from "../transcript/transcript.ts";
import { type ExpectedValue, isAsExpected, shown } from "./expected-value.ts";

/** Arguments that are expected. What is left out may be anything. */
export type ExpectedInput<Input> = {
  readonly [Name in keyof Input]?: ExpectedValue<Input[Name]> | undefined;
};

/** A command that is expected. */
export type ExpectedCommand = CommandMatch | OperationDescriptor;

/** A command that came, and how it differs from the expected one. */
export interface ComparedCommand {
  readonly isMet: boolean;
  readonly line: string;
  /** For people. */
  readonly differences: readonly string[];
}

/** The expected command for people. */
export function describeCommand(expected: ExpectedCommand, input: object | undefined): string {
  if (!isOperation(expected)) return showMatch(expected);
  const wanted = input === undefined ? "" : ` with ${shown(input)}`;
  return `${expected.name} (AT${expected.at})${wanted}`;
}

/**
 * The received commands that are the expected one, but for their arguments.
 * @throws SimulationOptionError `INVALID_OPTION` for an argument that the command does not have
 */
export function compareCommands(
  received: readonly ReceivedCommand[],
  expected: ExpectedCommand,
  input: object | undefined,
): ComparedCommand[] {
  if (!isOperation(expected)) {
    return received
      .filter(({ line }) => matchesCommand(expected, line))
      .map(({ text }) => ({ isMet: true, line: text, differences: [] }));
  }
  const wanted = Object.entries(input ?? {}).filter(([, value]) => value !== undefined);
  checkedOptions(input, tableOf(expected));
  return received.flatMap(({ text, commands }) => {
    const same = commands.filter(({ operation }) => operation === expected.name);
    return same.map(({ input: actual }) => {
      const differing = wanted.filter(([name, value]) => !isAsExpected(actual[name], value));
      const differences = differing.map(
        ([name, value]) => `${name}: ${shown(actual[name])} - not ${shown(value)}`,
      );
      return { isMet: differing.length === 0, line: text, differences };
    });
  });
}

/** The values are compared and not judged. */
const anything: OptionKind = ["boolean", "string", { number: {} }, { object: [], methods: [] }];

function isOperation(expected: ExpectedCommand): expected is OperationDescriptor {
  return typeof expected !== "string" && "form" in expected;
}

function tableOf({ args = [] }: OperationDescriptor): OptionTable {
  return { keys: Object.fromEntries(namesIn(args).map((name) => [name, anything])) };
}

function namesIn(fields: readonly Field[]): string[] {
  return fields.flatMap((field) => {
    if ("optional" in field) return namesIn(field.optional);
    if ("list" in field) return [field.list.name];
    return "const" in field ? [] : [field.name];
  });
}
