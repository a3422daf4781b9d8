import { nameOfParam } from "../names.ts";
import type {
  SchemaCommand,
  SchemaErrorCode,
  SchemaErrorTable,
  SchemaField,
  SchemaLine,
  SchemaOperation,
  SchemaParam,
  SchemaUnlisted,
  SchemaUrc,
} from "../schema-types.gen.ts";
import { Reference } from "./literal.ts";

/** A literal to print, see {@link printLiteral}. */
export type Literal = Record<string, unknown>;

export function describeParam(name: string, param: SchemaParam): Literal {
  const literal: Literal = { name, wire: param.wire, type: param.type };
  if (param.values !== undefined) {
    literal.values = param.values.filter((value) => !value.decodeOnly).map((value) => value.value);
  }
  if (param.ranges !== undefined) literal.ranges = param.ranges;
  if (param.notation !== undefined && param.notation !== "decimal")
    literal.notation = param.notation;
  if (param.type === "keyword" && param.quoted === false) literal.quoted = false;
  if (param.type === "text" && param.quoted === true) literal.quoted = true;
  if (param.charset !== undefined && param.charset !== "utf-8") literal.charset = param.charset;
  if (param.minBytes !== undefined && param.minBytes > 0) literal.minBytes = param.minBytes;
  if (param.maxBytes !== undefined) literal.maxBytes = param.maxBytes;
  if (param.default !== undefined) literal.default = param.default;
  if (param.sensitive) literal.sensitive = true;
  return literal;
}

/** How a field mentions a parameter: by a reference, or by the literal itself. */
type Mention = (name: string) => unknown;

const byReference: Mention = (name) => new Reference(nameOfParam(name));

export function describeOperation(
  command: SchemaCommand,
  operation: SchemaOperation,
  mention: Mention = byReference,
): Literal {
  const literal: Literal = { name: operation.name, at: command.at, form: operation.form };
  const { args, reply } = operation;
  if (args !== undefined) literal.args = args.map((field) => describeField(field, mention));
  if (reply !== undefined) literal.reply = reply.map((line) => describeLine(line, mention));
  if (operation.supports !== undefined) literal.supports = operation.supports;
  if (operation.data !== undefined) literal.data = operation.data;
  if (operation.completion !== undefined) literal.completion = operation.completion;
  if (operation.errors !== undefined) literal.errors = operation.errors;
  literal.maxResponseMs = operation.maxResponseMs;
  return literal;
}

export function describeUrc(urc: SchemaUrc): Literal {
  const { name, line, tail } = urc;
  const literal: Literal = { name, ...describeLine(line, byReference) };
  if (tail !== undefined) literal.tail = tail;
  return literal;
}

function describeField(field: SchemaField, mention: Mention): unknown {
  if ("param" in field) return mention(field.param);
  if ("optional" in field) {
    return { optional: field.optional.map((inner) => describeField(inner, mention)) };
  }
  if ("list" in field) return { list: mention(field.list), as: field.as };
  return field.quoted === false && typeof field.const === "string"
    ? { const: field.const, quoted: false }
    : { const: field.const };
}

function describeLine(line: SchemaLine, mention: Mention): Literal {
  const fields = line.fields.map((field) => describeField(field, mention));
  const literal: Literal = { prefix: line.prefix, fields };
  if (line.repeat !== undefined && line.repeat !== "one") literal.repeat = line.repeat;
  if (line.as !== undefined) literal.as = line.as;
  return literal;
}

export function describeErrorTable({ id, title, unlisted, codes }: SchemaErrorTable): Literal {
  const literal: Literal = { id, title };
  if (unlisted !== undefined) {
    literal.unlisted = unlisted.map(describeUnlisted);
  }
  literal.entries = codes.map(describeErrorCode);
  return literal;
}

function describeUnlisted({ from, to, mailOutcome, ...words }: SchemaUnlisted): Literal {
  const literal: Literal = { from, to, mailOutcome };
  if (words.meaning !== undefined) literal.meaning = words.meaning;
  if (words.remedy !== undefined) literal.remedy = words.remedy;
  if (words.retryable) literal.retryable = true;
  return literal;
}

function describeErrorCode(code: SchemaErrorCode): Literal {
  const literal: Literal = { code: code.code, name: code.name, meaning: code.meaning };
  if (code.remedy !== undefined) literal.remedy = code.remedy;
  if (code.retryable) literal.retryable = true;
  if (code.mailOutcome !== undefined) literal.mailOutcome = code.mailOutcome;
  if (code.text !== undefined) literal.text = code.text;
  return literal;
}
