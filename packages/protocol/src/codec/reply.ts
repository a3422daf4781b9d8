import type { Operation, ReplyLine } from "./descriptor.ts";
import { DecodeError } from "./errors.ts";
import { encodeParam } from "./param-codec.ts";
import { planOf } from "./plan.ts";
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
  readonly #lines: readonly ReplyLine[];
  readonly #output: Values = {};
  readonly #supported: SupportedLine[] = [];
  readonly #secrets: string[] = [];
  #position = 0;

  constructor(operation: Operation<unknown, Output>) {
    this.#operation = operation;
    this.#lines = operation.reply ?? [];
    for (const line of this.#lines) {
      if (line.as !== undefined && isRepeated(line)) this.#output[line.as] = [];
    }
  }

  /** Whether any line at all could come next, so that a line without prefix is ours. */
  get expectsBareLine(): boolean {
    return this.#lines.slice(this.#position).some((line) => line.prefix === "");
  }

  /** Takes a line when it fits the reply. @returns whether it was taken */
  accept(text: string): boolean {
    if (this.#operation.form === "test") return this.#acceptSupported(text);
    for (let at = this.#position; at < this.#lines.length; at++) {
      const line = this.#lines[at];
      if (line === undefined || !this.#acceptAs(line, text)) continue;
      this.#position = isRepeated(line) ? at : at + 1;
      return true;
    }
    return false;
  }

  /** Replaces the secrets that were decoded so far in a text meant for people. */
  mask(text: string): string {
    return maskSecrets(text, this.#secrets);
  }

  /**
   * The reply, once the final result has come.
   * @throws DecodeError `MISSING_LINE` when a line that always comes did not.
   */
  finish(): Output {
    const { form, reply, name } = this.#operation;
    if (form === "test") return { lines: this.#supported } as Output;
    if (reply === undefined) return undefined as Output;
    for (let at = this.#position; at < this.#lines.length; at++) {
      const line = this.#lines[at];
      if (line === undefined || !isRequired(line, this.#output)) continue;
      const expected = line.prefix === "" ? "text" : `${line.prefix}:`;
      throw new DecodeError(
        "MISSING_LINE",
        `reply to AT${this.#operation.at} (${name})`,
        `no line "${expected}" came before the final result`,
        line.prefix,
      );
    }
    return this.#output as Output;
  }

  #acceptSupported(text: string): boolean {
    const from = matchPrefix(text, this.#operation.at);
    if (from < 0) return false;
    this.#supported.push(parseSupported(text.slice(from).trim()));
    return true;
  }

  #acceptAs(line: ReplyLine, text: string): boolean {
    const from = line.prefix === "" ? 0 : matchPrefix(text, line.prefix);
    if (from < 0) return false;
    const plan = planOf(line.fields);
    const result = decodeFields(plan, text, from, false);
    if (!result.ok) return false;
    const { values } = result;
    if (plan.sensitive) this.#secrets.push(...secretsOf(plan.steps, values));
    if (line.as === undefined) Object.assign(this.#output, values);
    else if (isRepeated(line)) (this.#output[line.as] as Values[]).push(values);
    else this.#output[line.as] = values;
    return true;
  }
}

function isRepeated(line: ReplyLine): boolean {
  return line.repeat === "zeroOrMore" || line.repeat === "oneOrMore";
}

function isRequired(line: ReplyLine, output: Values): boolean {
  if (line.repeat === undefined) return true;
  return line.repeat === "oneOrMore" && (output[line.as ?? ""] as unknown[]).length === 0;
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
    const items: unknown[] = isRepeated(line) && Array.isArray(value) ? value : [value];
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
