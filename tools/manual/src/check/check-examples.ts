import type { SchemaCommand, SchemaField } from "@qsmtp/codegen/schema-types";
import type { Statement } from "../align/statements.ts";
import { fits, splitValues } from "../schema/match-line.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { makeFinding } from "./finding-of.ts";
import type { ManualFinding } from "./manual-finding.ts";

/**
 * Tries whether every command of an example can be sent, and every answer be read.
 * @param state the schema as it is once all is accepted
 */
export function checkExamples(examples: readonly Statement[], state: SchemaState): ManualFinding[] {
  return examples.flatMap(({ command, path, value, line, section }) => {
    const isCommand = value.startsWith("AT");
    if (isCommand ? isSendable(state, value) : isReadable(state, value)) return [];
    const verb = isCommand ? "sent" : "read";
    return [
      makeFinding({
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
      }),
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
  readonly fields: readonly SchemaField[];
}[] {
  return [...operations.flatMap(({ reply = [] }) => reply), ...urcs.map(({ line }) => line)];
}
