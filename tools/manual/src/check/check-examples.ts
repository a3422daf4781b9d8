import type { SchemaCommand, SchemaOperation } from "@qsmtp/codegen/schema-types";
import type { ReadManual } from "../reader/read-manual.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import type { ManualFinding } from "./manual-finding.ts";
import { fits, splitValues } from "./match-line.ts";

/** Lines of the manual's examples, put beside the schema. */
export interface ExampleCheck {
  readonly compared: number;
  readonly findings: readonly ManualFinding[];
}

/** Tries whether every command of an example can be sent, and every answer be read. */
export function checkExamples(read: ReadManual, state: SchemaState): ExampleCheck {
  const findings = new Map<string, ManualFinding>();
  let compared = 0;
  for (const { id: section, examples } of read.sections) {
    for (const { sent, line, answers } of examples) {
      compared += 1;
      const command = commandOfLine(state, sent);
      if (command === undefined || !isSendable(command, sent)) {
        tell({ command: `+${nameOf(sent)}`, text: sent, line, section, what: "cannot be sent" });
      }
      for (const answer of answers.filter(({ text }) => text.startsWith("+"))) {
        compared += 1;
        if (isReadable(state, answer.text)) continue;
        const owner = /^\+[A-Z]+/.exec(answer.text)?.[0] ?? "";
        tell({ command: owner, ...answer, section, what: "cannot be read" });
      }
    }
  }
  return { compared, findings: [...findings.values()] };

  function tell(found: {
    command: string;
    text: string;
    line: number;
    section: string;
    what: string;
  }): void {
    const { command, text, line, section, what } = found;
    const path = `examples/${text}`;
    findings.set(`${command}/${path}`, {
      id: `${command}/${path}`,
      kind: "mismatch",
      command,
      path,
      manual: text,
      schema: null,
      line,
      section,
      rule: "by-hand",
      bump: "undecidable",
      message: `the example ${text} ${what} with the schema; correct the schema, or patch the manual with "set": null`,
    });
  }
}

function nameOf(sent: string): string {
  return /^AT[+&$#^%*]?([A-Z0-9]*)/.exec(sent)?.[1] ?? "";
}

function commandOfLine(state: SchemaState, sent: string): SchemaCommand | undefined {
  const name = /^AT([+&$#^%*]?[A-Z][A-Z0-9]*)?/.exec(sent)?.[1] ?? "";
  return state.command(name)?.command;
}

function isSendable(command: SchemaCommand, sent: string): boolean {
  const rest = sent.slice(2 + command.at.length);
  const form =
    rest === "" ? "execute" : rest === "=?" ? "test" : rest === "?" ? "read" : ("write" as const);
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
