import type { SchemaParam } from "@qsmtp/codegen/schema-types";
import {
  draftParam,
  parseDefault,
  parseRanges,
  parseSizes,
  sizeLimits,
} from "../draft/draft-param.ts";
import { printSize } from "../facts/parameter-facts.ts";
import { paramsByWire } from "../schema/parameter-facts-of.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { type Change, changeCommand, NotAutomaticError } from "./change.ts";

/** Spelling, type, range, size, default or unit of a placeholder. */
export function applyParam(change: Change): SchemaState {
  const { path, was, now, command } = change.difference;
  const [, wire = "", aspect] = path.split("/");
  const known = paramsOf(change, wire);
  if (known.size === 0 || (aspect === undefined && (was === undefined || now === undefined))) {
    throw new NotAutomaticError(
      `<${wire}> of AT${command} stands in no syntax on one of the two sides; change "params" by hand, or patch the manual`,
    );
  }
  const edit = editorOf(change, aspect, wire);
  let edited = false;
  const next = changeCommand(change, (draft) => {
    draft.updateParams((param, key) => {
      if (!known.has(key)) return param;
      const changed = edit(param);
      edited ||= changed !== param;
      return changed;
    });
  });
  if (!edited) {
    throw new NotAutomaticError(
      `no parameter <${wire}> of AT${command} can take ${aspect ?? "the name"} "${now ?? ""}"; change it by hand`,
    );
  }
  return next;
}

function paramsOf({ state, manual, difference }: Change, wire: string): Set<string> {
  const found = state.command(difference.command);
  const entries = found === undefined ? [] : (paramsByWire(found.command, manual).get(wire) ?? []);
  return new Set(entries.map(({ key }) => key));
}

type EditParam = (param: SchemaParam) => SchemaParam;

function editorOf(change: Change, aspect: string | undefined, wire: string): EditParam {
  const { was, now } = change.difference;
  switch (aspect) {
    case undefined:
      return (param) => ({ ...param, wire: now ?? wire });
    case "type":
      return (param) => withType(change, param, wire);
    case "range":
      return (param) => (param.type === "integer" ? set(param, "ranges", parseRanges(now)) : param);
    case "size":
      return (param) => withSize(param, was, now);
    case "default":
      return (param) =>
        was === undefined || param.default !== undefined
          ? set(param, "default", now === undefined ? undefined : parseDefault(now))
          : param;
    case "unit":
      return (param) => (param.type === "integer" ? set(param, "unit", now) : param);
    default:
      throw new NotAutomaticError(`what "${aspect}" of <${wire}> means is not known`);
  }
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

/** What else the manual says of it comes along; what only we know stays. */
function withType(change: Change, param: SchemaParam, wire: string): SchemaParam {
  const drafted = draftParam(change.difference.command, wire, change.facts, change.names);
  const { description, sensitive, source } = param;
  return {
    ...drafted,
    description,
    ...(sensitive !== undefined && { sensitive }),
    ...(source !== undefined && { source }),
  };
}

/** A placeholder with several sizes has several parameters; each follows its own. */
function withSize(
  param: SchemaParam,
  was: string | undefined,
  now: string | undefined,
): SchemaParam {
  if (param.type !== "string" && param.type !== "octets") return param;
  const { minBytes = 0, maxBytes, ...rest } = param;
  const sizes = parseSizes(now);
  if (sizes.length === 0) return rest;
  const factor = param.type === "octets" ? 2 : 1;
  const before = (was ?? "").split(", ");
  const own = maxBytes === undefined ? "" : printSize(minBytes * factor, maxBytes * factor);
  const size = sizes[sizes.length === 1 ? 0 : before.indexOf(own)];
  if (size === undefined) return param;
  const limits = sizeLimits(size, 1 / factor);
  // A lower end of nothing stays where it was written down.
  if (param.minBytes === 0 && size.least === 0) return { ...param, ...limits };
  return { ...rest, ...limits };
}
