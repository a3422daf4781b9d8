import {
  type Field,
  isParam,
  type OperationDescriptor,
  type Param,
  type Range,
} from "./descriptor.ts";

/** What a parameter takes on one module, in place of what its descriptor says. */
export type ParamLimits =
  /** For an integer. */
  | { readonly ranges: readonly Range[] }
  /** For named numbers and words. */
  | { readonly values: readonly (number | string)[] };

/**
 * Gives the operation with other limits for its arguments, by their names in the API: integers get
 * other ranges, named numbers and words another list of values. The encoder then refuses, or lets
 * through, by these. Names that the operation does not have and limits that do not fit the type are
 * left aside; the operation itself comes back when nothing is left. Replies are decoded as before.
 */
export function withRanges<Input, Output, Traits>(
  operation: OperationDescriptor<Input, Output, Traits>,
  limits: Readonly<Record<string, ParamLimits>>,
): OperationDescriptor<Input, Output, Traits> {
  let changed = false;
  const limit = (param: Param): Param => {
    const own = Object.hasOwn(limits, param.name) ? limits[param.name] : undefined;
    const limited = own === undefined ? param : limitParam(param, own);
    if (limited !== param) changed = true;
    return limited;
  };
  const rewrite = (field: Field): Field => {
    if (isParam(field)) return limit(field);
    if ("optional" in field) return { optional: field.optional.map(rewrite) };
    return "list" in field ? { ...field, list: limit(field.list) } : field;
  };
  const args = (operation.args ?? []).map(rewrite);
  return changed ? { ...operation, args } : operation;
}

function limitParam(param: Param, limits: ParamLimits): Param {
  if ("ranges" in limits) {
    return param.type === "integer" ? { ...param, ranges: limits.ranges } : param;
  }
  if (param.type === "enum") {
    return { ...param, values: limits.values.filter((value) => typeof value === "number") };
  }
  if (param.type === "keyword") {
    return { ...param, values: limits.values.filter((value) => typeof value === "string") };
  }
  return param;
}
