import type { DecodedCommand, Field, OperationDescriptor } from "@qsmtp/protocol";
import { hideSecrets } from "../hide-secrets.ts";
import type { SecretsOfLine } from "../transcript/transcript.ts";
import type { CommandReader } from "./command-reader.ts";
import { splitCommands } from "./split-commands.ts";

/** Gives what finds the secrets of command lines, also in lines that cannot be read. */
export function lineSecrets(
  operations: readonly OperationDescriptor[],
  reader: CommandReader,
): (line: string) => SecretsOfLine {
  const names = new Set(
    operations.filter(({ args = noFields }) => secretNames(args).length > 0).map(({ at }) => at),
  );
  // Without a name nothing matches: an empty choice would match everywhere.
  const choice = [...names].map((name) => name.replace(/\W/g, "\\$&")).join("|") || "(?!)";
  const named = new RegExp(`(?:${choice})=?(.*)`, "is");
  return (line) => {
    if (!named.test(line)) return { secrets: [], unreadable: [] };
    const secrets: string[] = [];
    const unreadable: string[] = [];
    for (const text of splitCommands(line)) {
      const read = reader.read(text);
      if ("command" in read) {
        secrets.push(...secretsIn(read.command.operation.args ?? noFields, read.command.input));
      } else {
        unreadable.push(named.exec(text)?.[1] ?? "");
      }
    }
    return { secrets, unreadable };
  };
}

/**
 * What may be a secret in a line that was heard from its middle, which nothing names: all from the first
 * quote on, and the whole line where one quote of a pair is missing.
 */
export function maybeSecretIn(line: string): string {
  if (/^\s*a[t/]/i.test(line)) return "";
  const quotes = line.split('"').length - 1;
  return quotes % 2 === 1 ? line : line.slice(quotes === 0 ? line.length : line.indexOf('"'));
}

/** Secrets in what an operation answers. */
export function outputSecrets({ reply = [] }: OperationDescriptor, output: unknown): string[] {
  return reply.flatMap(({ fields, as }) => {
    if (secretNames(fields).length === 0) return [];
    const part = as === undefined ? output : propertiesOf(output)[as];
    return [part].flat().flatMap((values) => secretsIn(fields, propertiesOf(values)));
  });
}

const noFields: readonly Field[] = [];
const namesOfFields = new WeakMap<readonly Field[], readonly string[]>();

/** Names of the arguments that are secrets; they are looked for once in each list of fields. */
export function secretNames(fields: readonly Field[]): readonly string[] {
  const known = namesOfFields.get(fields);
  if (known !== undefined) return known;
  const names = fields.flatMap((field) => {
    if ("optional" in field) return secretNames(field.optional);
    const param = "list" in field ? field.list : field;
    return "type" in param && param.sensitive === true ? [param.name] : [];
  });
  namesOfFields.set(fields, names);
  return names;
}

/** The decoded arguments of a command. Printed whole they show no secret. */
export function visibleInput({ operation, input }: DecodedCommand): Record<string, unknown> {
  const secrets = secretNames(operation.args ?? noFields).filter((name) => name in input);
  return hideSecrets({ ...input }, ...secrets);
}

function secretsIn(fields: readonly Field[], values: Readonly<Record<string, unknown>>): string[] {
  return secretNames(fields)
    .flatMap((name) => values[name] ?? [])
    .map(String);
}

function propertiesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
