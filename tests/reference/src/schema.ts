import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A parameter as a command file describes it, as far as bytes depend on it. */
export interface SchemaParam {
  readonly type: "integer" | "flag" | "enum" | "keyword" | "string" | "octets" | "text";
  readonly values?: readonly { readonly value: number | string; readonly decodeOnly?: boolean }[];
  readonly ranges?: readonly (readonly [from: number, to: number | null])[];
  readonly notation?: "decimal" | "hex" | "0Xhhhh" | "ddd";
  readonly quoted?: boolean;
  readonly charset?: "ascii" | "utf-8" | "digits";
  readonly minBytes?: number;
  readonly maxBytes?: number;
}

export type SchemaField =
  | { readonly const: string | number; readonly quoted?: boolean }
  | { readonly param: string }
  | { readonly optional: readonly SchemaField[] }
  | { readonly list: string; readonly as: string };

export interface SchemaLine {
  readonly prefix: string;
  readonly fields: readonly SchemaField[];
  readonly repeat?: "one" | "zeroOrOne" | "zeroOrMore" | "oneOrMore";
  readonly as?: string;
}

export interface SchemaExample {
  readonly input?: Values;
  readonly sent?: string;
  readonly received: string | readonly string[];
  readonly output?: Values;
}

/** The parameters of one command file by name. */
export type Params = Readonly<Record<string, SchemaParam>>;

/** Arguments or a decoded line by property. */
export type Values = Readonly<Record<string, unknown>>;

export interface SchemaOperation {
  readonly name: string;
  readonly form: "test" | "read" | "write" | "execute" | "basic";
  readonly args?: readonly SchemaField[];
  readonly reply?: readonly SchemaLine[];
  readonly supports?: readonly string[];
  readonly examples?: readonly SchemaExample[];
  /** From the command that holds the operation. */
  readonly at: string;
  readonly params: Params;
}

export interface SchemaUrc {
  readonly name: string;
  readonly line: SchemaLine;
  readonly examples?: readonly SchemaExample[];
  /** From the command that holds the line. */
  readonly params: Params;
}

interface CommandFile {
  readonly at: string;
  readonly params?: Params;
  readonly operations: readonly SchemaOperation[];
  readonly urcs?: readonly SchemaUrc[];
}

/** Root of the repository. */
export const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

const files = jsonFilesBelow<CommandFile>(path.join(repositoryRoot, "schema/commands"));

/** Every operation of the schema, in the order of its files. */
export const operations: readonly SchemaOperation[] = files.flatMap(
  ({ at, params = {}, ...file }) =>
    file.operations.map((operation) => ({ ...operation, at, params })),
);

/** Every unsolicited line of the schema, in the order of its files. */
export const urcs: readonly SchemaUrc[] = files.flatMap(({ params = {}, urcs: lines = [] }) =>
  lines.map((urc) => ({ ...urc, params })),
);

/** Reads the JSON files in the folders below a folder, in code point order of their paths. */
export function jsonFilesBelow<Content>(folder: string): Content[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.includes(path.sep) && file.endsWith(".json"))
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Content);
}
