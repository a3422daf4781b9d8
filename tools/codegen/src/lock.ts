import { versionOf } from "./editions/edition.ts";
import { fingerprint } from "./fingerprint.ts";
import { factsOf, type Model, paramNames, paramOf } from "./model.ts";
import type {
  SchemaCommand,
  SchemaDataPhase,
  SchemaField,
  SchemaLine,
  SchemaOperation,
  SchemaParam,
  SchemaTail,
} from "./schema-types.gen.ts";

/** What of an operation reaches the wire, as two short hashes. */
export interface WireFingerprint {
  /** Over all that decides the bytes which go out. */
  readonly enc: string;
  /** Over all that decides how the answer is read. */
  readonly dec: string;
}

/** The record that is shipped with the package: later releases are compared with it. */
export interface SchemaLock {
  /** Newest edition or version of each source that has one. */
  readonly sources: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, WireFingerprint>>;
  /** Fingerprint of each unsolicited line. */
  readonly urcs: Readonly<Record<string, string>>;
  /** Fingerprint of each fact: its value, its unit, and whether it is a bound. */
  readonly facts: Readonly<Record<string, string>>;
}

const digits = 8;

/** Fingerprints of everything that the schema puts on the wire, by name in code point order. */
export function buildLock(model: Model): SchemaLock {
  const urcs: [string, string][] = [];
  const operations: [string, WireFingerprint][] = [];
  for (const { command } of model.commands) {
    for (const { name, line, tail } of command.urcs ?? []) {
      const fields = line.fields.map((field) => readField(command, field));
      const follows = tail && behind(tail, paramNames(line.fields));
      urcs.push([name, fingerprint({ prefix: line.prefix, fields, follows }, digits)]);
    }
  }
  const urcByName = new Map(urcs);
  for (const { command } of model.commands) {
    for (const operation of command.operations) {
      const fingerprints = {
        enc: fingerprint(encoded(command, operation), digits),
        dec: fingerprint(decoded(command, operation, urcByName), digits),
      };
      operations.push([operation.name, fingerprints]);
    }
  }
  const sources = [...model.manuals.values()].flatMap((manual): [string, string][] => {
    const version = versionOf(manual);
    return version === undefined ? [] : [[manual.id, version]];
  });
  const facts = factsOf(model).map(({ name, fact }): [string, string] => {
    const { description: _description, source: _source, about: _about, ...value } = fact;
    return [name, fingerprint(value, digits)];
  });
  return {
    sources: sorted(sources),
    operations: sorted(operations),
    urcs: sorted(urcs),
    facts: sorted(facts),
  };
}

/** The lock as it is written: one operation a line. */
export function lockText(lock: SchemaLock): string {
  const parts: [string, Readonly<Record<string, string | WireFingerprint>>][] =
    Object.entries(lock);
  const sections = parts.map(([name, entries]) => {
    const rows = Object.entries(entries).map(
      ([key, value]) => `    ${JSON.stringify(key)}: ${inOneLine(value)}`,
    );
    return `  ${JSON.stringify(name)}: {${rows.length === 0 ? "" : `\n${rows.join(",\n")}\n  `}}`;
  });
  return `{\n${sections.join(",\n")}\n}\n`;
}

function inOneLine(value: string | WireFingerprint): string {
  if (typeof value === "string") return JSON.stringify(value);
  return `{ "enc": "${value.enc}", "dec": "${value.dec}" }`;
}

function sorted<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names are outside: a parameter is what it accepts and how it is written. */
function encoded(command: SchemaCommand, operation: SchemaOperation): object {
  const write = (field: SchemaField): object => {
    if ("const" in field) return constant(field);
    if ("optional" in field) return { optional: field.optional.map(write) };
    const param = written(paramOf(command, "param" in field ? field.param : field.list));
    return "list" in field ? { list: param } : param;
  };
  return { at: command.at, form: operation.form, args: operation.args?.map(write) ?? [] };
}

function written(param: SchemaParam): object {
  const { type, ranges, notation = "decimal", charset = "utf-8", minBytes = 0, maxBytes } = param;
  const values = param.values?.filter(({ decodeOnly }) => !decodeOnly).map(({ value }) => value);
  return {
    type,
    notation,
    charset,
    minBytes,
    maxBytes,
    quoted: param.quoted ?? type === "keyword",
    ranges: ranges && [...ranges].sort(([a], [b]) => (a ?? 0) - (b ?? 0)),
    values: values?.map(String).sort(),
  };
}

/** Domains are outside: what the module prints is read whether a list knows it or not. */
function decoded(
  command: SchemaCommand,
  operation: SchemaOperation,
  urcs: ReadonlyMap<string, string>,
): object {
  const line = ({ prefix, fields, repeat = "one" }: SchemaLine): object => ({
    prefix,
    repeat,
    fields: fields.map((field) => readField(command, field)),
  });
  const { completion, data } = operation;
  return {
    at: command.at,
    form: operation.form,
    supports: operation.supports,
    reply: operation.reply?.map(line) ?? [],
    data: data && phase(data, paramNames(operation.args ?? [])),
    completion: completion && urcs.get(completion.urc),
  };
}

function readField(command: SchemaCommand, field: SchemaField): object {
  if ("const" in field) return { const: String(field.const).toLowerCase() };
  if ("optional" in field)
    return { optional: field.optional.map((inner) => readField(command, inner)) };
  const {
    type,
    notation = "decimal",
    quoted,
    charset,
  } = paramOf(command, "param" in field ? field.param : field.list);
  const kind = type === "enum" ? "integer" : type === "keyword" ? "string" : type;
  const digits = charset === "digits" || undefined;
  const read = { type: kind, notation, toEndOfLine: type === "text" && !quoted, digits };
  return "list" in field ? { list: read } : read;
}

function constant({ const: value, quoted = true }: { const: string | number; quoted?: boolean }) {
  return { const: value, quoted: typeof value === "string" && quoted };
}

/** What follows a line, its parameter by its place among the fields. */
function behind(tail: SchemaTail, fields: readonly string[]): object {
  return "bytes" in tail ? { bytes: fields.indexOf(tail.bytes) } : tail;
}

/** Parameters by their place among the arguments. */
function phase(data: SchemaDataPhase, args: readonly string[]): object {
  const { length, time, ack } = data;
  return {
    ...data,
    endsOn: [...data.endsOn].sort(),
    length: length !== undefined && "param" in length ? args.indexOf(length.param) : length,
    time: time && args.indexOf(time),
    ack: ack && { ...ack, param: args.indexOf(ack.param) },
  };
}
