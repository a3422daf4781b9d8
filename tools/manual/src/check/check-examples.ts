import type { SchemaCommand, SchemaOperation } from "@qsmtp/codegen/schema-types";
import type { Fact, FactSheet } from "../facts/fact.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import type { ManualFinding } from "./manual-finding.ts";
import { fits, splitValues } from "./match-line.ts";

/** Lines of the manual's examples: commands, and answers with a prefix. */
export function exampleLines(facts: FactSheet): Fact[] {
  return facts.all().filter(({ path }) => path.startsWith("examples/"));
}

/**
 * Tries whether every command of an example can be sent, and every answer be read.
 * @param state the schema as it is once the differences are accepted
 */
export function checkExamples(facts: FactSheet, state: SchemaState): ManualFinding[] {
  return exampleLines(facts).flatMap(({ command, path, value, line, section }) => {
    const isCommand = value.startsWith("AT");
    if (isCommand ? isSendable(state, value) : isReadable(state, value)) return [];
    const verb = isCommand ? "sent" : "read";
    return [
      {
        id: `${command}/${path}`,
        kind: "mismatch",
        command,
        path,
        manual: value,
        schema: null,
        line,
        section,
        rule: "by-hand",
        bump: "undecidable",
        message: `the example ${value} cannot be ${verb} with the schema; correct the schema, or patch the manual: "set" null takes the line out`,
      } satisfies ManualFinding,
    ];
  });
}

function isSendable(state: SchemaState, sent: string): boolean {
  const name = /^AT([+&$#^%*]?[A-Z][A-Z0-9]*)?/.exec(sent)?.[1] ?? "";
  const command = state.command(name)?.command;
  if (command === undefined) return false;
  const rest = sent.slice(2 + name.length);
  const form = { "": "execute", "=?": "test", "?": "read" }[rest] ?? "write";
  const values = form === "write" ? splitValues(rest.slice(1)) : [];
  return command.operations.some(
    (operation) => operation.form === form && fits(command, operation.args ?? [], values),
  );
}

function isReadable(state: SchemaState, line: string): boolean {
  const [, prefix = "", rest = ""] = /^(\+[A-Z]+(?: ERROR)?): ?(.*)$/.exec(line) ?? [];
  if (prefix.endsWith(" ERROR")) return true;
  const values = splitValues(rest);
  return state.commands.some(({ command }) =>
    linesOf(command).some(
      (other) => other.prefix === prefix && fits(command, other.fields, values),
    ),
  );
}

function linesOf({ operations, urcs = [] }: SchemaCommand): {
  readonly prefix: string;
  readonly fields: NonNullable<SchemaOperation["args"]>;
}[] {
  return [...operations.flatMap(({ reply = [] }) => reply), ...urcs.map(({ line }) => line)];
}
