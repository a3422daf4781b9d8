import type { SchemaParam } from "@qsmtp/codegen/schema-types";
import type { DraftParam } from "../draft/draft.ts";
import { cites } from "../schema/schema-state.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import { type Aspect, sizeOnWire, sortSizes, statedSizes, wireType } from "./aspects.ts";
import type { ParamPair } from "./param-pair.ts";
import { type Edit, editCommand } from "./proposal.ts";

/** Brings one member of every parameter with a placeholder to what its row says. */
export function editAspect(pair: ParamPair, key: Aspect["key"]): Edit {
  const { command, wire, drafted, alignment } = pair;
  return editCommand(command, (edit) => {
    const own = Object.entries(edit.command.params ?? {}).filter(
      ([, param]) => param.wire === wire && cites(param.source, alignment.manual),
    );
    const params = own.map(([, param]) => param);
    let isEdited = false;
    for (const [name, param] of own) {
      const next = key === "type" ? edit.retyped(param) : withMember(key, param, drafted, params);
      isEdited ||= next !== param;
      edit.setParam(name, next);
    }
    if (isEdited) return;
    throw new NotAutomaticError(
      `no parameter <${wire}> of AT${command.at} can take this ${key}; change it by hand`,
    );
  });
}

function withMember(
  key: Exclude<Aspect["key"], "type">,
  param: SchemaParam,
  drafted: DraftParam | undefined,
  all: readonly SchemaParam[],
): SchemaParam {
  switch (key) {
    case "range": {
      const cases = drafted?.cases.flatMap(({ ranges = [] }) => ranges) ?? [];
      const ranges = [...(drafted?.ranges?.value ?? []), ...cases];
      return param.type === "integer" ? set(param, "ranges", nonEmpty(ranges)) : param;
    }
    case "unit":
      return wireType([param.type]) === "integer"
        ? set(param, "unit", drafted?.unit?.value)
        : param;
    case "default": {
      const isMeant = param.default !== undefined || all.every((one) => one.default === undefined);
      return isMeant ? set(param, "default", toDefault(param, drafted?.default?.value)) : param;
    }
    case "size":
      return withSize(param, drafted, all);
  }
}

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

function toDefault(param: SchemaParam, value: string | number | undefined): SchemaParam["default"] {
  return param.type === "flag" && value !== undefined ? Number(value) === 1 : value;
}

/** Sets a property, or takes it out. */
function set<Key extends keyof SchemaParam>(
  param: SchemaParam,
  key: Key,
  value: SchemaParam[Key] | undefined,
): SchemaParam {
  if (value !== undefined) return { ...param, [key]: value };
  const { [key]: _, ...rest } = param;
  return rest as SchemaParam;
}

/** A placeholder with several sizes has several parameters; each follows its own. */
function withSize(
  param: SchemaParam,
  drafted: DraftParam | undefined,
  all: readonly SchemaParam[],
): SchemaParam {
  const own = sizeOnWire(param);
  if (wireType([param.type]) !== "string" || param.type === "keyword") return param;
  const { minBytes, maxBytes: _, ...rest } = param;
  const stated = drafted === undefined ? [] : statedSizes(drafted);
  if (stated.length === 0) return rest;
  const before = sortSizes(all.flatMap((one) => sizeOnWire(one) ?? []));
  const rank = before.findIndex(({ least, most }) => least === own?.least && most === own.most);
  const size =
    stated.length === 1 ? stated[0] : stated.length === before.length ? stated[rank] : undefined;
  if (size === undefined) {
    throw new NotAutomaticError(
      `the manual states ${stated.length} sizes of <${param.wire}> and the schema ${before.length}; give each its parameter by hand`,
    );
  }
  const factor = param.type === "octets" ? 2 : 1;
  const least = Math.ceil(size.least / factor);
  // A lower end of nothing stays where it was written down.
  const isLower = least > 0 || minBytes === 0;
  return { ...rest, ...(isLower && { minBytes: least }), maxBytes: Math.floor(size.most / factor) };
}
