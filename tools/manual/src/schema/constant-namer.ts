import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import { parseSyntax, placeholdersOf } from "../facts/syntax.ts";
import type { NameOfConstants } from "./merge-operations.ts";
import type { Guide } from "./schema-facts.ts";

/**
 * Names fixed numbers of a form's operations: by the placeholder of the manual's syntax that no
 * parameter of the schema carries and that lists them as values.
 */
export function constantNamer(
  { facts }: Guide,
  command: SchemaCommand,
  path: string,
): NameOfConstants {
  const wires = Object.values(command.params ?? {}).map(({ wire }) => wire);
  const syntax = parseSyntax(facts.get(command.at, path)?.value ?? "");
  const free = placeholdersOf(syntax?.fields ?? []).filter((name) => !wires.includes(name));
  const lists = (name: string, value: number): boolean =>
    facts.get(command.at, `params/${name}/values/${value}`) !== undefined;
  return (constants) =>
    free.find((name) => constants.some((value) => lists(name, value))) ??
    (free.length === 1 ? free[0] : undefined);
}
