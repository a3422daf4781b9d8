import type { Operation, Repeat, ReplyLine } from "./descriptor.ts";
import { DecodeError } from "./errors.ts";
import { encodeParam } from "./param-codec.ts";
import { type Plan, planOf } from "./plan.ts";
import { matchPrefix } from "./prefix.ts";
import { decodeFields } from "./read-fields.ts";
import { maskSecrets, secretsOf } from "./secrets.ts";
import { parseSupported, type SupportedLine, type SupportedValues } from "./test-form.ts";
import { asValues, type Values } from "./values.ts";
import { encodeFields, hasAny, type ParamWriter } from "./write-fields.ts";

/**
 * Collects the information lines of one command. A conversation offers it every line that may
 * belong to the command; what it refuses is somebody else's.
 */
export class ReplyDecoder<Output> {
  readonly #operation: Operation<unknown, Output>;
  readonly #lines: readonly PlannedLine[];
  readonly #taken: TakenLine[] = [];
  /** Lines of a test form. */
  readonly #supported: SupportedLine[] | undefined;
  #position = 0;

  constructor(operation: Operation<unknown, Output>) {
    this.#operation = operation;
    this.#lines = linesOf(operation.reply);
    this.#supported = operation.form === "test" ? [] : undefined;
  }

  /** Whether any line at all could come next, so that a line without prefix is ours. */
  get expectsBareLine(): boolean {
    return this.#lines.slice(this.#position).some((line) => line.prefix === "");
  }

  /** Takes a line when it fits the reply. @returns whether it was taken */
  accept(text: string): boolean {
    if (this.#supported !== undefined) return this.#acceptSupported(text, this.#supported);
    for (let at = this.#position; at < this.#lines.length; at++) {
      const line = this.#lines[at];
      const values = line && readLine(line, text);
      if (line === undefined || values === undefined) continue;
      this.#taken.push({ line, values });
      this.#position = line.repeats ? at : at + 1;
      return true;
    }
    return false;
  }

  /** Replaces the secrets that were decoded so far in a text meant for people. */
  mask(text: string): string {
    const secrets = this.#taken.flatMap(({ line: { plan }, values }) =>
      plan.sensitive ? secretsOf(plan.steps, values) : [],
    );
    return maskSecrets(text, secrets);
  }

  /**
   * The reply, once the final result has come.
   * @throws DecodeError `MISSING_LINE` when a line that always comes did not.
   */
  finish(): Output {
    if (this.#supported !== undefined) return { lines: this.#supported } as Output;
    if (this.#operation.reply === undefined) return undefined as Output;
    this.#refuseMissing();
    const output: Values = {};
    for (const { as, repeats } of this.#lines) if (as !== undefined && repeats) output[as] = [];
    for (const { line, values } of this.#taken) {
      const { as, repeats } = line;
      if (as === undefined) Object.assign(output, values);
      else if (repeats) (output[as] as Values[]).push(values);
      else output[as] = values;
    }
    return output as Output;
  }

  #acceptSupported(text: string, supported: SupportedLine[]): boolean {
    const from = matchPrefix(text, this.#operation.at);
    if (from < 0) return false;
    supported.push(parseSupported(text.slice(from).trim()));
    return true;
  }

  #refuseMissing(): void {
    const { at, name } = this.#operation;
    for (const line of this.#lines.slice(this.#position)) {
      if (!line.needed || this.#taken.some((taken) => taken.line === line)) continue;
      const expected = line.prefix === "" ? "text" : `${line.prefix}:`;
      throw new DecodeError(
        "MISSING_LINE",
        `reply to AT${at} (${name})`,
        `no line "${expected}" came before the final result`,
        line.prefix,
      );
    }
  }
}

function readLine({ prefix, plan }: PlannedLine, text: string): Values | undefined {
  const from = prefix === "" ? 0 : matchPrefix(text, prefix);
  if (from < 0) return undefined;
  const result = decodeFields(plan, text, from, false);
  return result.ok ? result.values : undefined;
}

interface TakenLine {
  readonly line: PlannedLine;
  readonly values: Values;
}

/** A line of a reply made ready, see {@link planOf}. */
interface PlannedLine {
  readonly prefix: string;
  readonly plan: Plan;
  readonly as: string | undefined;
  readonly repeats: boolean;
  readonly needed: boolean;
}

const plannedLines: WeakMap<readonly ReplyLine[], readonly PlannedLine[]> =
  /* @__PURE__ */ new WeakMap();
const noLines: readonly ReplyLine[] = [];

function linesOf(lines: readonly ReplyLine[] = noLines): readonly PlannedLine[] {
  const known = plannedLines.get(lines);
  if (known !== undefined) return known;
  const planned = lines.map(({ prefix, fields, as, repeat }) => ({
    prefix,
    plan: planOf(fields),
    as,
    repeats: isRepeated(repeat),
    needed: repeat === undefined || repeat === "oneOrMore",
  }));
  plannedLines.set(lines, planned);
  return planned;
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
  return formatLine(line.prefix, encodeFields(planOf(line.fields), values, line.prefix, writeAnswer));
}

/** A module may print numbers and words that no schema lists. */
export const writeAnswer: ParamWriter = (param, value, command) =>
  encodeParam(param, value, command, false);

/** Joins a prefix and its fields as the module prints them. */
export function formatLine(prefix: string, fields: string): string {
  if (prefix === "") return fields;
  return fields === "" ? `${prefix}: ` : `${prefix}: ${fields}`;
}
