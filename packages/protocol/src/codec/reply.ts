import type { Operation, Repeat, ReplyLine } from "./descriptor.ts";
import { DecodeError } from "./errors.ts";
import { encodeParam } from "./param-codec.ts";
import { type Plan, planOf } from "./plan.ts";
import { matchPrefix } from "./prefix.ts";
import { decodeFields } from "./read-fields.ts";
import { maskSecrets, secretsOf } from "./secrets.ts";
import { parseSupported, type SupportedValues } from "./test-form.ts";
import { asValues, type Values } from "./values.ts";
import { encodeFields, hasAny, type ParamWriter } from "./write-fields.ts";

/**
 * Collects the information lines of one command. A conversation offers it every line that may
 * belong to the command; what it refuses is somebody else's.
 */
export class ReplyDecoder<Output> {
  readonly #operation: Operation<unknown, Output>;
  readonly #lines: readonly PlannedLine[];
  /** Absent until the first line: most replies have none. */
  #taken: TakenLine[] | undefined;
  #position = 0;

  constructor(operation: Operation<unknown, Output>) {
    this.#operation = operation;
    this.#lines = linesOf(operation);
  }

  /** Whether any line at all could come next, so that a line without prefix is ours. */
  get expectsBareLine(): boolean {
    return this.#lines.slice(this.#position).some((line) => line.prefix === "");
  }

  /** Takes a line when it fits the reply. @returns whether it was taken */
  accept(text: string): boolean {
    const lines = this.#lines;
    for (let at = this.#position; at < lines.length; at++) {
      const line = lines[at];
      const values = line && readLine(line, text);
      if (line === undefined || values === undefined) continue;
      this.#taken ??= [];
      this.#taken.push({ line, values });
      this.#position = line.repeats ? at : at + 1;
      return true;
    }
    return false;
  }

  /** Replaces the secrets that were decoded so far in a text meant for people. */
  mask(text: string): string {
    const secrets = (this.#taken ?? []).flatMap(({ line: { plan }, values }) =>
      plan.sensitive ? secretsOf(plan.steps, values) : [],
    );
    return maskSecrets(text, secrets);
  }

  /**
   * The reply, once the final result has come.
   * @throws DecodeError `MISSING_LINE` when a line that always comes did not.
   */
  finish(): Output {
    const lines = this.#lines;
    if (lines === noReply) return undefined as Output;
    const taken = this.#taken ?? [];
    const missing = lines.find((line) => line.needed && !taken.some((one) => one.line === line));
    if (missing !== undefined) throw this.#missing(missing);
    const output: Values = {};
    for (const { as, repeats } of lines) if (as !== undefined && repeats) output[as] = [];
    for (const { line, values } of taken) {
      const { as, repeats } = line;
      if (as === undefined) Object.assign(output, values);
      else if (repeats) (output[as] as unknown[]).push(values);
      else output[as] = values;
    }
    return output as Output;
  }

  #missing({ prefix }: PlannedLine): DecodeError {
    const { at, name } = this.#operation;
    const what = `reply to AT${at} (${name})`;
    const expected = prefix === "" ? "text" : `${prefix}:`;
    const problem = `no line "${expected}" came before the final result`;
    return new DecodeError("MISSING_LINE", what, problem, prefix);
  }
}

/** A line of a reply made ready, see {@link planOf}. */
interface PlannedLine {
  readonly prefix: string;
  readonly plan: Plan;
  readonly as: string | undefined;
  readonly repeats: boolean;
  readonly needed: boolean;
  /** Whether it is a line of a test form. */
  readonly supported: boolean;
}

interface TakenLine {
  readonly line: PlannedLine;
  readonly values: Values;
}

const plannedLines: WeakMap<Operation, readonly PlannedLine[]> = /* @__PURE__ */ new WeakMap();

/** Of an operation whose reply is its result alone. */
const noReply: readonly PlannedLine[] = [];

function linesOf(operation: Operation): readonly PlannedLine[] {
  const known = plannedLines.get(operation);
  if (known !== undefined) return known;
  const { form, reply } = operation;
  const planned = form === "test" ? [testLine(operation)] : (reply?.map(planLine) ?? noReply);
  plannedLines.set(operation, planned);
  return planned;
}

function planLine({ prefix, fields, as, repeat }: ReplyLine): PlannedLine {
  const repeats = isRepeated(repeat);
  const needed = repeat === undefined || repeat === "oneOrMore";
  return { prefix, plan: planOf(fields), as, repeats, needed, supported: false };
}

function testLine({ at }: Operation): PlannedLine {
  const plan = planOf(undefined);
  return { prefix: at, plan, as: "lines", repeats: true, needed: false, supported: true };
}

function readLine({ prefix, plan, supported }: PlannedLine, text: string): Values | undefined {
  const from = prefix === "" ? 0 : matchPrefix(text, prefix);
  if (from < 0) return undefined;
  if (supported) return { ...parseSupported(text.slice(from).trim()) };
  const result = decodeFields(plan, text, from, false);
  return result.ok ? result.values : undefined;
}

function isRepeated(repeat: Repeat | undefined): boolean {
  return repeat === "zeroOrMore" || repeat === "oneOrMore";
}

/**
 * Decodes the information lines of a whole reply.
 * @throws DecodeError when a line does not belong to the reply or one is missing.
 */
export function decodeReply<Output>(
  operation: Operation<unknown, Output>,
  lines: readonly string[],
): Output {
  const decoder = new ReplyDecoder(operation);
  for (const line of lines) {
    if (decoder.accept(line)) continue;
    const what = `reply to AT${operation.at} (${operation.name})`;
    const secret = (operation.reply ?? []).some(({ fields }) => planOf(fields).sensitive);
    const shown = secret ? "***" : line;
    const problem = `the line ${JSON.stringify(shown)} does not fit`;
    throw new DecodeError("UNEXPECTED_LINE", what, problem, shown);
  }
  return decoder.finish();
}

/**
 * Writes the information lines a module prints for an output: the far half of {@link decodeReply}.
 * Of a test form those of the output, or without one those that the schema knows.
 * @throws EncodeError when a line cannot carry a value.
 */
export function encodeReply<Output>(
  operation: Operation<unknown, Output>,
  output: Output,
): string[] {
  if (operation.form === "test") {
    const given = (output as Partial<SupportedValues> | undefined)?.lines;
    const texts = given?.map((line) => line.text) ?? operation.supports ?? [];
    return texts.map((text) => formatLine(operation.at, text));
  }
  const values = asValues(output ?? {}, operation.at);
  return (operation.reply ?? []).flatMap((line) => {
    if (line.as === undefined) {
      const absent = line.repeat === "zeroOrOne" && !hasAny(planOf(line.fields).steps, values);
      return absent ? [] : [encodeLine(line, values)];
    }
    const value = values[line.as];
    if (value === undefined) return [];
    const items: unknown[] = isRepeated(line.repeat) && Array.isArray(value) ? value : [value];
    return items.map((item) => encodeLine(line, asValues(item, line.prefix)));
  });
}

function encodeLine(line: ReplyLine, values: Values): string {
  return formatLine(
    line.prefix,
    encodeFields(planOf(line.fields), values, line.prefix, writeAnswer),
  );
}

/** A module may print numbers and words that no schema lists. */
export const writeAnswer: ParamWriter = (param, value, command) =>
  encodeParam(param, value, command, false);

/** Joins a prefix and its fields as the module prints them. */
export function formatLine(prefix: string, fields: string): string {
  if (prefix === "") return fields;
  return fields === "" ? `${prefix}: ` : `${prefix}: ${fields}`;
}
