import type { SchemaField } from "@qsmtp/codegen/schema-types";
import { nameIn } from "../grammar/tokens.ts";
import type { ReadSection } from "../reader/manual-model.ts";
import type { DraftLine, DraftOperation } from "./draft.ts";

/** What spellings of one name share: the vendor mixes capitals, and narrow columns lose blanks. */
function keyOf(name: string): string {
  return name.replaceAll(/[<>\s]/g, "").toLowerCase();
}

/** The one spelling of each placeholder of a section: that of its syntax, else of its answers. */
export class PlaceholderNames {
  readonly #names = new Map<string, string>();
  readonly #rows: ReadonlyMap<string, string>;

  constructor({
    commandTable,
    urcs,
    parameters,
  }: Pick<ReadSection, "commandTable" | "urcs" | "parameters">) {
    const forms = commandTable?.forms ?? [];
    const rows = [...parameters, ...forms.flatMap((form) => form.parameters)];
    // A syntax that breaks at the blank of a name has lost it: the row has the name on one line.
    const spaced = rows.map(({ name }) => name).filter((name) => /[a-z\d] [a-z\d]/i.test(name));
    this.#rows = new Map(spaced.map((name) => [keyOf(name), name]));
    for (const { syntax } of forms) this.#read(syntax);
    for (const { answers } of forms) {
      for (const { role, text } of answers) {
        if (role !== "condition" && role !== "sentence") this.#read(text);
      }
    }
    for (const { text } of urcs) this.#read(text);
  }

  #read(text: string): void {
    for (const printed of text.match(/<[^<>]+>/g) ?? []) {
      const key = keyOf(printed);
      if (key !== "cr" && key !== "lf" && !this.#names.has(key)) {
        this.#names.set(key, this.#rows.get(key) ?? nameIn(printed));
      }
    }
  }

  /** The names in the order in which the section first prints them. */
  get inOrder(): readonly string[] {
    return [...this.#names.values()];
  }

  /** The name as the syntax spells it; as it is given when no line of the section has it. */
  of(name: string): string {
    return this.#names.get(keyOf(name)) ?? name;
  }

  /** The operation with the one spelling of every name. */
  in(operation: DraftOperation): DraftOperation {
    const { args, reply, completion } = operation;
    const line = (one: DraftLine): DraftLine => ({ ...one, fields: this.#fields(one.fields) });
    return {
      ...operation,
      args: this.#fields(args),
      reply: reply.map(line),
      ...(completion !== undefined && { completion: line(completion) }),
    };
  }

  #fields(fields: readonly SchemaField[]): SchemaField[] {
    return fields.map((field): SchemaField => {
      if ("optional" in field) return { optional: this.#fields(field.optional) };
      if ("param" in field) return { param: this.of(field.param) };
      return "list" in field ? { ...field, list: this.of(field.list) } : field;
    });
  }
}
