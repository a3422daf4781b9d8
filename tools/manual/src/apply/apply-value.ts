import type { SchemaParam, SchemaValue } from "@qsmtp/codegen/schema-types";
import { bareValue, draftValue } from "../draft/draft-param.ts";
import { paramsByWire } from "../schema/parameter-facts-of.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { type Change, NotAutomaticError } from "./change.ts";

/** A listed value that is new or gone. Whoever shares the exported type gets it too. */
export function applyValue(change: Change): SchemaState {
  const { path, was, now, command } = change.difference;
  const wire = path.split("/")[1] ?? "";
  const printed = now ?? was ?? "";
  const types = typesOf(change, wire);
  if (types.size === 0) {
    throw new NotAutomaticError(
      `${printed} of <${wire}> is no value of an enumeration but chooses an operation of AT${command}; add or remove the operation by hand`,
    );
  }
  const value = bareValue(printed);
  const edit = (values: readonly SchemaValue[]): readonly SchemaValue[] => {
    if (was !== undefined) return values.filter((other) => other.value !== value);
    if (values.some((other) => other.value === value)) return values;
    return inOrder([...values, draftValue(command, wire, printed, change.names)]);
  };
  let state = change.state;
  for (const entry of state.commands) {
    const params = Object.entries(entry.command.params ?? {});
    if (!params.some(([, param]) => types.has(param.typeName ?? ""))) continue;
    const edited = params.map(([key, param]): [string, SchemaParam] => {
      if (param.values === undefined || !types.has(param.typeName ?? "")) return [key, param];
      return [key, { ...param, values: edit(param.values) }];
    });
    state = state.withCommand(entry.file, {
      ...entry.command,
      params: Object.fromEntries(edited),
    });
  }
  return state;
}

/** Exported types of the parameters with a placeholder. */
function typesOf({ state, manual, difference }: Change, wire: string): Set<string> {
  const found = state.command(difference.command);
  const entries = found === undefined ? [] : (paramsByWire(found.command, manual).get(wire) ?? []);
  return new Set(entries.flatMap(({ param }) => param.typeName ?? []));
}

/** Numbers by size; words stay as they come. */
function inOrder(values: readonly SchemaValue[]): readonly SchemaValue[] {
  if (values.some(({ value }) => typeof value !== "number")) return values;
  return values.toSorted((a, b) => Number(a.value) - Number(b.value));
}
