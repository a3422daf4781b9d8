import type { Field, OperationDescriptor, ReplyLine } from "../codec/descriptor.ts";
import type { Values } from "../codec/values.ts";
import { allOperations, allUrcs } from "../generated/catalog.gen.ts";
import { sourced } from "./cite.ts";
import { type Context, decodeAs } from "./context.ts";
import { describeExtraFields, describeFields } from "./describe-fields.ts";
import { errorReader } from "./error-words.ts";
import type { ExplainedError, Findings } from "./explanation.ts";
import { maskAnswer } from "./mask-line.ts";
import { answerTo, type Words, wordsOfOperation, wordsOfUrc } from "./words.ts";

/** One way to read a line from the module. */
interface Reading {
  readonly kind: "reply" | "urc";
  /** Of the operation or unsolicited line. */
  readonly name: string;
  readonly operation: OperationDescriptor | undefined;
  readonly prefix: string;
  readonly fields: readonly Field[];
  readonly values: Values;
  /** Readings with more are to be preferred. */
  readonly weight: number;
}

/**
 * Explains an information line or an unsolicited line. Of several readings the one counts that
 * leaves no field over; then that of the command before; then the unsolicited one.
 */
export function explainAnswer(line: string, context: Context | undefined): Findings | undefined {
  const readings = [...repliesTo(context, line), ...otherReplies(context, line), ...urcs(line)];
  const [best, ...others] = readings.sort((a, b) => b.weight - a.weight);
  if (best === undefined) return undefined;
  const words = wordsOf(best);
  const equal = others.filter(({ values }) => completeness(values) >= completeness(best.values));
  const names = [...new Set(equal.map(({ name }) => name))].filter((name) => name !== best.name);
  const errors: ExplainedError[] = [];
  const readError = errorReader(best.name);
  const fields = describeFields(best.fields, best.values, words, (param, value) => {
    const error = readError(param, value);
    if (error !== undefined) errors.push(error);
    return error;
  });
  // Of two numbers the second says more: the module's, then the server's own.
  const remedy = errors.flatMap(({ code, remedy }) => (code === 0 ? [] : (remedy ?? []))).at(-1);
  const masked = maskAnswer(line, best.prefix, best.fields, best.values);
  return {
    line: masked.line,
    kind: best.kind,
    command: best.kind === "urc" && words.at === "" ? undefined : `AT${words.at}`,
    ...(best.kind === "urc" ? { urc: best.name } : { operation: best.name }),
    form: best.operation?.form,
    fields: masked.legible ? [...fields, ...describeExtraFields(best.values)] : [],
    ...(errors.length > 0 ? { errors } : {}),
    ...(names.length > 0 ? { alternatives: names } : {}),
    meaning: best.operation === undefined ? words.summary : answerTo(words, best.operation),
    ...(remedy === undefined ? {} : { remedy }),
    ...sourced(words.source),
  };
}

function wordsOf({ name, operation }: Reading): Words {
  return operation === undefined ? wordsOfUrc(name) : wordsOfOperation(operation);
}

/** What the command before expects: lines with its prefix first, then a line without any. */
function repliesTo(context: Context | undefined, line: string): Reading[] {
  if (context === undefined) return [];
  const { operation, expected } = context;
  return expected.flatMap((reply) => {
    const found = replyOf(operation, reply, line, 3);
    return reply.prefix === "" ? found.map((reading) => ({ ...reading, weight: 1 })) : found;
  });
}

function otherReplies(context: Context | undefined, line: string): Reading[] {
  const others = allOperations.filter((operation) => operation !== context?.operation);
  return others.flatMap((operation) => {
    const prefixed = (operation.reply ?? []).filter(({ prefix }) => prefix !== "");
    return prefixed.flatMap((reply) => replyOf(operation, reply, line, 1));
  });
}

function replyOf(
  operation: OperationDescriptor,
  { prefix, fields }: ReplyLine,
  line: string,
  bonus: number,
): Reading[] {
  const values = decodeAs({ prefix, fields }, line);
  if (values === undefined) return [];
  const weight = bonus + completeness(values);
  return [{ kind: "reply", name: operation.name, operation, prefix, fields, values, weight }];
}

function urcs(line: string): Reading[] {
  return allUrcs.flatMap((urc) => {
    const values = decodeAs(urc, line);
    if (values === undefined) return [];
    const { name, prefix, fields } = urc;
    const weight = 2 + completeness(values);
    return [{ kind: "urc", name, operation: undefined, prefix, fields, values, weight }];
  });
}

function completeness({ extraFields }: Values): number {
  return extraFields === undefined ? 4 : 0;
}
