import { type OperationDescriptor, parseSupported, type SupportedLine } from "@qsmtp/protocol";
import { type Place, placesOf } from "./argument-places.ts";
import type { CommandView } from "./schema-view.ts";

/** A line of the schema's test answer beside the module's line about the same thing. */
export interface LinePair {
  /** The literal at its beginning, e.g. `contextid`; `undefined` for a line without one. */
  readonly key: string | undefined;
  /** The operations that the line is about; none for a key that no operation has. */
  readonly operations: readonly OperationDescriptor[];
  /** What these operations put into each place of the line. */
  readonly places: readonly Place[];
  /** Whether the places reach to the end of the line. */
  readonly complete: boolean;
  readonly schema: SupportedLine | undefined;
  readonly device: SupportedLine | undefined;
}

/** Brings the lines together by their literals, in the schema's order; the module's own come last. */
export function pairLines(view: CommandView, device: readonly SupportedLine[]): LinePair[] {
  const schema = (view.test.supports ?? []).map(parseSupported);
  const [only] = schema;
  const [onlyDevice] = device;
  const isPlain =
    schema.length === 1 && device.length === 1 && only !== undefined && keyOf(only) === undefined;
  if (isPlain && onlyDevice !== undefined && keyOf(onlyDevice) === undefined) {
    return [pair(view, only, onlyDevice)];
  }
  const rest = [...device];
  const known = schema.map((line) => {
    const at = rest.findIndex((other) => idOf(other) === idOf(line));
    return pair(view, line, at < 0 ? undefined : rest.splice(at, 1)[0]);
  });
  return [...known, ...rest.map((line) => pair(view, undefined, line))];
}

function pair(
  view: CommandView,
  schema: SupportedLine | undefined,
  device: SupportedLine | undefined,
): LinePair {
  const lines = [device, schema].filter((line) => line !== undefined);
  const key = lines.map(keyOf).find((found) => found !== undefined);
  const operations = operationsOf(view, key);
  const known = Math.min(...lines.map(placesBeforeGap));
  const places = placesOf(operations).slice(0, known);
  return { key, operations, places, complete: known === Infinity, schema, device };
}

function keyOf({ fields: [first] }: SupportedLine): string | undefined {
  return first?.kind === "key" ? first.key : undefined;
}

/** What tells the lines of one answer apart: all their literals, in any capitals. */
function idOf({ fields }: SupportedLine): string {
  const key = keyOf({ text: "", fields });
  const words = fields.flatMap((field) => (field.kind === "key" ? [field.key] : []));
  return (key ?? words.join()).toLowerCase();
}

function operationsOf(
  { operations }: CommandView,
  key: string | undefined,
): readonly OperationDescriptor[] {
  const writes = operations.filter(({ form }) => form === "write");
  const keyed = writes.filter((operation) => firstWord(operation) !== undefined);
  if (keyed.length === 0) return writes;
  return keyed.filter((operation) => firstWord(operation) === key?.toLowerCase());
}

function firstWord({ args: [first] = [] }: OperationDescriptor): string | undefined {
  if (first === undefined || !("const" in first) || typeof first.const !== "string")
    return undefined;
  return first.const.toLowerCase();
}

/** A field left empty is not among the parsed ones: what stands behind it has moved. */
function placesBeforeGap({ text }: SupportedLine): number {
  const gap = /,\s*(?=,)/.exec(text);
  return gap === null
    ? Number.POSITIVE_INFINITY
    : parseSupported(text.slice(0, gap.index)).fields.length;
}
