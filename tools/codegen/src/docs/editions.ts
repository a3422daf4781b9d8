import type { EditionOf } from "../editions/edition.ts";
import { code, prose } from "../markup.ts";
import type { Model } from "../model.ts";
import type { SchemaCommand } from "../schema-types.gen.ts";

/** ` (since edition 2 of lamp-manual)`; empty for what was always there. */
export function since(model: Model, isIn: (model: Model) => boolean): string {
  const last = model.earlier.findLast(({ model: earlier }) => !isIn(earlier));
  return last === undefined ? "" : ` (since edition ${code(after(model, last))} of ${last.manual})`;
}

/** What one edition says of a thing, in parts; `undefined` when it does not have it. */
export type Saying = (model: Model) => readonly string[] | undefined;

/** ` (up to edition 1 of lamp-manual: values 0 to 3)`: the parts in which earlier editions differ. */
export function earlier(model: Model, say: Saying): string {
  const newer = new Map<string, ReturnType<Saying>>();
  const today = say(model);
  return model.earlier
    .toReversed()
    .map(({ manual, edition, model: then }) => {
      const parts = say(then);
      const next = newer.has(manual) ? newer.get(manual) : today;
      newer.set(manual, parts);
      const other = parts?.filter((part) => !next?.includes(part)) ?? [];
      if (other.length === 0) return "";
      return ` (up to edition ${code(edition)} of ${manual}: ${other.join(", ")})`;
    })
    .join("");
}

export function commandAt({ commands }: Model, at: string): SchemaCommand | undefined {
  return commands.find(({ command }) => command.at === at)?.command;
}

/** What an edition had and the next one has not: a line each. */
export function dropped(model: Model): string[] {
  const next = new Map<string, Model>();
  return model.earlier.toReversed().flatMap((old) => {
    const young = next.get(old.manual) ?? model;
    next.set(old.manual, old.model);
    const left = new Set(namesIn(young));
    return namesIn(old.model)
      .filter((name) => !left.has(name))
      .map((name) => `- ${name}: up to edition ${code(old.edition)} of ${old.manual}`);
  });
}

function namesIn({ commands, errorTables }: Model): string[] {
  return [
    ...commands.flatMap(({ command }) => {
      const at = `AT${prose(command.at)}`;
      const params = Object.entries(command.params ?? {}).flatMap(([name, { values = [] }]) => [
        `${at}, parameter ${code(name)}`,
        ...values.map(({ value }) => `${at}, value ${code(String(value))} of ${code(name)}`),
      ]);
      const named = [...command.operations, ...(command.urcs ?? [])];
      return [...named.map(({ name }) => `${at}, ${code(name)}`), ...params];
    }),
    ...errorTables.flatMap(({ table }) =>
      table.codes.map((entry) => `Number ${entry.code} of the table ${code(table.id)}`),
    ),
  ];
}

function after(model: Model, { manual, edition }: EditionOf): string {
  const ids = model.manuals.get(manual)?.editions?.map(({ id }) => id) ?? [];
  return ids[ids.indexOf(edition) + 1] ?? edition;
}
