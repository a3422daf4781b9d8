import type { OperationDescriptor, Param, SupportedField } from "@qsmtp/protocol";
import type { LinePair } from "./answer-lines.ts";
import type { Place, PlacedConst, PlacedParam } from "./argument-places.ts";
import type { Difference, RecordedChange } from "./difference.ts";
import type { ProbeAnswer } from "./probe-report.ts";
import type { CommandView } from "./schema-view.ts";
import {
  difference,
  intersection,
  isEmpty,
  judgeable,
  setOfField,
  showSet,
  union,
  type ValueSet,
  valuesOf,
} from "./value-set.ts";

/** Compares the fields of a line with what the schema has in the same places. */
export function compareFields(
  view: CommandView,
  pair: LinePair,
  answer: ProbeAnswer,
): Difference[] {
  const { schema, device, places } = pair;
  const length = Math.max(schema?.fields.length ?? 0, device?.fields.length ?? 0);
  return Array.from({ length }, (_, at) =>
    compareField({
      view,
      pair,
      answer,
      at,
      schema: schema?.fields[at],
      device: device?.fields[at],
      place: places[at],
    }),
  ).flat();
}

/** One place of one line, seen from both sides. */
interface FieldPair {
  readonly view: CommandView;
  readonly pair: LinePair;
  readonly answer: ProbeAnswer;
  readonly at: number;
  readonly schema: SupportedField | undefined;
  readonly device: SupportedField | undefined;
  readonly place: Place | undefined;
}

function compareField(fields: FieldPair): Difference[] {
  const { schema, device, place, pair } = fields;
  // Behind the last argument of the operations a test answer has nothing to say.
  if (place === undefined && pair.complete && pair.places.length > 0 && schema !== undefined)
    return [];
  if (device === undefined) return schema === undefined ? [] : [missingArgument(fields)];
  if (schema === undefined && place === undefined) return [extraArgument(fields, device)];
  return device.kind === "values" ? compareValues(fields, setOfField(device)) : [];
}

/** The list does not say whether the module still takes the argument. */
function missingArgument(fields: FieldPair): Difference {
  const { pair } = fields;
  return {
    kind: "missing",
    what: "argument",
    path: linePath(fields),
    schema: pair.schema?.text ?? null,
    device: pair.device?.text ?? null,
    line: pair.device?.text ?? null,
    change: answerChange(fields),
  };
}

function extraArgument(fields: FieldPair, device: SupportedField): Difference {
  const { pair } = fields;
  return {
    kind: "extra",
    what: device.optionalDepth > 0 ? "optional argument" : "argument",
    path: linePath(fields),
    schema: pair.schema?.text ?? null,
    device: pair.device?.text ?? null,
    line: pair.device?.text ?? null,
    change: answerChange(fields),
  };
}

/**
 * The schema speaks twice: by its test answer, which is that of one firmware, and by what its
 * operations take, which is all that some firmware takes. A module lies between the two or differs.
 */
function compareValues(fields: FieldPair, device: ValueSet): Difference[] {
  const { schema, place } = fields;
  const printed = schema?.kind === "values" ? setOfField(schema) : undefined;
  const taken = place?.domain;
  const least = printed && taken ? intersection(printed, taken) : (printed ?? taken);
  const most = printed && taken ? union(printed, taken) : (printed ?? taken);
  // Empty parentheses name no value, and say nothing against any.
  if (least === undefined || most === undefined || isEmpty(device)) return [];
  const all = [least, most, device];
  const judged = judgeable(device, all);
  const lacking = difference(judgeable(least, all), judged);
  const excess = difference(judged, judgeable(most, all));
  if (isEmpty(lacking) && isEmpty(excess)) return [];
  const values: Values = { expected: taken ?? most, device, lacking, excess };
  return place === undefined || place.params.length + place.consts.length === 0
    ? [answerDifference(fields, values)]
    : [...constDifferences(fields, place, values), ...paramDifferences(fields, place, values)];
}

interface Values {
  readonly expected: ValueSet;
  readonly device: ValueSet;
  /** What the schema has and the module has not. */
  readonly lacking: ValueSet;
  /** What the module has and the schema has not. */
  readonly excess: ValueSet;
}

/** Operations that are told apart by a fixed number or word. */
function constDifferences(fields: FieldPair, place: Place, values: Values): Difference[] {
  const shown = show(fields, values, String);
  const missing = place.consts
    .filter(({ value }) => valuesOf(values.lacking)?.includes(value))
    .filter(({ operation }) => fields.view.presence(operation) !== "absent")
    .map(
      ({ operation }): Difference => ({
        kind: "missing",
        what: "operation",
        path: `operations/${operation.name}`,
        ...shown,
        change: { kind: "availability", operations: [operation], available: false },
      }),
    );
  if (place.params.length > 0 || isEmpty(values.excess)) return missing;
  const extra: Difference = {
    kind: "extra",
    what: "operation",
    path: linePath(fields),
    ...shown,
    change: answerChange(fields),
  };
  return [...missing, extra];
}

function paramDifferences(fields: FieldPair, place: Place, values: Values): Difference[] {
  const [first] = place.params;
  if (first === undefined) return [];
  const lacking = difference(values.lacking, constSet(place.consts));
  const own = { ...values, lacking };
  const { param } = first;
  if (param.type === "integer") return rangeDifference(fields, place, param, own);
  const added = valuesOf(values.excess);
  const removed = valuesOf(lacking);
  if (added === undefined || removed === undefined) return [answerDifference(fields, own)];
  const change = (what: object): RecordedChange =>
    param.type === "enum" || param.type === "keyword"
      ? {
          kind: "parameter",
          param: param.name,
          operations: operationsWith(place.params, param.name),
          change: what,
        }
      : answerChange(fields);
  const found = {
    path: `params/${param.name}/values`,
    ...show(fields, values, writerOf(param)),
  };
  return [
    ...(added.length === 0
      ? []
      : [
          {
            kind: "wider",
            what: "values",
            ...found,
            change: change({ addsValues: added }),
          } as const,
        ]),
    ...(removed.length === 0
      ? []
      : [
          {
            kind: "narrower",
            what: "values",
            ...found,
            change: change({ removesValues: removed }),
          } as const,
        ]),
  ];
}

function rangeDifference(
  fields: FieldPair,
  place: Place,
  param: Param,
  values: Values,
): Difference[] {
  const kind = kindOf(values);
  if (kind === undefined) return [];
  return [
    {
      kind,
      what: "range",
      path: `params/${param.name}/ranges`,
      ...show(fields, values, String),
      change: {
        kind: "parameter",
        param: param.name,
        operations: operationsWith(place.params, param.name),
        change: { ranges: values.device.ranges },
      },
    },
  ];
}

/** Where no operation sends anything, only the answer itself differs. */
function answerDifference(fields: FieldPair, values: Values): Difference {
  return {
    kind: kindOf(values) ?? "different",
    what: "answer",
    path: linePath(fields),
    ...show(fields, values, String),
    change: answerChange(fields),
  };
}

function kindOf({ lacking, excess }: Values): "wider" | "narrower" | "different" | undefined {
  if (isEmpty(lacking)) return isEmpty(excess) ? undefined : "wider";
  return isEmpty(excess) ? "narrower" : "different";
}

function show(
  { pair }: FieldPair,
  { expected, device }: Values,
  write: (value: number) => string,
): Pick<Difference, "schema" | "device" | "line"> {
  return {
    schema: showSet(expected, write),
    device: showSet(device, write),
    line: pair.device?.text ?? null,
  };
}

function writerOf(param: Param): (value: number) => string {
  const isHex = param.type === "enum" && param.notation === "0Xhhhh";
  return isHex ? (value) => `0X${value.toString(16).toUpperCase().padStart(4, "0")}` : String;
}

function constSet(consts: readonly PlacedConst[]): ValueSet {
  const numbers = consts.map(({ value }) => value).filter((value) => typeof value === "number");
  const words = consts.map(({ value }) => value).filter((value) => typeof value === "string");
  return { ranges: numbers.sort((a, b) => a - b).map((value) => [value, value]), words };
}

function operationsWith(
  params: readonly PlacedParam[],
  name: string,
): readonly OperationDescriptor[] {
  return params.filter(({ param }) => param.name === name).map(({ operation }) => operation);
}

function answerChange({ pair, answer }: FieldPair): RecordedChange {
  const { key, device } = pair;
  if (key === undefined || device === undefined) {
    return { kind: "testAnswer", change: { supports: answer.lines } };
  }
  return { kind: "testAnswer", change: { lines: [{ key: `"${key}"`, line: device.text }] } };
}

function linePath({ view, pair }: FieldPair): string {
  const path = `operations/${view.test.name}/supports`;
  return pair.key === undefined ? path : `${path}/${pair.key}`;
}
