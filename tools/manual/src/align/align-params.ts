import type { SchemaCommand, SchemaParam } from "@qsmtp/codegen/schema-types";
import type { DraftCommand } from "../draft/draft.ts";
import { cites, restsOnMore } from "../schema/schema-state.ts";
import { alignValues } from "./align-values.ts";
import { type Aspect, aspects } from "./aspects.ts";
import { editAspect } from "./edit-aspect.ts";
import { type ParamPair, pathOfParam, proposeParam } from "./param-pair.ts";
import { type Alignment, byHand, leaveOpen, type Proposal } from "./proposal.ts";

/** Rows of the Parameter blocks beside the parameters of the schema. */
export function alignParams(
  alignment: Alignment,
  known: SchemaCommand,
  drafted: DraftCommand,
  fixed: ReadonlyMap<string, readonly number[]>,
): Proposal[] {
  const own = Object.values(known.params ?? {}).filter((param) => isOwn(param, alignment.manual));
  const wires = [...drafted.params, ...own].map(({ wire }) => wire);
  return [...new Set([...wires, ...fixed.keys()])].flatMap((wire) =>
    alignParam({
      alignment,
      command: drafted,
      wire,
      drafted: drafted.params.find((param) => param.wire === wire),
      known: own.filter((param) => param.wire === wire),
      fixed: fixed.get(wire) ?? [],
    }),
  );
}

function isOwn({ source }: SchemaParam, manual: string): boolean {
  return cites(source, manual);
}

function alignParam(pair: ParamPair): Proposal[] {
  const { wire, command, drafted, known, fixed, alignment } = pair;
  const isMore = known.some(({ source }) => restsOnMore(source, alignment.manual));
  const isKnown = known.length + fixed.length > 0;
  if (drafted === undefined || !isKnown) {
    if (drafted === undefined && isMore) return [];
    const said = { manual: drafted && wire, schema: isKnown ? wire : undefined };
    const message = `<${wire}> of AT${command.at} stands in no syntax on one of the two sides; change "params" by hand, or patch the manual`;
    return [proposeParam(pair, "", said, byHand(message))];
  }
  const row = drafted.undecided.filter(({ about }) => about === "name" || about === "meaning");
  const found = [
    ...row.map((open) => leaveOpen(command, pathOfParam(wire, ""), open)),
    ...aspects.flatMap((aspect) => alignAspect(pair, aspect, isMore)),
  ];
  // Range, size and unit come along with the type.
  const retyped = found.filter(({ path }) => path.endsWith("/type"));
  return retyped.length > 0 ? retyped : [...found, ...alignValues(pair)];
}

function alignAspect(pair: ParamPair, aspect: Aspect, isMore: boolean): Proposal[] {
  const { wire, command, drafted, known, fixed } = pair;
  const { key, about } = aspect;
  const isNumber = known.length === 0 && fixed.length > 0 && key === "type";
  const schema = isNumber ? "integer" : aspect.known(known);
  // What is only underlined stands in no text: nothing can be said of it.
  const open = drafted?.undecided.find(
    (one) => one.about === about && !/\bnot readable\b/.test(one.reason),
  );
  if (open !== undefined) return [leaveOpen(command, pathOfParam(wire, key), open, schema)];
  const stated = drafted && aspect.stated(drafted);
  if (stated?.value === schema || (stated === undefined && isMore)) return [];
  if (key === "size" && isMore && isSameEnd(stated?.value, schema)) return [];
  if (key === "range" && stated !== undefined && listsAll(stated.value, pair)) return [];
  const edit =
    known.length > 0
      ? editAspect(pair, key)
      : byHand(
          `the numbers of <${wire}> choose operations of AT${command.at}; change them by hand`,
        );
  return [proposeParam(pair, key, { manual: stated?.value, schema, place: stated }, edit)];
}

/** Whether a size that another source has a lower end for has the upper end that is stated. */
function isSameEnd(stated = "", known = ""): boolean {
  const most = /^at most (\d+)$/.exec(stated)?.[1];
  return most !== undefined && known.endsWith(`-${most}`);
}

/** Whether a range is no more than the values that the schema lists: `0-2` of 0, 1 and 2. */
function listsAll(range: string, { known, fixed }: ParamPair): boolean {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  const values = known.flatMap(({ type, values = [] }) =>
    type === "flag" ? [0, 1] : values.map(({ value }) => Number(value)),
  );
  const all = new Set([...values, ...fixed]);
  const [least, most] = [Number(from), Number(to)];
  return (
    all.size === most - least + 1 && [...all].every((value) => value >= least && value <= most)
  );
}
