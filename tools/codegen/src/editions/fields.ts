import type { SchemaField } from "../schema-types.gen.ts";
import type { Element } from "./elements.ts";

/**
 * A command without the fields of some parameters: what an edition appended is not there before it.
 */
export function withoutParams(command: Element, gone: ReadonlySet<string>): Element {
  if (gone.size === 0) return command;
  const { operations, urcs } = command as {
    readonly operations?: readonly Element[];
    readonly urcs?: readonly Element[];
  };
  return {
    ...command,
    ...(operations && { operations: operations.map((one) => withoutFields(one, gone)) }),
    ...(urcs && { urcs: urcs.map((one) => withoutFields(one, gone)) }),
  };
}

/** An operation or unsolicited line without the fields of some parameters. */
export function withoutFields(element: Element, gone: ReadonlySet<string>): Element {
  const { args, reply, line } = element as {
    readonly args?: readonly SchemaField[];
    readonly reply?: readonly Line[];
    readonly line?: Line;
  };
  const inLine = (one: Line): Line => ({ ...one, fields: remaining(one.fields, gone) });
  return {
    ...element,
    ...(args && { args: remaining(args, gone) }),
    ...(reply && { reply: reply.map(inLine) }),
    ...(line && { line: inLine(line) }),
  };
}

type Line = Element & { readonly fields: readonly SchemaField[] };

function remaining(
  fields: readonly SchemaField[],
  gone: ReadonlySet<string>,
): readonly SchemaField[] {
  return fields.flatMap((field): SchemaField[] => {
    if ("param" in field) return gone.has(field.param) ? [] : [field];
    if ("list" in field) return gone.has(field.list) ? [] : [field];
    if (!("optional" in field)) return [field];
    const optional = remaining(field.optional, gone);
    return optional.length === 0 ? [] : [{ ...field, optional }];
  });
}
