import type { SchemaParam } from "@qsmtp/codegen/schema-types";
import type { ParamPair } from "./diff-params.ts";
import { holds } from "./domain.ts";

/** Reports another type. @returns whether it is another, which explains every change of the domain */
export function diffType({ before, after, typeNames, tell }: ParamPair): boolean {
  if (before.type === after.type) return false;
  const oldTypeIsExported = before.typeName === undefined || typeNames.has(before.typeName);
  const rule =
    generalises(before, after) && oldTypeIsExported
      ? "type-generalised"
      : generalises(after, before)
        ? "type-narrowed"
        : "type-changed";
  tell(rule, "type", { was: before.type, now: after.type });
  return true;
}

/** Whether `general` takes every value that `listed` names, in the same bytes. */
function generalises(listed: SchemaParam, general: SchemaParam): boolean {
  if (listed.type === "enum" && general.type === "integer") {
    if ((listed.notation ?? "decimal") !== (general.notation ?? "decimal")) return false;
    const values = (listed.values ?? []).filter(({ decodeOnly }) => !decodeOnly);
    const { ranges } = general;
    return ranges === undefined || values.every(({ value }) => holds(ranges, Number(value)));
  }
  if (listed.type !== "keyword") return false;
  const quoted = listed.quoted ?? true;
  if (general.type === "string") {
    return quoted && general.maxBytes === undefined && (general.minBytes ?? 0) === 0;
  }
  return general.type === "text" && quoted === (general.quoted ?? false);
}
