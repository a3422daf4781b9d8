import { type ParamLimits, parseSupported } from "@qsmtp/protocol";
import type { ModuleCapabilities } from "../limits/capabilities.ts";
import { type LinePair, pairLines } from "./answer-lines.ts";
import type { Place, PlacedParam } from "./argument-places.ts";
import { refusedOperations } from "./compare-command.ts";
import { verdictOf } from "./probe-answer.ts";
import type { ProbeAnswer, ProbeIdentity } from "./probe-report.ts";
import type { CommandView } from "./schema-view.ts";
import { isEmpty, setOfField, type ValueSet, valuesOf } from "./value-set.ts";

/** What a module was asked, and how the schema describes the command without any quirk. */
export interface AskedCommand {
  readonly view: CommandView;
  readonly answer: ProbeAnswer;
}

/** Puts together what the answers say of operations and arguments, same as the schema or not. */
export function capabilitiesOf(
  { model, firmware }: ProbeIdentity,
  asked: readonly AskedCommand[],
): ModuleCapabilities {
  const operations: Record<string, boolean> = {};
  const limits: Record<string, Record<string, ParamLimits>> = {};
  for (const { view, answer } of asked) {
    const verdict = verdictOf(answer);
    if (verdict === "open") continue;
    if (verdict === "refused") {
      for (const { name } of refusedOperations(view)) operations[name] = false;
      continue;
    }
    operations[view.test.name] = true;
    const pairs = pairLines(view, answer.lines.map(parseSupported));
    for (const pair of pairs) readPair(pair, answer, operations, limits);
    if (pairs.length === 0) for (const { name } of view.operations) operations[name] = true;
  }
  return { version: 1, model, firmware, operations, limits };
}

/** An answer without lines names nothing, and takes nothing away. */
function readPair(
  { operations: about, places, device }: LinePair,
  answer: ProbeAnswer,
  operations: Record<string, boolean>,
  limits: Record<string, Record<string, ParamLimits>>,
): void {
  if (answer.lines.length === 0) return;
  for (const { name } of about) operations[name] = device !== undefined;
  for (const [at, place] of places.entries()) {
    const field = device?.fields[at];
    const values = field?.kind === "values" ? setOfField(field) : undefined;
    if (values === undefined || isEmpty(values)) continue;
    for (const { operation, value } of place.consts) {
      if (!valuesOf(values)?.includes(value)) operations[operation.name] = false;
    }
    for (const placed of place.params) {
      const limit = limitOf(placed, place, values);
      if (limit === undefined) continue;
      const own = limits[placed.operation.name] ?? {};
      own[placed.param.name] = limit;
      limits[placed.operation.name] = own;
    }
  }
}

function limitOf(
  { param, operation }: PlacedParam,
  { consts }: Place,
  values: ValueSet,
): ParamLimits | undefined {
  if (param.type === "integer")
    return values.ranges.length > 0 ? { ranges: values.ranges } : undefined;
  if (param.type !== "enum" && param.type !== "keyword") return undefined;
  // A number that means another operation in the same place is no value of this one.
  const others = consts.filter((fixed) => fixed.operation !== operation).map(({ value }) => value);
  const own = valuesOf(values)?.filter((value) => !others.includes(value));
  return own === undefined || own.length === 0 ? undefined : { values: own };
}
