import { type Quantity, readQuantity } from "./quantities.ts";
import type { TokenReader } from "./token-reader.ts";
import { sameUnit, type Unit } from "./units.ts";

/** From and to, both included; null as the end that only the module knows. */
export type Span = readonly [number, number | null];

/** Numbers as a row lists them: `1-5 and 7-10`, `0-255 except 8`. */
export interface SpanSet {
  readonly spans: readonly Span[];
  readonly unit: Unit | undefined;
  readonly isHex: boolean;
  /** Placeholder that stands for the upper end: `1-<freesize>`. */
  readonly boundedBy: string | undefined;
  /** True when it names numbers and no range: `5`, `0, 1`. */
  readonly isList: boolean;
}

interface Item {
  readonly span: Span;
  readonly unit: Unit | undefined;
  readonly isHex: boolean;
  readonly boundedBy?: string;
}

const separators = ["-", "–", "—", "~", "to", "through", "…"] as const;

/** Reads ranges and numbers with what is taken out of them; nothing when they contradict themselves. */
export function readSpans(reader: TokenReader): SpanSet | undefined {
  return reader.attempt(() => {
    const items = readItems(reader);
    const [first] = items;
    if (first === undefined || hasThousands(items, reader)) return undefined;
    const known = items.map(({ span }) => span);
    const excluded = readExceptions(reader);
    const spans = excluded === undefined ? undefined : subtract(known, excluded);
    const units = items.flatMap(({ unit }) => (unit === undefined ? [] : [unit]));
    if (spans === undefined || !areApart(spans)) return undefined;
    if (units.some((unit) => !sameUnit(unit, units[0]))) return undefined;
    if (items.slice(0, -1).some(({ boundedBy }) => boundedBy !== undefined)) return undefined;
    return {
      spans,
      unit: units[0],
      isHex: items.some(({ isHex }) => isHex),
      boundedBy: items.at(-1)?.boundedBy,
      isList: items.every(({ span: [from, to] }) => from === to),
    };
  });
}

function readItems(reader: TokenReader): Item[] {
  const items: Item[] = [];
  for (;;) {
    const item = reader.attempt(() => {
      if (items.length > 0 && !acceptConnection(reader)) return undefined;
      return readItem(reader);
    });
    if (item === undefined) return items;
    items.push(item);
  }
}

function acceptConnection(reader: TokenReader): boolean {
  const isComma = reader.accept(",");
  return reader.accept("and", "or") || isComma;
}

function readItem(reader: TokenReader): Item | undefined {
  const opening = reader.accept("from") ? "from" : reader.accept("between") ? "between" : "";
  const from = readQuantity(reader);
  if (from === undefined) return undefined;
  const low = plain(from);
  if (opening === "between") {
    const to = reader.accept("and") ? readQuantity(reader) : undefined;
    return to === undefined ? undefined : toItem(from, to);
  }
  const item = reader.attempt(() => {
    const isDots = reader.acceptPhrase(". . .", ". .");
    if (!isDots && !reader.accept(...separators)) return undefined;
    const end = reader.peek();
    if (end?.kind === "name") {
      reader.next();
      return {
        span: [low.value, null] as const,
        unit: low.unit,
        isHex: from.isHex,
        boundedBy: end.text,
      };
    }
    const to = readQuantity(reader);
    return to === undefined ? undefined : toItem(from, to);
  });
  if (item !== undefined) return item;
  if (opening === "from") return undefined;
  if (
    reader.acceptPhrase("or more", "or above", "or higher", "or greater", "and above", "or larger")
  ) {
    return { span: [low.value, null], unit: low.unit, isHex: from.isHex };
  }
  return { span: [low.value, low.value], unit: low.unit, isHex: from.isHex };
}

function toItem(from: Quantity, to: Quantity): Item | undefined {
  const low = plain(from);
  const high = plain(to);
  // `1-10 seconds`: the unit behind the second number holds for both, a factor for its own only.
  if (low.unit !== undefined && !sameUnit(low.unit, high.unit)) return undefined;
  if (low.value > high.value || from.isHex !== to.isHex) return undefined;
  // `3-14 K`: whether the first number is one of thousands too is not said.
  if (from.factor !== to.factor && from.value !== 0) return undefined;
  return { span: [low.value, high.value], unit: high.unit, isHex: from.isHex };
}

function plain({ value, unit }: Quantity): { value: number; unit: Unit | undefined } {
  return { value, unit };
}

/** `1,460` may be one number or two. */
function hasThousands(items: readonly Item[], reader: TokenReader): boolean {
  if (items.length < 2) return false;
  for (let back = -1; reader.index + back >= 0; back -= 1) {
    const token = reader.peek(back);
    const before = reader.peek(back - 1);
    if (token === undefined) return false;
    const isThree = token.kind === "number" && /^\d{3}$/.test(token.text) && token.isGlued;
    if (isThree && before?.kind === "mark" && before.text === "," && before.isGlued) return true;
    if (-back > 4 * items.length + 4) return false;
  }
  return false;
}

const exceptions = [
  "except for",
  "except",
  "excepting",
  "excluding",
  "but not",
  "other than",
  "apart from",
  "without",
] as const;

/** What is taken out; empty without an exception, nothing when it cannot be read. */
function readExceptions(reader: TokenReader): Span[] | undefined {
  const isException = reader.attempt(() => {
    reader.accept(",");
    return reader.acceptPhrase(...exceptions) || undefined;
  });
  if (isException === undefined) return [];
  reader.acceptPhrase("the values", "the value", "values", "value");
  const items = readItems(reader);
  const isPlain = items.every(
    ({ unit, boundedBy }) => unit === undefined && boundedBy === undefined,
  );
  return items.length === 0 || !isPlain ? undefined : items.map(({ span }) => span);
}

/** Spans without some numbers; nothing when those did not belong to them. */
function subtract(spans: readonly Span[], excluded: readonly Span[]): Span[] | undefined {
  let left = [...spans];
  for (const [from, to] of excluded) {
    const owner = left.find(
      ([low, high]) => from >= low && (high === null || (to ?? high + 1) <= high),
    );
    if (owner === undefined || to === null) return undefined;
    const [low, high] = owner;
    const parts: Span[] = [];
    if (low < from) parts.push([low, from - 1]);
    if (high === null || to < high) parts.push([to + 1, high]);
    left = left.flatMap((span) => (span === owner ? parts : [span]));
  }
  return left.length === 0 ? undefined : left;
}

/** Whether the spans rise and leave each other alone. */
function areApart(spans: readonly Span[]): boolean {
  return spans.every(([from], index) => {
    const before = spans[index - 1];
    return before === undefined || (before[1] !== null && before[1] < from);
  });
}

/** `1-5, 7-10`. */
export function printSpans(spans: readonly Span[]): string {
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to ?? ""}`)).join(", ");
}
