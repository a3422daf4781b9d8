import { sameSyntax } from "./judge-operation.ts";
import type { SeenOperation } from "./seen.ts";
import { canonical } from "./syntax.ts";
import { isOpen, type Open, type TruthOperation } from "./truth.ts";

/** Which form of the draft stands for which of the text. */
export interface Pairs {
  readonly matched: readonly (readonly [TruthOperation, SeenOperation])[];
  readonly missed: readonly TruthOperation[];
  readonly invented: readonly SeenOperation[];
}

/** Forms of one kind belong together by their syntax, what is left over by its order. */
export function pairOperations(
  truths: readonly TruthOperation[],
  seen: readonly SeenOperation[],
): Pairs {
  const left = [...seen];
  const matched = new Map<TruthOperation, SeenOperation>();
  const take = (
    { form }: TruthOperation,
    fits: (operation: SeenOperation) => boolean,
  ): SeenOperation | undefined => {
    const index = left.findIndex((operation) => operation.form === form && fits(operation));
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const match = (truth: TruthOperation, operation: SeenOperation | undefined): void => {
    if (operation !== undefined) matched.set(truth, operation);
  };
  for (const truth of truths)
    match(
      truth,
      take(truth, (one) => sameSyntax(truth.args, one)),
    );
  for (const truth of truths) {
    const parts = matched.has(truth) ? undefined : setAndQuery(truth.args);
    if (parts === undefined) continue;
    const isThere = parts.every((part) => left.some((one) => isOf(truth, part, one)));
    const [set, query] = isThere
      ? parts.map((part) => take(truth, (one) => isOf(truth, part, one)))
      : [];
    if (set !== undefined && query !== undefined) match(truth, joined(set, query));
  }
  for (const truth of truths)
    if (!matched.has(truth))
      match(
        truth,
        take(truth, () => true),
      );
  return {
    matched: [...matched],
    missed: truths.filter((truth) => !matched.has(truth)),
    invented: left,
  };
}

function isOf({ form }: TruthOperation, args: string, operation: SeenOperation): boolean {
  return operation.form === form && canonical(operation.args) === args;
}

/**
 * `"key",<a>` and `"key"` of `"key"[,<a>]`: the schema keeps setting and asking apart where the
 * manual shows one form for both.
 */
function setAndQuery(args: string | Open<string> | undefined): readonly string[] | undefined {
  const reading = canonical((isOpen<string>(args) ? args.accepts[0] : args) ?? "");
  const begin = reading.indexOf("[");
  if (begin <= 0 || !reading.endsWith("]")) return undefined;
  let depth = 0;
  for (const [index, sign] of [...reading].entries()) {
    if (sign === "[") depth += 1;
    if (sign === "]") depth -= 1;
    const isClosed = sign === "]" && depth === 0;
    if (isClosed && index < reading.length - 1) return undefined;
  }
  const head = reading.slice(0, begin);
  return [head + reading.slice(begin + 1, -1), head];
}

function joined(set: SeenOperation, query: SeenOperation): SeenOperation {
  const inner = canonical(set.args).slice(canonical(query.args).length);
  return {
    ...set,
    args: `${canonical(query.args)}[${inner}]`,
    reply: [...new Set([...set.reply, ...query.reply])],
    completion: [...new Set([...set.completion, ...query.completion])],
    maxResponseMs: set.maxResponseMs ?? query.maxResponseMs,
    open: new Set([...set.open, ...query.open]),
  };
}
