import { namesIn, readFields, writeFields } from "./matcher.ts";
import type { SchemaLine, SchemaOperation, SchemaUrc, Values } from "./schema.ts";

/**
 * A second reading of the schema, made without the codec and slow on purpose, to hold the codec
 * against. What is refused is `undefined`.
 */

/** Writes a command line without its CR. */
export function encodeCommand(operation: SchemaOperation, input: Values): string | undefined {
  const { at, form, args = [], params } = operation;
  const names = namesIn(args);
  if (Object.keys(input).some((name) => input[name] !== undefined && !names.includes(name))) {
    return undefined;
  }
  const fields = writeFields(args, params, input, true);
  if (fields === undefined || (form === "write" && fields === "")) return undefined;
  return `AT${at}${{ test: "=?", read: "?", write: "=", execute: "", basic: "" }[form]}${fields}`;
}

/** Reads a command line the way a module does: the first operation that it fits. */
export function decodeCommand(
  operations: readonly SchemaOperation[],
  line: string,
): { readonly name: string; readonly input: Values } | undefined {
  const text = line.trim();
  for (const { name, at, form, args = [], params } of operations) {
    const head = `AT${at}`;
    if (text.slice(0, head.length).toUpperCase() !== head) continue;
    const [, fields] = tails[form].exec(text.slice(head.length)) ?? [];
    const input = fields === undefined ? undefined : readFields(args, params, fields, true);
    if (input !== undefined) return { name, input };
  }
  return undefined;
}

/** What stands behind the name in each form; the group holds the arguments. */
const tails = {
  test: /^=\?()$/,
  read: /^\?()$/,
  write: /^=(?!\?$)(.+)$/s,
  execute: /^()$/,
  basic: /^(\d*)$/,
};

/** Writes the information lines of a reply; of a test form those that the schema knows. */
export function renderReply(operation: SchemaOperation, output: Values): string[] | undefined {
  const { at, form, supports = [], reply = [], params } = operation;
  if (form === "test") return supports.map((text) => `${at}: ${text}`);
  const lines: string[] = [];
  for (const line of reply) {
    for (const values of valuesOfLine(line, output)) {
      if (typeof values !== "object" || values === null) return undefined;
      const fields = writeFields(line.fields, params, values as Values, false);
      if (fields === undefined) return undefined;
      lines.push(line.prefix === "" ? fields : `${line.prefix}: ${fields}`);
    }
  }
  return lines;
}

function valuesOfLine({ fields, repeat, as }: SchemaLine, output: Values): unknown[] {
  if (as === undefined) {
    const absent = namesIn(fields).every((name) => output[name] === undefined);
    return repeat === "zeroOrOne" && absent ? [] : [output];
  }
  const value = output[as];
  return value === undefined ? [] : [value].flat();
}

/** Reads the information lines of a reply; of a test form the texts behind its prefix. */
export function decodeReply(
  operation: SchemaOperation,
  lines: readonly string[],
): { readonly output: unknown } | undefined {
  const { at, form, reply, params } = operation;
  if (form === "test") {
    const texts = lines.map((line) => behindPrefix(line, at)?.trim());
    return texts.includes(undefined) ? undefined : { output: texts };
  }
  const left = [...lines];
  const output: Record<string, unknown> = {};
  for (const { prefix, fields, repeat = "one", as } of reply ?? []) {
    const most = repeat === "one" || repeat === "zeroOrOne" ? 1 : Infinity;
    const found: Values[] = [];
    while (left[0] !== undefined && found.length < most) {
      const text = behindHead(left[0], prefix, most > 1, reply ?? []);
      const values = text === undefined ? undefined : readFields(fields, params, text, false);
      if (values === undefined) break;
      found.push(values);
      left.shift();
    }
    if (found.length === 0 && (repeat === "one" || repeat === "oneOrMore")) return undefined;
    if (as === undefined) Object.assign(output, ...found);
    else if (most > 1 || found.length > 0) output[as] = most > 1 ? found : found[0];
  }
  return left.length > 0 ? undefined : { output: reply && output };
}

/**
 * The fields of a line of a reply. A line without prefix is none that looks like an event, an echo
 * or noise, and none that has the prefix of another line of the reply and fits there.
 */
function behindHead(
  line: string,
  prefix: string,
  inList: boolean,
  reply: readonly SchemaLine[],
): string | undefined {
  if (prefix !== "") return behindPrefix(line, prefix);
  const signs = inList ? /^[+^$*%#][a-z]/i : /^[+^$*%#&][a-z]/i;
  if (signs.test(line) || /^(?:\p{Cc}|AT)/u.test(line)) return undefined;
  const elsewhere = reply.some(
    (other) => other.prefix !== "" && behindPrefix(line, other.prefix) !== undefined,
  );
  return elsewhere ? undefined : line;
}

/** Reads an unsolicited line: the first kind that it fits. */
export function decodeUrc(
  urcs: readonly SchemaUrc[],
  line: string,
): { readonly name: string; readonly value: Values } | undefined {
  for (const { name, line: shape, params } of urcs) {
    const text = behindPrefix(line, shape.prefix);
    const value = text === undefined ? undefined : readFields(shape.fields, params, text, false);
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

/** Writes an unsolicited line. */
export function renderUrc({ line, params }: SchemaUrc, value: Values): string | undefined {
  if (line.fields.length === 0) return line.prefix;
  const fields = writeFields(line.fields, params, value, false);
  return fields === undefined ? undefined : `${line.prefix}: ${fields}`;
}

/** The fields of a line with this prefix. Blanks may stand around the colon. */
function behindPrefix(line: string, prefix: string): string | undefined {
  if (prefix === "") return line;
  if (!line.startsWith(prefix)) return undefined;
  return /^ *(?::(.*))?$/s
    .exec(line.slice(prefix.length))
    ?.slice(1)
    .map((text) => text ?? "")[0];
}
