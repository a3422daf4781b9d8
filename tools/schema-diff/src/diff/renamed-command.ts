import { isPlaceholder } from "@qsmtp/codegen/placeholder";
import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import { syntaxLine } from "@qsmtp/codegen/syntax";
import { same } from "./texts.ts";

/**
 * The command that goes on under another name, on the wire and in the API: it is sent and answered
 * in the same way, and no other pair of commands looks like it.
 * @param gone commands that only the earlier schema has
 * @param arrived commands that only the later schema has
 */
export function renamedFrom(
  command: SchemaCommand,
  gone: readonly SchemaCommand[],
  arrived: readonly SchemaCommand[],
): SchemaCommand | undefined {
  const alike = (other: SchemaCommand) => same(shapeOf(other), shapeOf(command));
  const [origin, second] = gone.filter(alike);
  if (origin === undefined || second !== undefined || arrived.filter(alike).length > 1)
    return undefined;
  return hasParams(command) || sharesTitle(origin, command) ? origin : undefined;
}

/** Forms, syntax and answers, with nothing in them of the names that a rename changes. */
function shapeOf(command: SchemaCommand): unknown {
  const { params = {}, operations, urcs = [] } = command;
  const wires = Object.values(params).map(({ wire, type }) => `${wire} ${type}`);
  const forms = operations.map((operation) => {
    const lines = (operation.reply ?? []).map(({ repeat, fields }) => [repeat, fields.length]);
    const { form, data } = operation;
    const syntax = syntaxLine(command, operation).replace(command.at, "");
    return JSON.stringify([form, syntax, lines, data?.direction]);
  });
  return [wires.sort(), forms.sort(), urcs.map(({ line }) => line.fields.length)];
}

/** Commands without parameters all look alike: there the title must say that it is the same one. */
function hasParams({ params = {} }: SchemaCommand): boolean {
  return Object.keys(params).length > 0;
}

function sharesTitle(before: SchemaCommand, after: SchemaCommand): boolean {
  return before.title === after.title && !isPlaceholder(after.title);
}
