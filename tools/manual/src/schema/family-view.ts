import type {
  ParameterChange,
  SchemaCommand,
  SchemaOperation,
  SchemaParam,
  SchemaQuirk,
  TestAnswerChange,
} from "@qsmtp/codegen/schema-types";
import { mapLeaves, paramOfField } from "../grammar/fields.ts";

type Variant = SchemaQuirk["variants"][number];

/** A command as the quirk records describe it for some modules. */
export function viewForFamily(
  command: SchemaCommand,
  quirks: readonly SchemaQuirk[],
  isMeant: (variant: Variant) => boolean,
): SchemaCommand {
  let viewed = command;
  for (const quirk of quirks) {
    if (quirk.command !== command.at) continue;
    for (const { change } of quirk.variants.filter(isMeant)) {
      const isOwn = ({ name }: SchemaOperation): boolean =>
        quirk.operations?.includes(name) ?? true;
      if (quirk.kind === "parameter")
        viewed = withParameter(viewed, quirk.param, change as ParameterChange);
      const operations = viewed.operations.flatMap((operation) =>
        isOwn(operation) ? withChange(operation, quirk, change) : [operation],
      );
      viewed = { ...viewed, operations };
    }
  }
  return viewed;
}

function withParameter(
  command: SchemaCommand,
  name: string | undefined,
  { ranges, addsValues = [], removesValues = [] }: ParameterChange,
): SchemaCommand {
  const param = command.params?.[name ?? ""];
  if (name === undefined || param === undefined) return command;
  const kept = param.values?.filter(({ value }) => !removesValues.includes(value));
  const added = addsValues.map((value) => ({
    value,
    name: `added${value}`,
    description: `${value}`,
  }));
  const changed: SchemaParam = {
    ...param,
    ...(ranges && { ranges }),
    ...(kept && { values: [...kept, ...added] }),
  };
  return { ...command, params: { ...command.params, [name]: changed } };
}

function withChange(
  operation: SchemaOperation,
  quirk: SchemaQuirk,
  change: Variant["change"],
): SchemaOperation[] {
  const { args = [], reply = [], supports = [] } = operation;
  switch (quirk.kind) {
    case "availability":
      return "available" in change && !change.available ? [] : [operation];
    case "renamedKey": {
      const { from, to } = change as { from: string; to: string };
      const rename = (fields: typeof args) =>
        mapLeaves(fields, (leaf) =>
          "const" in leaf && leaf.const === from ? { ...leaf, const: to } : leaf,
        );
      const lines = reply.map((line) => ({ ...line, fields: rename(line.fields) }));
      return [{ ...operation, args: rename(args), ...(operation.reply && { reply: lines }) }];
    }
    case "parameter": {
      if (!("absent" in change)) return [operation];
      const isGone = (field: (typeof args)[number]): boolean =>
        "optional" in field ? field.optional.every(isGone) : paramOfField(field) === quirk.param;
      return [{ ...operation, args: args.filter((field) => !isGone(field)) }];
    }
    case "testAnswer": {
      const { supports: others, lines = [] } = change as TestAnswerChange;
      const changed = (others ?? supports).flatMap((text) => {
        const line = lines.find(({ key }) => text.startsWith(key) || text.startsWith(`"${key}"`));
        return line === undefined ? [text] : (line.line ?? []);
      });
      return [{ ...operation, supports: changed }];
    }
    default:
      return [operation];
  }
}
