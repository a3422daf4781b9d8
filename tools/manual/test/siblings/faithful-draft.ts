import type { SeenCommand, SeenDraft, SeenOperation, SeenParam } from "./seen.ts";
import {
  isOpen,
  type Open,
  type Truth,
  type TruthCommand,
  type TruthOperation,
  type TruthParam,
} from "./truth.ts";
import { unitWords } from "./unit-words.ts";

/** The draft that a perfect reader would make: what is open in the text is open in it. */
export function faithfulDraft(truth: Truth): SeenDraft {
  return {
    commands: truth.commands.map(faithfulCommand),
    codes: new Set(truth.errorTables.flatMap(({ codes }) => codes)),
    openCodes: [],
    saysUnseen: truth.underlinesDefaults,
  };
}

function faithfulCommand({ at, params, operations }: TruthCommand): SeenCommand {
  return {
    at,
    line: undefined,
    params: Object.entries(params).map(([wire, param]) => faithfulParam(wire, param)),
    operations: operations.map(faithfulOperation),
    open: [],
  };
}

function faithfulParam(wire: string, truth: TruthParam): SeenParam {
  const open = Object.entries(truth).flatMap(([name, value]) => (isOpen(value) ? [name] : []));
  if (truth.footnotes !== undefined || truth.others === true) open.push("values");
  if (truth.default === "unreadable") open.push("default");
  const type = sure(truth.type);
  const unreadable = truth.default === "unreadable" ? undefined : sure(truth.default);
  return {
    wire,
    line: undefined,
    type: type === "unknown" ? undefined : type,
    ranges: sure(truth.ranges),
    minBytes: sure(truth.minBytes),
    maxBytes: sure(truth.maxBytes),
    unit: unitWords(sure(truth.unit)),
    default: unreadable,
    values: truth.values ?? [],
    meanings: "",
    open: new Set(open),
  };
}

function faithfulOperation(truth: TruthOperation): SeenOperation {
  const open = Object.entries({ ...truth, ...truth.data }).flatMap(([name, value]) =>
    isOpen(value) ? [name] : [],
  );
  if (truth.reply?.some(isOpen)) open.push("reply");
  if (open.includes("direction")) open.push("data");
  const direction = sure(truth.data?.direction);
  return {
    form: truth.form,
    line: undefined,
    args: sure(truth.args) ?? "",
    reply: (truth.reply ?? []).flatMap((line) => sure(line) ?? []),
    completion: [sure(truth.completion) ?? []].flat(),
    supports: (truth.supports ?? []).map((text) => ({ text, inWords: truth.inWords === true })),
    data:
      direction === undefined
        ? undefined
        : { direction, length: sure(truth.data?.length ?? undefined) },
    maxResponseMs: sure(truth.maxResponseMs),
    open: new Set(open),
  };
}

function sure<Value>(value: Value | Open<Value> | undefined): Value | undefined {
  return isOpen<Value>(value) ? undefined : (value as Value | undefined);
}
