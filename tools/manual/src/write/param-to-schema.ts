import { notDescribed } from "@qsmtp/codegen/placeholder";
import type { SchemaParam, SchemaValue } from "@qsmtp/codegen/schema-types";
import type { DraftParam, DraftValue } from "../draft/draft.ts";
import { step } from "../grammar/paths.ts";
import type { Names } from "./names.ts";
import { openMembers, openOfParam, type Remarks } from "./open-members.ts";
import { suggestType, suggestValue } from "./suggested-names.ts";

/** A parameter of the schema as far as its draft goes; what is undecided is not set. */
export function paramToSchema(
  command: string,
  drafted: DraftParam,
  names: Names,
  remarks: Remarks,
): SchemaParam {
  const { wire, type, ranges, minBytes, maxBytes, unit, notation, values, cases } = drafted;
  const undecided = openOfParam(drafted);
  const isDefaultOpen = undecided.some(({ about }) => about === "default");
  const isNamed = type?.value === "enum" || type?.value === "keyword";
  const hasPlace = isNamed || type === undefined;
  // A text is counted in bytes anyway.
  const isSize = type?.value === "string" && unit?.value === "byte";
  const typeName = { thing: "type", command, path: `params/${wire}/type` } as const;
  const listed = values.map((value) => valueToSchema(command, wire, value, names));
  const left = {
    note: linesOf(drafted),
    members: {
      ...(!hasPlace &&
        listed.length > 0 && {
          undecidedValues: [...(openMembers(undecided).undecidedValues ?? []), ...listed],
        }),
      ...(cases.length > 0 && { undecidedCases: cases.map(({ when: _, ...rest }) => rest) }),
    },
  };
  const param = {
    wire,
    ...(type !== undefined && { type: type.value }),
    ...(isNamed && {
      typeName: names.nameOf({ ...typeName, suggest: suggestType(command, wire) }),
    }),
    description: `${notDescribed}.`,
    ...(hasPlace && listed.length > 0 && { values: listed }),
    ...(ranges !== undefined && { ranges: ranges.value }),
    ...(notation !== undefined && { notation: notation.value }),
    ...(minBytes !== undefined && minBytes.value > 0 && { minBytes: minBytes.value }),
    ...(maxBytes !== undefined && { maxBytes: maxBytes.value }),
    ...(unit !== undefined && !isSize && { unit: unit.value }),
    ...(drafted.default !== undefined && !isDefaultOpen && { default: drafted.default.value }),
    ...remarks(drafted, undecided, left),
  };
  // Without a type only the remarks can let it pass.
  return param as SchemaParam;
}

/** A listed value; its name is API. */
export function valueToSchema(
  command: string,
  wire: string,
  drafted: Pick<DraftValue, "value" | "meaning">,
  names: Names,
): SchemaValue {
  const { value } = drafted;
  const printed = typeof value === "string" ? `"${value}"` : `${value}`;
  const path = `params/${wire}/values/${step(printed)}`;
  const suggest = suggestValue(wire, drafted);
  const name = names.nameOf({ thing: "value", command, path, suggest });
  return { value, name, description: notDescribed };
}

/** Which line says what: `Lines: type 12, range 13.` */
function linesOf(param: DraftParam): string {
  const facts = [
    ["row", param.line],
    ["type", param.type?.line],
    ["range", param.ranges?.line],
    ["size", (param.maxBytes ?? param.minBytes)?.line],
    ["unit", param.unit?.line],
    ["default", param.default?.line],
    ["values", param.values[0]?.line],
  ] as const;
  const said = facts.flatMap(([fact, line]) => (line === undefined ? [] : [`${fact} ${line}`]));
  return `Lines: ${said.join(", ")}.`;
}
