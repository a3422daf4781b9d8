import type { ParamType, SchemaParam, SchemaValue } from "@qsmtp/codegen/schema-types";
import { type FactSheet, step } from "../facts/fact.ts";
import type { Names } from "./names.ts";

/** What stands where only a person can say what something is for. */
export const notDescribed = "Not described yet";

/** A parameter of the schema as far as the facts of the manual go. */
export function draftParam(
  command: string,
  wire: string,
  facts: FactSheet,
  names: Names,
): SchemaParam {
  const path = `params/${wire}`;
  const fact = (key: string): string | undefined => facts.get(command, `${path}/${key}`)?.value;
  const values = listedValues(command, wire, facts);
  const description = `${notDescribed}.`;
  if (values.length > 0) {
    const typeName = names.nameOf({ thing: "type", command, path: `${path}/type` });
    const type: ParamType = values.every((value) => value.startsWith('"')) ? "keyword" : "enum";
    const drafted = values.map((value) => draftValue(command, wire, value, names));
    return { wire, type, typeName, description, values: drafted, ...settled(fact) };
  }
  const size = parseSizes(fact("size")).at(-1);
  if (fact("type") === "string" || size !== undefined) {
    return {
      wire,
      type: "string",
      description,
      ...(size === undefined ? {} : sizeLimits(size, 1)),
    };
  }
  const ranges = parseRanges(fact("range"));
  if (fact("type") === "integer" || ranges !== undefined) {
    return { wire, type: "integer", description, ...(ranges && { ranges }), ...settled(fact) };
  }
  return { wire, type: "text", description };
}

export function draftValue(
  command: string,
  wire: string,
  value: string,
  names: Names,
): SchemaValue {
  const path = `params/${wire}/values/${step(value)}`;
  return {
    value: bareValue(value),
    name: names.nameOf({ thing: "value", command, path }),
    description: notDescribed,
  };
}

/** `"tcp"` as text, `3` as number. */
export function bareValue(value: string): string | number {
  return value.startsWith('"') ? value.slice(1, -1) : Number(value);
}

function listedValues(command: string, wire: string, facts: FactSheet): string[] {
  const prefix = `params/${wire}/values/`;
  return facts
    .of(command)
    .filter(({ path, words }) => path.startsWith(prefix) && words === undefined)
    .map(({ value }) => value);
}

function settled(fact: (key: string) => string | undefined): Partial<SchemaParam> {
  const unit = fact("unit");
  const assumed = fact("default");
  return {
    ...(unit !== undefined && { unit }),
    ...(assumed !== undefined && { default: parseDefault(assumed) }),
  };
}

export function parseDefault(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text.replace(/^"|"$/g, "");
}

/** `1-7, 100-179`; null as upper end when only the module knows it. */
export function parseRanges(
  text: string | undefined,
): (readonly [number, number | null])[] | undefined {
  return text?.split(", ").map((range) => {
    const [, from, to] = /^(-?\d+)-(-?\d+)?$/.exec(range) ?? [];
    return [Number(from), to === undefined ? null : Number(to)] as const;
  });
}

export interface Size {
  readonly least: number;
  readonly most: number;
}

/** `at most 50, 2-100`. */
export function parseSizes(text: string | undefined): Size[] {
  return (text ?? "").split(", ").flatMap((part) => {
    const [, least = "0", most] = /^(?:at most |(\d+)-)(\d+)$/.exec(part) ?? [];
    return most === undefined ? [] : [{ least: Number(least), most: Number(most) }];
  });
}

/** @param bytesPerCharacter 1 for text; a half for octets, which take two digits each */
export function sizeLimits({ least, most }: Size, bytesPerCharacter: number): Partial<SchemaParam> {
  const minBytes = Math.ceil(least * bytesPerCharacter);
  return {
    ...(minBytes > 0 && { minBytes }),
    maxBytes: Math.floor(most * bytesPerCharacter),
  };
}
