import type { SchemaParam } from "@qsmtp/codegen/schema-types";
import { printUnit } from "@qsmtp/codegen/unit";
import type { DraftParam, Place, Stated, Undecided } from "../draft/draft.ts";

/** A member of a parameter that a row of a manual states, in the words of findings. */
export interface Aspect {
  /** Last step of the path of a finding. */
  readonly key: "type" | "range" | "size" | "default" | "unit";
  readonly about: Undecided["about"];
  readonly stated: (param: DraftParam) => StatedAspect | undefined;
  /** What the parameters of one placeholder say of it together. */
  readonly known: (params: readonly SchemaParam[]) => string | undefined;
  /** The draft with a printed value in place of its own; undefined for nothing. */
  readonly patched: (param: DraftParam, value: string | undefined) => DraftParam;
}

/** What a row states; a type may be known by examples alone. */
export interface StatedAspect extends Stated<string> {
  readonly isInferred?: boolean;
}

export const aspects: readonly Aspect[] = [
  {
    key: "type",
    about: "type",
    stated: ({ type, meaning }) => {
      const known = printed(type && wireType([type.value]), type);
      return known && { ...known, isInferred: !/^\W*\w+ types?\b/i.test(meaning) };
    },
    known: (params) => wireType(params.map(({ type }) => type)),
    patched: (param, value) => {
      const type = value === "integer" || value === "string" ? value : undefined;
      return withMember(param, "type", type);
    },
  },
  {
    key: "range",
    about: "ranges",
    stated: (param) => {
      const all = casesOf(param).flatMap(({ ranges = [] }) => ranges.map(printRange));
      return printed(list(all), param.ranges ?? placeOf(param, "ranges"));
    },
    known: (params) => list(params.flatMap(({ ranges }) => (ranges ?? []).map(printRange))),
    patched: (param, value) => withMember(param, "ranges", value && parseRanges(value)),
  },
  {
    key: "size",
    about: "size",
    stated: (param) =>
      printed(printSizes(statedSizes(param)), param.maxBytes ?? placeOf(param, "maxBytes")),
    known: (params) => printSizes(params.flatMap((param) => sizeOnWire(param) ?? [])),
    patched: (param, value) => {
      const { least = 0, most } = parseSize(value) ?? {};
      const lower = withMember(param, "minBytes", least > 0 ? least : undefined);
      return withMember(lower, "maxBytes", most);
    },
  },
  {
    key: "default",
    about: "default",
    stated: (param) => {
      const all = casesOf(param).flatMap((one) =>
        one.default === undefined ? [] : `${one.default}`,
      );
      return printed(list(all), param.default ?? placeOf(param, "default"));
    },
    known: (params) =>
      list(params.flatMap((param) => (param.default === undefined ? [] : onWire(param.default)))),
    patched: (param, value) => withMember(param, "default", value && parseDefault(value)),
  },
  {
    key: "unit",
    about: "unit",
    stated: (param) => {
      const isLength = param.type !== undefined && wireType([param.type.value]) === "string";
      const all = casesOf(param).flatMap(({ unit }) => (unit === undefined ? [] : printUnit(unit)));
      return isLength ? undefined : printed(list(all), param.unit ?? placeOf(param, "unit"));
    },
    known: (params) =>
      list(params.flatMap(({ unit }) => (unit === undefined ? [] : printUnit(unit)))),
    patched: (param, value) => withMember(param, "unit", value as never),
  },
];

function printed(value: string | undefined, place: Place | undefined): Stated<string> | undefined {
  if (value === undefined || place === undefined) return undefined;
  return { value, line: place.line, section: place.section };
}

/** What holds always, then what holds in one case only. */
function casesOf({ ranges, minBytes, maxBytes, unit, cases, ...param }: DraftParam) {
  const always = {
    ...(ranges && { ranges: ranges.value }),
    ...(minBytes && { minBytes: minBytes.value }),
    ...(maxBytes && { maxBytes: maxBytes.value }),
    ...(unit && { unit: unit.value }),
    ...(param.default && { default: param.default.value }),
  };
  return [always, ...cases];
}

function placeOf(
  { cases }: DraftParam,
  member: keyof DraftParam["cases"][number],
): Place | undefined {
  return cases.find((one) => one[member] !== undefined);
}

function withMember<Key extends "type" | "ranges" | "minBytes" | "maxBytes" | "default" | "unit">(
  param: DraftParam,
  key: Key,
  value: NonNullable<DraftParam[Key]>["value"] | "" | undefined,
): DraftParam {
  const { line, section } = param;
  const { [key]: _, ...rest } = param;
  const isNothing = value === undefined || value === "";
  return { ...(rest as DraftParam), ...(!isNothing && { [key]: { value, line, section } }) };
}

const numeric: readonly string[] = ["integer", "flag", "enum"];

/** Manuals know two types; free text stands for one that is not known. */
export function wireType(types: readonly string[]): "integer" | "string" | undefined {
  if (types.length === 0 || types.every((type) => type === "text")) return undefined;
  return types.every((type) => numeric.includes(type)) ? "integer" : "string";
}

/** How long a text is on the wire. */
export interface Size {
  readonly least: number;
  readonly most: number;
}

/** Two digits stand for each byte of octets. */
export function sizeOnWire({ type, minBytes = 0, maxBytes }: SchemaParam): Size | undefined {
  const factor = type === "octets" ? 2 : 1;
  return maxBytes === undefined ? undefined : { least: minBytes * factor, most: maxBytes * factor };
}

/** The sizes that a row states, from the smallest. */
export function statedSizes(param: DraftParam): Size[] {
  const sizes = casesOf(param).flatMap(({ minBytes = 0, maxBytes }) =>
    maxBytes === undefined ? [] : [{ least: minBytes, most: maxBytes }],
  );
  return sortSizes(sizes);
}

/** Each size once, from the smallest. */
export function sortSizes(sizes: readonly Size[]): Size[] {
  const distinct = new Map(sizes.map((size) => [printSize(size), size]));
  return [...distinct.values()].sort((a, b) => a.most - b.most || a.least - b.least);
}

function printSizes(sizes: readonly Size[]): string | undefined {
  return list(sortSizes(sizes).map(printSize));
}

/** `at most 50`, `2-50`. */
function printSize({ least, most }: Size): string {
  return least === 0 ? `at most ${most}` : `${least}-${most}`;
}

function parseSize(text: string | undefined): Size | undefined {
  const [, least = "0", most] = /^(?:at most |(\d+)-)(\d+)$/.exec(text ?? "") ?? [];
  return most === undefined ? undefined : { least: Number(least), most: Number(most) };
}

/** `1-16`; `60-` when only the module knows the upper end. */
function printRange([from, to]: readonly [number | null, number | null]): string {
  return `${from ?? ""}-${to ?? ""}`;
}

function parseRanges(text: string): (readonly [number, number | null])[] {
  return text.split(", ").map((range) => {
    const [, from, to] = /^(-?\d+)-(-?\d+)?$/.exec(range) ?? [];
    return [Number(from), to === undefined ? null : Number(to)] as const;
  });
}

function parseDefault(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text.replace(/^"|"$/g, "");
}

/** A flag is a boolean in the schema and a digit on the wire. */
function onWire(value: string | number | boolean): string {
  return typeof value === "boolean" ? `${Number(value)}` : `${value}`;
}

function list(items: readonly string[]): string | undefined {
  const distinct = [...new Set(items)];
  return distinct.length === 0 ? undefined : distinct.join(", ");
}
