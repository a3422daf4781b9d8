import { type OperationDescriptor, parseSupported } from "@qsmtp/protocol";
import { listContextAddresses } from "@qsmtp/protocol/commands";
import { type LinePair, pairLines } from "./answer-lines.ts";
import { compareFields } from "./compare-fields.ts";
import type { Difference } from "./difference.ts";
import { verdictOf } from "./probe-answer.ts";
import type { ProbeAnswer } from "./probe-report.ts";
import type { CommandView } from "./schema-view.ts";

/** Compares what a module answered to one test form with a view of the schema. */
export function compareCommand(view: CommandView, answer: ProbeAnswer): Difference[] {
  switch (verdictOf(answer)) {
    case "open":
      return [];
    case "refused":
      return missingCommand(view, answer);
    case "answered":
      return [...unexpectedCommand(view), ...compareLines(view, answer)];
  }
}

/** The operations that a refused test form speaks of: not those that stand without it. */
export function refusedOperations({
  test,
  operations,
  presence,
}: CommandView): OperationDescriptor[] {
  const all = [test, ...operations];
  return presence(test) === "present"
    ? all
    : all.filter((operation) => presence(operation) !== "present");
}

/** A command that the schema says to be missing from some firmware may be missing from this one. */
function missingCommand(view: CommandView, answer: ProbeAnswer): Difference[] {
  const { test } = view;
  if (view.presence(test) !== "present") return [];
  return [
    {
      kind: "missing",
      what: "command",
      path: "",
      schema: `AT${test.at}`,
      device: null,
      line: answer.result,
      change: { kind: "availability", operations: refusedOperations(view), available: false },
    },
  ];
}

/** A quirk says that the module lacks the command, and it answers. */
function unexpectedCommand({ test, operations, presence }: CommandView): Difference[] {
  if (presence(test) !== "absent") return [];
  const found = [test, ...operations].filter((operation) => presence(operation) === "absent");
  return [
    {
      kind: "extra",
      what: "command",
      path: "",
      schema: null,
      device: `AT${test.at}`,
      line: null,
      change: { kind: "availability", operations: found, available: true },
    },
  ];
}

/** These print what is set up at the moment, not what could be. */
const momentary: readonly string[] = [listContextAddresses.at];

function compareLines(view: CommandView, answer: ProbeAnswer): Difference[] {
  const { test } = view;
  const supports = test.supports ?? [];
  if (momentary.includes(test.at)) return [];
  const path = `operations/${test.name}/supports`;
  const change = { kind: "testAnswer", change: { supports: answer.lines } } as const;
  if (answer.lines.length === 0 || supports.length === 0) {
    if (answer.lines.length === supports.length) return [];
    return [
      {
        kind: answer.lines.length === 0 ? "missing" : "extra",
        what: "answer",
        path,
        schema: supports.join("; ") || null,
        device: answer.lines.join("; ") || null,
        line: answer.lines[0] ?? null,
        change,
      },
    ];
  }
  return pairLines(view, answer.lines.map(parseSupported)).flatMap((pair): Difference[] => {
    if (pair.device === undefined) return missingLine(view, pair, answer);
    if (pair.schema === undefined) return extraLine(view, pair, answer);
    return compareFields(view, pair, answer);
  });
}

function missingLine(view: CommandView, pair: LinePair, answer: ProbeAnswer): Difference[] {
  const { key, operations, schema } = pair;
  const shown = { schema: schema?.text ?? null, device: null, line: null };
  const word = keywordOf(pair);
  if (word !== undefined) {
    return takesWord(pair, word) ? [keywordDifference(word, pair, "missing", shown)] : [];
  }
  if (key === undefined || operations.length === 0) {
    return [answerDifference(view, pair, "missing", answer)];
  }
  if (operations.every((operation) => view.presence(operation) === "absent")) return [];
  return [
    {
      kind: "missing",
      what: "operation",
      path: pathOf(operations),
      ...shown,
      change: { kind: "availability", operations, available: false },
    },
  ];
}

function extraLine(view: CommandView, pair: LinePair, answer: ProbeAnswer): Difference[] {
  const { key, operations, device } = pair;
  const shown = { schema: null, device: device?.text ?? null, line: device?.text ?? null };
  const word = keywordOf(pair);
  if (word !== undefined) {
    return takesWord(pair, word)
      ? compareFields(view, pair, answer)
      : [keywordDifference(word, pair, "extra", shown)];
  }
  if (key === undefined) return [answerDifference(view, pair, "extra", answer)];
  if (operations.length === 0) {
    return [{ ...answerDifference(view, pair, "extra", answer), what: "operation" }];
  }
  const values = compareFields(view, pair, answer);
  if (operations.every((operation) => view.presence(operation) === "present")) return values;
  return [
    {
      kind: "extra",
      what: "operation",
      path: pathOf(operations),
      ...shown,
      change: { kind: "availability", operations, available: true },
    },
    ...values,
  ];
}

/** The keyword that the lines of the command begin with, where that is an argument and no sub-key. */
function keywordOf({ key, places }: LinePair): string | undefined {
  const isKeyword = places[0]?.params.some(({ param }) => param.type === "keyword");
  return isKeyword ? key : undefined;
}

function takesWord({ places: [place] }: LinePair, word: string): boolean {
  return place?.domain?.words.includes(word) ?? false;
}

function keywordDifference(
  word: string,
  { places: [place], operations }: LinePair,
  kind: "missing" | "extra",
  shown: Pick<Difference, "schema" | "device" | "line">,
): Difference {
  const param = place?.params[0]?.param.name ?? "";
  const missing = kind === "missing";
  return {
    kind,
    what: "values",
    path: `params/${param}/values/${word}`,
    ...shown,
    change: {
      kind: "parameter",
      param,
      operations,
      change: missing ? { removesValues: [word] } : { addsValues: [word] },
    },
  };
}

function answerDifference(
  { test }: CommandView,
  { key, schema, device }: LinePair,
  kind: "missing" | "extra",
  answer: ProbeAnswer,
): Difference {
  const quoted = `"${key}"`;
  const line = device?.text;
  const lines = [line === undefined ? { key: quoted } : { key: quoted, line }];
  return {
    kind,
    what: "answer",
    path: `operations/${test.name}/supports${key === undefined ? "" : `/${key}`}`,
    schema: schema?.text ?? null,
    device: line ?? null,
    line: line ?? null,
    change: {
      kind: "testAnswer",
      change: key === undefined ? { supports: answer.lines } : { lines },
    },
  };
}

/** Of a setting and its question the one that takes more stands for both. */
function pathOf(operations: readonly OperationDescriptor[]): string {
  const [main] = [...operations].sort((a, b) => (b.args?.length ?? 0) - (a.args?.length ?? 0));
  return main === undefined ? "operations" : `operations/${main.name}`;
}
