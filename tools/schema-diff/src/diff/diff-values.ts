import type { SchemaValue } from "@qsmtp/codegen/schema-types";
import { isCaseOnly } from "./diff-fields.ts";
import type { ParamPair } from "./diff-params.ts";
import { same } from "./texts.ts";

/** Compares the named values of an enumeration or keyword, and the name of their type. */
export function diffValues(pair: ParamPair): void {
  const { before, after, typeNames, tell } = pair;
  if (before.typeName !== undefined && before.typeName !== after.typeName) {
    const rule = typeNames.has(before.typeName) ? "type-name-reassigned" : "type-name-changed";
    tell(rule, "typeName", { was: before.typeName, now: after.typeName });
  }
  const matched = matchValues(before.values ?? [], after.values ?? []);
  for (const [old, young] of matched) {
    if (old !== undefined && young !== undefined) diffValue(pair, old, young);
    else if (young !== undefined) {
      const rule = young.decodeOnly ? "reported-value-added" : "enum-value-added";
      tell(rule, `values/${young.name}`, { now: young.value, shown: [undefined, describe(young)] });
    } else if (old !== undefined) {
      const rule = old.decodeOnly ? "reported-value-removed" : "enum-value-removed";
      tell(rule, `values/${old.name}`, { was: old.value, shown: [describe(old), undefined] });
    }
  }
}

type Match = readonly [SchemaValue | undefined, SchemaValue | undefined];

/** By name first: a name is API. Then by value; names of reported values are prose only. */
function matchValues(before: readonly SchemaValue[], after: readonly SchemaValue[]): Match[] {
  const rest = [...after];
  const take = (wanted: (value: SchemaValue) => boolean): SchemaValue | undefined => {
    const at = rest.findIndex(wanted);
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  };
  const byName = before.map((old): Match => {
    const isApi = (young: SchemaValue) => !(old.decodeOnly && young.decodeOnly);
    return [old, take((young) => young.name === old.name && isApi(young))];
  });
  const matches = byName.map(
    ([old, young]): Match => [old, young ?? take((candidate) => candidate.value === old?.value)],
  );
  return [...matches, ...rest.map((young): Match => [undefined, young])];
}

function diffValue({ tell }: ParamPair, old: SchemaValue, young: SchemaValue): void {
  const path = `values/${young.name}`;
  const isApi = !(old.decodeOnly && young.decodeOnly);
  if (old.name !== young.name) {
    const rule = isApi ? "enum-id-renamed" : "description-changed";
    tell(rule, path, { was: old.name, now: young.name });
  }
  if (old.value !== young.value) {
    const rule = isCaseOnly(old.value, young.value)
      ? "keyword-case-changed"
      : "enum-value-renumbered";
    tell(rule, path, {
      was: old.value,
      now: young.value,
      shown: [describe(old), describe(young)],
    });
  }
  const settable = !old.decodeOnly;
  const isSettable = !young.decodeOnly;
  if (settable !== isSettable) {
    const rule = isSettable ? "enum-access-widened" : "enum-access-narrowed";
    const words = (flag: boolean) => (flag ? "set and reported" : "reported only");
    tell(rule, path, { was: words(settable), now: words(isSettable) });
  }
  if (old.description !== young.description)
    tell("description-changed", `${path}/description`, {
      was: old.description,
      now: young.description,
      shown: [undefined, undefined],
    });
  if (!same(old.source, young.source))
    tell("source-changed", `${path}/source`, {
      was: old.source,
      now: young.source,
      shown: [undefined, undefined],
    });
}

function describe({ name, value }: SchemaValue): string {
  return `${value} ${name}`;
}
