import { isBareAnswer } from "./bare-line.ts";
import type { OperationDescriptor, ReplyLine } from "./descriptor.ts";
import { DecodeError, type DecodeErrorCode } from "./errors.ts";
import { once } from "./once.ts";
import { encodeParam } from "./param-codec.ts";
import { type Plan, planOf } from "./plan.ts";
import { matchPrefix } from "./prefix.ts";
import { decodeFields, type FieldsResult, type Misfit } from "./read-fields.ts";
import { maskSecrets, secretsOf } from "./secrets.ts";
import { parseSupported, type SupportedValues } from "./test-form.ts";
import { asValues, type Values } from "./values.ts";
import { encodeFields, hasAny, type ParamWriter } from "./write-fields.ts";

/** What became of a line that a {@link ReplyDecoder} was offered. */
export interface Taken {
  /** Whether the line is part of the reply, as far as can be known now. */
  readonly taken: boolean;
  /**
   * Lines taken before that were not the reply after all, because this one stands in their place:
   * they are to be read as unsolicited ones.
   */
  readonly displaced: readonly string[];
}

/**
 * Collects the information lines of one command. A conversation offers it every line that may
 * belong to the command; what it refuses is somebody else's.
 *
 * A module prints unsolicited lines of the same form between command and answer, so of several
 * lines for one place the last counts. Lines without prefix are counted from what follows them: of
 * more lines than there are places the last ones stay.
 */
export class ReplyDecoder<Output> {
  readonly #operation: OperationDescriptor<unknown, Output>;
  readonly #lines: readonly PlannedLine[];
  readonly #taken: TakenLine[] = [];
  /** The first line that may come next. */
  #position = 0;
  #malformed: DecodeError | undefined;

  constructor(operation: OperationDescriptor<unknown, Output>) {
    this.#operation = operation;
    this.#lines = linesOf(operation);
  }

  /** Whether any line at all could come next, so that a line without prefix is ours. */
  get expectsBareLine(): boolean {
    return this.#lines.some(({ prefix }, at) => at >= this.#position && prefix === "");
  }

  /** Takes a line when it fits the reply. */
  take(text: string): Taken {
    const lines = this.#lines;
    let bareAt = -1;
    for (let at = this.#position; at < lines.length; at++) {
      const line = lines[at];
      if (line === undefined) continue;
      if (line.prefix === "") {
        if (bareAt < 0) bareAt = at;
      } else if (add(this.#taken, line, text)) {
        this.#position = line.repeats ? at : at + 1;
        return taken;
      }
    }
    const last = this.#taken.at(-1)?.line;
    // A line that fits the place of the last one.
    if (last && !last.repeats && last.prefix !== "" && fits(last, text)) {
      return this.#moveUp([last], text);
    }
    return bareAt < 0 ? refused : this.#takeBare(bareAt, text);
  }

  /**
   * Takes note of a line that has the prefix of a reply line and does not decode: the reply cannot
   * be had any more, and {@link finish} says why. To be asked last, for a line that was neither
   * taken nor is an unsolicited one.
   * @returns whether the line is such a one
   */
  reject(text: string): boolean {
    for (const line of this.#lines) {
      const result = line.prefix === "" ? undefined : readLine(line, text);
      if (result === undefined || result.ok) continue;
      this.#malformed ??= malformed(this.#operation, text, result);
      return true;
    }
    return false;
  }

  /** Replaces the secrets that were decoded so far in a text meant for people. */
  mask(text: string): string {
    const secrets = this.#taken.flatMap(({ line, values }) => secretsOf(line.plan, values));
    return maskSecrets(text, secrets);
  }

  /**
   * The reply, once the final result has come.
   * @throws DecodeError `MALFORMED_LINE` when a line was rejected, `MISSING_LINE` when one that
   * always comes did not
   */
  finish(): Output {
    const lines = this.#lines;
    if (lines === noReply) return undefined as Output;
    if (this.#malformed !== undefined) throw this.#malformed;
    const missing = lines.find((line) => line.needed && !this.#has(line));
    if (missing !== undefined) throw missingLine(this.#operation, missing);
    const output: Values = {};
    for (const { as, repeats } of lines) if (as !== undefined && repeats) output[as] = [];
    for (const { line, values } of this.#taken) {
      const { as, repeats } = line;
      if (as === undefined) Object.assign(output, values);
      else if (repeats) (output[as] as unknown[]).push(values);
      else output[as] = values;
    }
    return output as Output;
  }

  #has(line: PlannedLine): boolean {
    return this.#taken.some((one) => one.line === line);
  }

  #takeBare(at: number, text: string): Taken {
    const line = this.#lines[at];
    if (line === undefined || !isBareAnswer(text, line.repeats)) return refused;
    const places = line.repeats ? [line] : placesFrom(this.#lines, at);
    const free = places.find((place) => place.repeats || !this.#has(place));
    // Which place it gets shows at the end only, so it must fit every one.
    if (!places.every((place) => place === free || fits(place, text))) return refused;
    if (free !== undefined && !add(this.#taken, free, text)) return refused;
    this.#position = at;
    return free === undefined ? this.#moveUp(places, text) : taken;
  }

  /** Puts a line in the last of the places taken last: the first of them is displaced. */
  #moveUp(places: readonly PlannedLine[], text: string): Taken {
    const texts = this.#taken.splice(-places.length).map((one) => one.text);
    const displaced = texts.splice(0, 1);
    for (const place of places) add(this.#taken, place, texts.shift() ?? text);
    return { taken: true, displaced };
  }
}

const taken: Taken = { taken: true, displaced: [] };
const refused: Taken = { taken: false, displaced: [] };

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
  readonly text: string;
}

/** Of an operation whose reply is its result alone. */
const noReply: readonly PlannedLine[] = [];

const linesOf = /* @__PURE__ */ once(({ at, form, reply }: OperationDescriptor) => {
  const supported = form === "test";
  const lines: readonly ReplyLine[] | undefined = supported
    ? [{ prefix: at, fields: [], as: "lines", repeat: "zeroOrMore" }]
    : reply;
  if (lines === undefined) return noReply;
  return lines.map(({ prefix, fields, as, repeat }): PlannedLine => {
    const repeats = isRepeated(repeat);
    const needed = repeat === undefined || repeat === "oneOrMore";
    return { prefix, plan: planOf(fields), as, repeats, needed, supported };
  });
});

function add(taken: TakenLine[], line: PlannedLine, text: string): boolean {
  const result = readLine(line, text);
  if (!result?.ok) return false;
  taken.push({ line, values: result.values, text });
  return true;
}

function placesFrom(lines: readonly PlannedLine[], from: number): readonly PlannedLine[] {
  const end = lines.findIndex((line, at) => at > from && (line.prefix !== "" || line.repeats));
  return lines.slice(from, end < 0 ? lines.length : end);
}

/** @returns `undefined` for a line with another prefix */
function readLine(
  { prefix, plan, supported }: PlannedLine,
  text: string,
): FieldsResult | undefined {
  const from = prefix === "" ? 0 : matchPrefix(text, prefix);
  if (from < 0) return undefined;
  if (!supported) return decodeFields(plan, text, from, false);
  return { ok: true, values: { ...parseSupported(text.slice(from).trim()) } };
}

function fits(line: PlannedLine, text: string): boolean {
  return readLine(line, text)?.ok === true;
}

function isRepeated(repeat: ReplyLine["repeat"]): boolean {
  return repeat === "zeroOrMore" || repeat === "oneOrMore";
}

function replyError(
  { at, name }: OperationDescriptor,
  code: DecodeErrorCode,
  problem: string,
  part: string,
): DecodeError {
  return new DecodeError(code, `reply to AT${at} (${name})`, problem, part);
}

function missingLine(operation: OperationDescriptor, { prefix }: PlannedLine): DecodeError {
  const expected = prefix === "" ? "text" : `${prefix}:`;
  const problem = `no line "${expected}" came before the final result`;
  return replyError(operation, "MISSING_LINE", problem, prefix);
}

/** The line as people may see it: a garbled secret cannot be found in it, so nothing of it shows. */
function shownLine({ reply = [] }: OperationDescriptor, line: string): string {
  return reply.some(({ fields }) => planOf(fields).sensitive) ? "***" : line;
}

function malformed(
  operation: OperationDescriptor,
  text: string,
  { part, position, missing }: Misfit,
): DecodeError {
  const shown = JSON.stringify(shownLine(operation, text));
  const what = missing ? "is missing" : "does not fit";
  const problem = `the line ${shown} came, of which field ${position + 1} (${part}) ${what}`;
  return replyError(operation, "MALFORMED_LINE", problem, part);
}

/**
 * Decodes the information lines of a whole reply.
 * @throws DecodeError when a line does not belong to the reply or one is missing.
 */
export function decodeReply<Output>(
  operation: OperationDescriptor<unknown, Output>,
  lines: readonly string[],
): Output {
  const decoder = new ReplyDecoder(operation);
  for (const line of lines) {
    const { taken, displaced } = decoder.take(line);
    const [surplus] = taken ? displaced : [line];
    if (surplus === undefined || decoder.reject(surplus)) continue;
    const shown = shownLine(operation, surplus);
    const problem = `the line ${JSON.stringify(shown)} does not fit`;
    throw replyError(operation, "UNEXPECTED_LINE", problem, shown);
  }
  return decoder.finish();
}

/**
 * Writes the information lines a module prints for an output: the far half of {@link decodeReply}.
 * Of a test form those of the output, or without one those that the schema knows.
 * @throws EncodeError when a line cannot carry a value.
 */
export function encodeReply<Output>(
  operation: OperationDescriptor<unknown, Output>,
  output: Output,
): string[] {
  if (operation.form === "test") {
    const given = (output as Partial<SupportedValues> | undefined)?.lines;
    const texts = given?.map((line) => line.text) ?? operation.supports ?? [];
    return texts.map((text) => formatLine(operation.at, text));
  }
  const values = asValues(output ?? {}, operation.at);
  return (operation.reply ?? []).flatMap((line) => {
    const { as, repeat, fields } = line;
    if (as === undefined) {
      const absent = repeat === "zeroOrOne" && !hasAny(planOf(fields).steps, values);
      return absent ? [] : encodeLine(line, values);
    }
    const value = values[as];
    if (value === undefined) return [];
    const items: unknown[] = isRepeated(repeat) && Array.isArray(value) ? value : [value];
    return items.map((item) => encodeLine(line, item));
  });
}

/**
 * Writes one line as the module prints it.
 * @throws EncodeError when it cannot carry a value.
 */
export function encodeLine(
  { prefix, fields }: Pick<ReplyLine, "prefix" | "fields">,
  value: unknown,
): string {
  const values = asValues(value, prefix);
  return formatLine(prefix, encodeFields(planOf(fields), values, prefix, writeAnswer));
}

/** A module may print numbers and words that no schema lists. */
export const writeAnswer: ParamWriter = (param, value, command) =>
  encodeParam(param, value, command, false);

/** Joins a prefix and its fields as the module prints them. */
export function formatLine(prefix: string, fields: string): string {
  return prefix === "" ? fields : `${prefix}: ${fields}`;
}
