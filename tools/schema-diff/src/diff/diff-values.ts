import type { SchemaParam, SchemaValue } from "@qsmtp/codegen/schema-types";
import { code } from "../sentence.ts";
import { isCaseOnly } from "./diff-fields.ts";
import type { ParamPair } from "./diff-params.ts";
import {
  groupMoves,
  type Move,
  placeOfNames,
  showMeanings,
  showMoves,
  takenMeanings,
} from "./renumbered.ts";
import { names } from "./report.ts";
import { same } from "./texts.ts";

/** Compares the named values of an enumeration or keyword, and the name of their type. */
export function diffValues(pair: ParamPair): void {
  const { before, after, typeNames, tell } = pair;
  if (before.typeName !== undefined && before.typeName !== after.typeName) {
    const rule = typeNames.has(before.typeName) ? "type-name-reassigned" : "type-name-changed";
    tell(rule, "typeName", names(before.typeName, after.typeName));
  }
  const matched = matchValues(before.values ?? [], after.values ?? []);
  const told = { values: diffMoves(pair, matched), meanings: diffMeanings(pair) };
  for (const [old, young] of matched) {
    if (old !== undefined && young !== undefined) diffValue(pair, old, young, told);
    else if (young !== undefined) {
      const rule = young.decodeOnly ? "reported-value-added" : "enum-value-added";
      tell(rule, `values/${young.name}`, { now: young.value, shown: [undefined, describe(young)] });
    } else if (old !== undefined) {
      const rule = old.decodeOnly ? "reported-value-removed" : "enum-value-removed";
      tell(rule, `values/${old.name}`, { was: old.value, shown: [describe(old), undefined] });
    }
  }
}

/** Names of values whose change is told with that of others. */
interface ToldTogether {
  readonly values: ReadonlySet<string>;
  readonly meanings: ReadonlySet<string>;
}

/** Tells names that exchanged their values, or moved together. @returns the names */
function diffMoves({ tell }: ParamPair, matched: readonly Match[]): ReadonlySet<string> {
  const kept = matched.flatMap(([old, young]): Move[] => {
    const stands = old !== undefined && young !== undefined && old.name === young.name;
    return stands ? [{ name: old.name, was: old.value, now: young.value }] : [];
  });
  kept.sort((a, b) => (a.was < b.was ? -1 : 1));
  const moves = kept.filter(({ was, now }) => was !== now && !isCaseOnly(was, now));
  const groups = groupMoves(
    moves,
    kept.map(({ name }) => name),
  ).filter(({ kind }) => kind !== "single");
  for (const { kind, moves: group } of groups) {
    const rule = kind === "shifted" ? "enum-values-moved" : "enum-values-exchanged";
    tell(rule, `values/${placeOfNames(group.map(({ name }) => name))}`, showMoves(group, kind));
  }
  return new Set(groups.flatMap(({ moves: group }) => group.map(({ name }) => name)));
}

/** Tells names that say what others said. @returns the names */
function diffMeanings({ before, after, tell }: ParamPair): ReadonlySet<string> {
  const meanings = ({ values = [] }: SchemaParam) =>
    values.map(({ name, description }) => ({ name, text: description }));
  const [old, young] = [meanings(before), meanings(after)];
  const taken = takenMeanings(old, young);
  if (taken.length > 0)
    tell(
      "enum-meanings-moved",
      `values/${placeOfNames(taken)}/description`,
      showMeanings(taken, old, young),
    );
  return new Set(taken);
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

function diffValue(
  { tell }: ParamPair,
  old: SchemaValue,
  young: SchemaValue,
  told: ToldTogether,
): void {
  const path = `values/${young.name}`;
  const isApi = !(old.decodeOnly && young.decodeOnly);
  if (old.name !== young.name) {
    const rule = isApi ? "enum-id-renamed" : "description-changed";
    tell(rule, path, names(old.name, young.name));
  }
  if (old.value !== young.value && !told.values.has(young.name)) {
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
  if (old.encoding !== young.encoding) {
    const rule =
      old.encoding === undefined
        ? "encoding-named"
        : young.encoding === undefined
          ? "encoding-unnamed"
          : "encoding-changed";
    tell(rule, `${path}/encoding`, { was: old.encoding, now: young.encoding });
  }
  if (old.description !== young.description && !told.meanings.has(young.name))
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
  return `${value} ${code(name)}`;
}
