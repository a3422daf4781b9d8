import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { SeenCommand, SeenDraft, SeenOperation, SeenParam } from "./seen.ts";
import { lengthOf } from "./seen-draft.ts";
import { type Field, printFields } from "./syntax.ts";
import { unitWords } from "./unit-words.ts";

type Json = Readonly<Record<string, unknown>>;

/** The files that `pnpm manual:draft --out DIR` writes, as the judge sees them. */
export function seenFiles(folder: string): SeenDraft {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Json);
  const tables = files.filter((file) => Array.isArray(file.codes));
  return {
    commands: files.filter(isCommand).map(seenCommand),
    codes: new Set(
      tables
        .flatMap((table) => list(table.codes))
        .flatMap(({ code }) => (typeof code === "number" ? [code] : [])),
    ),
    saysUnseen: false,
    openCodes: tables.flatMap((table) => [...openWords(table)]),
  };
}

/** A file that only holds lines which the module sends of itself is none. */
function isCommand({ at, operations }: Json): boolean {
  return typeof at === "string" && Array.isArray(operations) && operations.length > 0;
}

function seenCommand(file: Json): SeenCommand {
  const params = Object.entries(record(file.params)).map(
    ([name, param]) => [name, seenParam(record(param), name)] as const,
  );
  const wires = new Map(params.map(([name, { wire }]) => [name, wire]));
  const wireOf = (name: string): string => wires.get(name) ?? name;
  return {
    at: String(file.at),
    line: undefined,
    params: params.map(([, param]) => param),
    operations: list(file.operations).map((operation) => seenOperation(operation, wireOf, file)),
    open: openWords(file),
  };
}

function seenParam(param: Json, name: string): SeenParam {
  const values = list(param.values);
  return {
    wire: text(param.wire) ?? name,
    line: undefined,
    type: text(param.type),
    ranges: Array.isArray(param.ranges) ? param.ranges : undefined,
    minBytes: number(param.minBytes),
    maxBytes: number(param.maxBytes),
    unit: isUndecidedWord(param.unit) ? undefined : unitWords(param.unit),
    default: stated(param.default) as number | string | boolean | undefined,
    values: values.flatMap(({ value }) =>
      typeof value === "number" || typeof value === "string" ? [value] : [],
    ),
    meanings: [param.description, ...values.map(({ description }) => description)].join(" "),
    open: openMembers(param),
  };
}

function seenOperation(
  operation: Json,
  wireOf: (name: string) => string,
  command: Json,
): SeenOperation {
  const data = record(operation.data);
  const length = lengthOf(
    stated(data.length) as { readonly param: string } | { readonly connect: true } | undefined,
  );
  const direction = text(data.direction);
  return {
    form: String(operation.form),
    line: undefined,
    args: printFields(list(operation.args) as readonly Field[], wireOf),
    reply: list(operation.reply).map((line) => printLine(line, wireOf)),
    completion: completionLines(operation, wireOf, command),
    supports: (Array.isArray(operation.supports) ? operation.supports : [])
      .filter((line): line is string => stated(line) !== undefined)
      .map((line) => ({ text: line, inWords: false })),
    data:
      direction === undefined
        ? undefined
        : {
            direction,
            length: length === undefined || length === "connect" ? length : wireOf(length),
          },
    maxResponseMs: number(operation.maxResponseMs),
    open: openMembers(operation),
  };
}

/** The line behind OK is a URC of the command, named by the operation. */
function completionLines(
  operation: Json,
  wireOf: (name: string) => string,
  command: Json,
): string[] {
  const { urc } = record(operation.completion);
  return list(command.urcs)
    .filter(({ name }) => name === urc && urc !== undefined)
    .map(({ line }) => printLine(record(line), wireOf));
}

function printLine(line: Json, wireOf: (name: string) => string): string {
  return `${text(line.prefix) ?? ""}: ${printFields(list(line.fields) as readonly Field[], wireOf)}`;
}

/** Members whose name or value begins with `undecided`, by what they are about. */
function openMembers(json: Json): Set<string> {
  const open = new Set<string>();
  for (const [name, value] of Object.entries(json)) {
    if (typeof value === "string" && value.startsWith("undecided")) open.add(name);
    if (Array.isArray(value) && value.some(isUndecidedWord)) open.add(name);
    if (!name.startsWith("undecided")) continue;
    const about = name.slice("undecided".length);
    if (about !== "") open.add(about.charAt(0).toLowerCase() + about.slice(1));
    else for (const member of membersOf(value)) open.add(member);
  }
  return open;
}

function membersOf(value: unknown): string[] {
  const entries = Array.isArray(value) ? value : [value];
  return entries.map((entry) => {
    const about = text(record(entry).about);
    return about === undefined || about === "name" ? "all" : about;
  });
}

function openWords(json: Json): string[] {
  return Object.entries(json).flatMap(([name, value]) =>
    name.startsWith("undecided") ? [`${name}: ${JSON.stringify(value)}`] : [],
  );
}

function isUndecidedWord(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("undecided");
}

function stated(value: unknown): unknown {
  return value === null || isUndecidedWord(value) ? undefined : value;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && !isUndecidedWord(value) ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(record) : [];
}
