import type { SchemaField } from "@qsmtp/codegen/schema-types";
import { printSpans, readSpans, type Span } from "../grammar/spans.ts";
import { leavesOf, printFields } from "../grammar/syntax.ts";
import { TokenReader } from "../grammar/token-reader.ts";
import { tokensOf } from "../grammar/tokens.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import type { DraftCommand, DraftLine, DraftOperation, Stated } from "./draft.ts";
import type { TypeEvidence } from "./type-of-row.ts";

/** What examples and test answers show of the parameters of a command. */
export interface Shown {
  readonly types: ReadonlyMap<string, readonly TypeEvidence[]>;
  readonly ranges: ReadonlyMap<string, Stated<readonly Span[]>>;
}

type Exchange = DraftCommand["examples"][number];

/** The exchanges of all examples of a manual, by the command that is sent. */
export function exchangesOf(manual: ReadManual): ReadonlyMap<string, readonly Exchange[]> {
  const found = new Map<string, Exchange[]>();
  for (const { id: section, examples } of manual.sections) {
    for (const { sent, line, answers } of examples) {
      const at = /^AT([+&$#^%*]?[A-Z][A-Z0-9]*)/.exec(sent)?.[1];
      if (at === undefined) continue;
      const exchange = {
        sent: { value: sent, line, section },
        received: answers.map((answer) => ({ value: answer.text, line: answer.line, section })),
      };
      found.set(at, [...(found.get(at) ?? []), exchange]);
    }
  }
  return found;
}

export function shownBy(
  operations: readonly DraftOperation[],
  exchanges: readonly Exchange[],
): Shown {
  const types = new Map<string, TypeEvidence[]>();
  const sound = operations.filter(({ undecided }) =>
    undecided.every(({ about }) => about !== "syntax"),
  );
  const see = (wire: string, printed: string, where: string, line: number): void => {
    const shows = kindOfPrinted(printed);
    if (shows !== undefined) types.set(wire, [...(types.get(wire) ?? []), { shows, where, line }]);
  };
  for (const { sent, received } of exchanges) {
    const given = /^AT[^=?]*=(?!\?)(.*)$/s.exec(sent.value)?.[1];
    if (given !== undefined) {
      const candidates = sound.map(({ args }) => args);
      for (const [wire, text] of matchOne(candidates, splitValues(given))) {
        see(wire, text, "an example", sent.line);
      }
    }
    for (const line of received) seeAnswer(line, operations, see);
  }
  const ranges = testedRanges(operations);
  for (const [wire, { line }] of ranges) {
    types.set(wire, [
      ...(types.get(wire) ?? []),
      { shows: "number", where: "the test answer", line },
    ]);
  }
  return { types, ranges };
}

/** `"a"` shows a text, `12` a number, `613e` a word, and what is cut or left out nothing. */
function kindOfPrinted(text: string): TypeEvidence["shows"] | undefined {
  if (/^".*"$/s.test(text)) return "text";
  if (/^-?\d+$/.test(text)) return "number";
  return /^[\w.:/-]+$/.test(text) ? "word" : undefined;
}

function seeAnswer(
  { value, line }: Stated<string>,
  operations: readonly DraftOperation[],
  see: (wire: string, printed: string, where: string, line: number) => void,
): void {
  const match = /^(\+[A-Z0-9]+): ?(.*)$/s.exec(value);
  if (match === null) return;
  const [, prefix, rest = ""] = match;
  const lines: DraftLine[] = operations.flatMap(({ reply, completion, undecided }) => {
    const all = completion === undefined ? [...reply] : [...reply, completion];
    const open = undecided.filter(({ about }) => about === "reply").map((item) => item.line);
    return all.filter((known) => !open.includes(known.line));
  });
  const candidates = lines.filter((known) => known.prefix === prefix).map(({ fields }) => fields);
  for (const [wire, text] of matchOne(candidates, splitValues(rest))) {
    see(wire, text, "an answer in an example", line);
  }
}

/** Values between commas; a comma in quotes is none. */
function splitValues(text: string): string[] {
  return (text.match(/(?:"[^"]*"|[^,"])+|(?<=,)(?=,|$)/g) ?? []).map((value) => value.trim());
}

/** Placeholders with their values, of the only reading among several. */
function matchOne(
  candidates: readonly (readonly SchemaField[])[],
  values: readonly string[],
): (readonly [string, string])[] {
  const readings = candidates.flatMap((fields) => {
    const reading = match(fields, values);
    return reading === undefined ? [] : [reading];
  });
  const [first, ...others] = readings;
  if (first === undefined) return [];
  return first.filter(([wire, value]) =>
    others.every((other) => other.some(([name, text]) => name === wire && text === value)),
  );
}

function match(
  fields: readonly SchemaField[],
  values: readonly string[],
): (readonly [string, string])[] | undefined {
  const leaves = leavesOf(fields);
  const required = leavesOf(fields.filter((field) => !("optional" in field))).length;
  if (values.length > leaves.length || values.length < required) return undefined;
  const pairs: (readonly [string, string])[] = [];
  for (const [index, value] of values.entries()) {
    const leaf = leaves[index];
    if (leaf === undefined) return undefined;
    if ("const" in leaf) {
      const printed =
        typeof leaf.const === "string" && leaf.quoted !== false
          ? `"${leaf.const}"`
          : `${leaf.const}`;
      if (printed.toLowerCase() !== value.toLowerCase()) return undefined;
    } else {
      pairs.push(["list" in leaf ? leaf.list : leaf.param, value]);
    }
  }
  return pairs;
}

/** `(1-16)` in the place of an argument. */
function testedRanges(operations: readonly DraftOperation[]): Map<string, Stated<readonly Span[]>> {
  const found = new Map<string, Stated<readonly Span[]>>();
  const ambiguous = new Set<string>();
  const tests = operations.filter(({ form }) => form === "test");
  const writes = operations.filter(({ form }) => form === "write").map(({ args }) => args);
  for (const { value, line, section, inWords } of tests.flatMap(({ supports }) => supports)) {
    if (inWords) continue;
    for (const [wire, spans] of placesIn(value, writes)) {
      const known = found.get(wire);
      if (known !== undefined && printSpans(known.value) !== printSpans(spans)) ambiguous.add(wire);
      found.set(wire, { value: spans, line, section });
    }
  }
  for (const wire of ambiguous) found.delete(wire);
  return found;
}

/**
 * Ranges of a test answer by the arguments in their places. Of several command lines with as many
 * arguments it is the one with the same brackets, or what all of them agree on.
 */
function placesIn(
  answer: string,
  writes: readonly (readonly SchemaField[])[],
): (readonly [string, readonly Span[]])[] {
  const places = answer.match(/"[^"]*"|<[^<>]*>|\([^()]*\)/g) ?? [];
  const matching = writes.filter((args) => {
    const leaves = leavesOf(args);
    const [key] = leaves;
    const isKeyed = key !== undefined && "const" in key && typeof key.const === "string";
    return leaves.length === places.length && (!isKeyed || places[0] === `"${key.const}"`);
  });
  const shape = answer.replaceAll(/"[^"]*"|<[^<>]*>|\([^()]*\)/g, "x").replaceAll(/\s/g, "");
  const alike = matching.filter((args) => shapeOf(args) === shape);
  const readings = alike.length > 0 ? alike : matching;
  return places.flatMap((place, index) => {
    // A number that a command line fixes is one of those that the parameter takes.
    const wires = new Set(
      readings.flatMap((args) => {
        const leaf = leavesOf(args)[index];
        return leaf !== undefined && "param" in leaf ? [leaf.param] : [];
      }),
    );
    const [wire] = wires;
    const spans = wires.size === 1 ? spansIn(place) : undefined;
    return wire === undefined || spans === undefined ? [] : [[wire, spans] as const];
  });
}

/** `x,x[,x]`: where arguments may be left out. */
function shapeOf(fields: readonly SchemaField[]): string {
  return printFields(fields).replaceAll(/"[^"]*"|<[^<>]*>|[^[\],]+/g, "x");
}

function spansIn(place: string): readonly Span[] | undefined {
  if (!place.startsWith("(")) return undefined;
  const reader = new TokenReader(tokensOf(place.slice(1, -1)));
  const set = readSpans(reader);
  return reader.isAtEnd && set !== undefined ? joinedSpans(set.spans) : undefined;
}

/** `0,1,2` is the range 0 to 2. */
function joinedSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && last[1] !== null && last[1] + 1 === span[0]) {
      joined[joined.length - 1] = [last[0], span[1]];
    } else {
      joined.push(span);
    }
  }
  return joined;
}
