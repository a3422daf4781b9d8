import { decodeCommandLine } from "../codec/command-line.ts";
import type { OperationDescriptor, ReplyLine } from "../codec/descriptor.ts";
import { planOf } from "../codec/plan.ts";
import { matchPrefix } from "../codec/prefix.ts";
import { decodeFields } from "../codec/read-fields.ts";
import type { Values } from "../codec/values.ts";
import { allOperations } from "../generated/catalog.gen.ts";

/** The command that a line answers. */
export interface Context {
  readonly line: string;
  readonly operation: OperationDescriptor;
  readonly input: Values;
  /** Lines of the reply that may come next. */
  readonly expected: readonly ReplyLine[];
}

/** The line of the command that was asked. */
export function askedLine(after: string | readonly string[] | undefined): string | undefined {
  return typeof after === "string" ? after : after?.[0];
}

/** Reads the command that was sent and the lines that it has got so far. */
export function readContext(after: string | readonly string[] | undefined): Context | undefined {
  const line = askedLine(after);
  const before = typeof after === "string" ? [] : (after ?? []).slice(1);
  if (line === undefined) return undefined;
  try {
    const { operation, input } = decodeCommandLine(allOperations, line);
    return { line: line.trim(), operation, input, expected: expectedAfter(operation, before) };
  } catch {
    return undefined;
  }
}

/** Whether the line fits, and its values. */
export function decodeAs(
  { prefix, fields }: Pick<ReplyLine, "prefix" | "fields">,
  line: string,
): Values | undefined {
  const from = prefix === "" ? 0 : matchPrefix(line, prefix);
  if (from < 0) return undefined;
  const result = decodeFields(planOf(fields), line, from, false);
  return result.ok ? result.values : undefined;
}

function expectedAfter(
  { reply = [] }: OperationDescriptor,
  before: readonly string[],
): ReplyLine[] {
  let position = 0;
  for (const line of before) {
    const at = reply.findIndex(
      (candidate, index) => index >= position && decodeAs(candidate, line.trim()) !== undefined,
    );
    if (at < 0) continue;
    const repeats = reply[at]?.repeat === "zeroOrMore" || reply[at]?.repeat === "oneOrMore";
    position = repeats ? at : at + 1;
  }
  return reply.slice(position);
}
