import { type Item, judge, show, type Verdict } from "./judge.ts";
import type { SeenOperation } from "./seen.ts";
import { canonical } from "./syntax.ts";
import { isOpen, type Open, type TruthOperation } from "./truth.ts";

export const operationAttributes = [
  "args",
  "reply",
  "completion",
  "supports",
  "data",
  "length",
  "maxResponseMs",
] as const;

export type OperationAttribute = (typeof operationAttributes)[number];

export interface JudgedOperation {
  readonly attributes: ReadonlyMap<OperationAttribute, Verdict>;
  readonly items: readonly Item[];
}

/** Which word of the draft leaves which member open. */
const about: Readonly<Record<OperationAttribute, readonly string[]>> = {
  args: ["syntax", "args", "all"],
  reply: ["reply", "all"],
  completion: ["reply", "completion", "all"],
  supports: ["reply", "supports", "values", "all"],
  data: ["data", "all"],
  length: ["data", "length", "all"],
  maxResponseMs: ["time", "maxResponseMs", "all"],
};

/**
 * A form of the draft beside that of the text.
 * @param times times that the command's table names for any of its forms
 */
export function judgeOperation(
  path: string,
  truth: TruthOperation,
  seen: SeenOperation,
  times: readonly number[],
): JudgedOperation {
  const attributes = new Map<OperationAttribute, Verdict>();
  const items: Item[] = [];
  const note = (
    attribute: OperationAttribute,
    verdict: Verdict,
    expected: unknown,
    got: unknown,
  ): void => {
    attributes.set(attribute, verdict);
    if (verdict === "right") return;
    const words = isLeftOpen(seen, attribute) ? `undecided, ${show(got)}` : show(got);
    items.push({
      path: `${path}/${attribute}`,
      verdict,
      expected: show(expected),
      got: words,
      line: seen.line,
    });
  };
  note("args", judgeSyntax(truth, seen), truth.args, seen.args);
  const reply = judgeReply(truth, seen);
  note("reply", reply, truth.reply ?? [], seen.reply);
  const completion = judgeCompletion(truth, seen);
  note("completion", completion, truth.completion, seen.completion);
  if (truth.form === "test") {
    note("supports", judgeSupports(truth, seen), truth.supports ?? [], seen.supports);
  }
  const { direction, length } = judgeData(truth, seen);
  note("data", direction, truth.data?.direction, seen.data?.direction);
  note("length", length, truth.data?.length, seen.data?.length);
  note("maxResponseMs", judgeTime(truth, seen, times), truth.maxResponseMs, seen.maxResponseMs);
  return { attributes, items };
}

function isLeftOpen({ open }: SeenOperation, attribute: OperationAttribute): boolean {
  return about[attribute].some((word) => open.has(word));
}

export function sameSyntax(
  truth: string | Open<string> | undefined,
  { args }: SeenOperation,
): boolean {
  const accepted = isOpen<string>(truth) ? truth.accepts : [truth ?? ""];
  return accepted.some((reading) => canonical(reading ?? "") === canonical(args));
}

function judgeSyntax(truth: TruthOperation, seen: SeenOperation): Verdict {
  return judge(
    truth.args,
    seen.args === "" ? undefined : seen.args,
    isLeftOpen(seen, "args"),
    same,
  );
}

function same(left: string | null, right: string | null): boolean {
  return canonical(left ?? "") === canonical(right ?? "");
}

/** Every line of the text, and no other than one of numbers, which shows a case of another line. */
function judgeReply(truth: TruthOperation, seen: SeenOperation): Verdict {
  const expected = truth.reply ?? [];
  const open = isLeftOpen(seen, "reply");
  const isFound = expected.every((line) => seen.reply.some((got) => isLine(line, got)));
  const isMore = seen.reply.some(
    (got) => !/: ?[\d,]+$/.test(got) && !expected.some((line) => isLine(line, got)),
  );
  if (isFound && !isMore) return "right";
  if (!open) return "wrong";
  return expected.some(isOpen) ? "right" : "undecided";
}

function isLine(truth: string | Open<string>, got: string): boolean {
  const accepted = isOpen<string>(truth) ? truth.accepts : [truth];
  return accepted.some((line) => {
    const plain = canonical(line ?? "");
    return plain === canonical(got) || `${plain}<CR><LF><data>` === canonical(got);
  });
}

function judgeCompletion(truth: TruthOperation, seen: SeenOperation): Verdict {
  return judge(
    truth.completion,
    seen.completion[0],
    isLeftOpen(seen, "completion"),
    (left, right) => (left === null || right === null ? left === right : same(left, right)),
  );
}

/** Words are no answer of a module; what stands there to the letter must be kept to the letter. */
function judgeSupports(truth: TruthOperation, seen: SeenOperation): Verdict {
  const literal = seen.supports.filter(({ inWords }) => !inWords);
  if (truth.inWords === true) return literal.length === 0 ? "right" : "wrong";
  const expected = (truth.supports ?? []).map(canonical);
  const got = literal.map(({ text }) => canonical(text));
  if (expected.length === got.length && expected.every((line) => got.includes(line))) {
    return "right";
  }
  return isLeftOpen(seen, "supports") ? "undecided" : "wrong";
}

/** What a prompt opens has no place in the schema: undecided is as right as the direction. */
function judgeData(
  { data }: TruthOperation,
  seen: SeenOperation,
): { direction: Verdict; length: Verdict } {
  const open = isLeftOpen(seen, "data");
  if (open && data?.opens === "prompt") return { direction: "right", length: "right" };
  const direction = judge(data?.direction, seen.data?.direction, open);
  if (seen.data === undefined) {
    return { direction, length: open ? (data === undefined ? "right" : direction) : direction };
  }
  const length = judge(data?.length ?? undefined, seen.data.length, open);
  return { direction, length };
}

function judgeTime(truth: TruthOperation, seen: SeenOperation, times: readonly number[]): Verdict {
  if (truth.maxResponseMs !== undefined) {
    return judge(truth.maxResponseMs, seen.maxResponseMs, isLeftOpen(seen, "maxResponseMs"));
  }
  const { maxResponseMs } = seen;
  return maxResponseMs === undefined || times.includes(maxResponseMs) ? "right" : "wrong";
}
