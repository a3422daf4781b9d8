import type {
  SchemaCommand,
  SchemaErrorCode,
  SchemaErrorTable,
  SchemaField,
  SchemaLine,
  SchemaOperation,
  SchemaParam,
  SchemaUrc,
} from "../schema-types.ts";

/** A literal to print; strings that begin with `@` are references to other constants. */
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
  if (param.sensitive) literal.sensitive = true;
  return literal;
}

export function describeOperation(command: SchemaCommand, operation: SchemaOperation): Literal {
  const literal: Literal = { name: operation.name, at: command.at, form: operation.form };
  if (operation.args !== undefined) literal.args = operation.args.map(describeField);
  if (operation.reply !== undefined) literal.reply = operation.reply.map(describeLine);
  if (operation.supports !== undefined) literal.supports = operation.supports;
  if (operation.data !== undefined) literal.data = operation.data;
  if (operation.completion !== undefined) literal.completion = operation.completion;
  if (operation.errors !== undefined) literal.errors = operation.errors;
  literal.maxResponseMs = operation.maxResponseMs;
  return literal;
}

export function describeUrc(urc: SchemaUrc): Literal {
  const { name, line, tail } = urc;
  const literal: Literal = { name, prefix: line.prefix, fields: line.fields.map(describeField) };
  if (tail !== undefined) literal.tail = tail;
  return literal;
}

function describeField(field: SchemaField): Literal | string {
  if ("param" in field) return `@${field.param}Param`;
  if ("optional" in field) return { optional: field.optional.map(describeField) };
  if ("list" in field) return { list: `@${field.list}Param`, as: field.as };
  return field.quoted === false && typeof field.const === "string"
    ? { const: field.const, quoted: false }
    : { const: field.const };
}

function describeLine(line: SchemaLine): Literal {
  const literal: Literal = { prefix: line.prefix, fields: line.fields.map(describeField) };
  if (line.repeat !== undefined && line.repeat !== "one") literal.repeat = line.repeat;
  if (line.as !== undefined) literal.as = line.as;
  return literal;
}

export function describeErrorTable({ id, title, unlisted, codes }: SchemaErrorTable): Literal {
  const literal: Literal = { id, title };
  if (unlisted !== undefined) {
    literal.unlisted = unlisted.map(({ from, to, mailOutcome }) => ({ from, to, mailOutcome }));
  }
  literal.entries = codes.map(describeErrorCode);
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
