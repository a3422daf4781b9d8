import type {
  SchemaCommand,
  SchemaField,
  SchemaLine,
  SchemaOperation,
  SchemaParam,
  SchemaUrc,
} from "@qsmtp/codegen/schema-types";
import type { FactSheet } from "../facts/fact.ts";
import { parseAnswer, type SyntaxField } from "../facts/syntax.ts";
import { flatten } from "../schema/merge-operations.ts";
import { draftParam } from "./draft-param.ts";
import type { Names, WantedName } from "./names.ts";

/** A command of the schema while facts of a manual are put into it. */
export class CommandDraft {
  command: SchemaCommand;
  readonly facts: FactSheet;
  readonly #names: Names;

  constructor(command: SchemaCommand, facts: FactSheet, names: Names) {
    this.command = command;
    this.facts = facts;
    this.#names = names;
  }

  nameOf(thing: WantedName["thing"], path: string): string {
    return this.#names.nameOf({ thing, command: this.command.at, path });
  }

  /** Key of the parameter with a placeholder; a new one is drafted from the manual. */
  keyOf(wire: string): string {
    const known = Object.entries(this.command.params ?? {}).find(
      ([, param]) => param.wire === wire,
    );
    if (known !== undefined) return known[0];
    const key = this.nameOf("parameter", `params/${wire}`);
    const param = draftParam(this.command.at, wire, this.facts, this.#names);
    this.command = { ...this.command, params: { ...this.command.params, [key]: param } };
    return key;
  }

  toFields(fields: readonly SyntaxField[]): SchemaField[] {
    return fields.map((field): SchemaField => {
      if ("optional" in field) return { optional: this.toFields(field.optional) };
      if ("placeholder" in field) return { param: this.keyOf(field.placeholder) };
      return constField(field.literal);
    });
  }

  /** Lines as a fact holds them, one below the other. */
  toLines(text: string, path: string): SchemaLine[] {
    return text.split("\n").flatMap((line): SchemaLine[] => {
      const answer = parseAnswer(line);
      if (answer === undefined) return [];
      const { prefix, mayBeMissing } = answer;
      const fields = this.toFields(answer.fields);
      if (!mayBeMissing) return [{ prefix, fields }];
      return [{ prefix, fields, repeat: "zeroOrMore", as: this.nameOf("lines", path) }];
    });
  }

  updateParams(update: (param: SchemaParam, key: string) => SchemaParam): void {
    const entries = Object.entries(this.command.params ?? {});
    if (entries.length === 0) return;
    const params = Object.fromEntries(entries.map(([key, param]) => [key, update(param, key)]));
    this.command = { ...this.command, params };
  }

  updateOperations(update: (operation: SchemaOperation) => SchemaOperation): void {
    const operations = this.command.operations.map(update);
    this.command = { ...this.command, operations };
  }

  updateUrcs(update: (urc: SchemaUrc) => SchemaUrc): void {
    const urcs = this.command.urcs?.map(update);
    if (urcs !== undefined) this.command = { ...this.command, urcs };
  }

  /** Takes out the parameters that nothing mentions any more. */
  dropUnusedParams(): void {
    const { params, operations, urcs = [] } = this.command;
    if (params === undefined) return;
    const fields = [
      ...operations.flatMap(({ args = [], reply = [] }) => [
        ...args,
        ...reply.flatMap((line) => line.fields),
      ]),
      ...urcs.flatMap((urc) => urc.line.fields),
    ];
    const used = new Set(flatten(fields).flatMap(keyOfField));
    const kept = Object.entries(params).filter(([key]) => used.has(key));
    if (kept.length > 0) {
      this.command = { ...this.command, params: Object.fromEntries(kept) };
      return;
    }
    const { params: _, ...rest } = this.command;
    this.command = rest;
  }
}

/** Key of the parameter that a field holds. */
export function keyOfField(field: SchemaField): string[] {
  if ("param" in field) return [field.param];
  return "list" in field ? [field.list] : [];
}

export function constField(literal: string): SchemaField {
  const quoted = /^"(.*)"$/.exec(literal)?.[1];
  if (quoted !== undefined) return { const: quoted };
  return /^-?\d+$/.test(literal) ? { const: Number(literal) } : { const: literal, quoted: false };
}
