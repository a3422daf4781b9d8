import path from "node:path";
import { Reference } from "@qsmtp/codegen/literal";
import { Project } from "ts-morph";
import { docOfKey, type Kind, StatementError, type Tables, tableOf } from "./kind.ts";
import type { SchemaTarget } from "./targets.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Beyond this the platform's timers fire at once instead of late. */
const longestTimerMs = 2_147_483_647;

/** What a reader of options takes at most. */
const longestList = 65_536;

/** The JSON Schema of a type: what the table of its options takes, as far as JSON can say it. */
export function renderSchema(root: string, target: SchemaTarget): string {
  const folder = path.join(root, target.folder);
  const project = new Project({
    tsConfigFilePath: path.join(folder, "tsconfig.json"),
    skipAddingFilesFromTsConfig: true,
  });
  const kinds = new Map<string, Kind>();
  const tables: Tables = {
    folder,
    opaque: [],
    nameOf: (name, type) => {
      if (!kinds.has(name)) {
        kinds.set(name, "string");
        kinds.set(name, { options: tableOf(type, name, tables) });
      }
      return new Reference(name);
    },
    casesNameOf: (name, cases) => {
      kinds.set(name, cases);
      return new Reference(name);
    },
  };
  const [file, name] = target.root;
  const source = project.addSourceFileAtPath(path.join(folder, file));
  const declaration = source.getInterfaceOrThrow(name);
  const table = tableOf(declaration.getType(), name, tables);
  const [doc] = declaration.getJsDocs();
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: name,
    description: doc?.getDescription().trim().replaceAll(/\s+/g, " "),
    ...objectOf(table),
    $defs: Object.fromEntries([...kinds].map(([key, kind]) => [key, schemaOf(kind)])),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** `undefined` for what JSON has no form for: functions, bytes, objects with methods. */
function schemaOf(kind: Kind): Schema | undefined {
  if (kind instanceof Reference) return { $ref: `#/$defs/${String(kind.name)}` };
  if (Array.isArray(kind)) return either((kind as readonly Kind[]).map(schemaOf));
  if (typeof kind === "string") return plainOf(kind);
  const { number, words, options, by, cases, list, record } = kind as Stated;
  if (number !== undefined) return numberOf(number);
  if (words !== undefined) return { enum: words };
  if (options !== undefined) return optionsOf(options);
  if (by !== undefined && cases !== undefined) return casesOf({ by, cases });
  if (list !== undefined) return listOf(list);
  return record === undefined ? undefined : recordOf(record);
}

/** Any of the kinds that are an object. */
interface Stated extends Partial<Cases> {
  readonly number?: Range;
  readonly words?: readonly unknown[];
  readonly options?: Kind;
  readonly list?: Kind;
  readonly record?: Kind;
}

function plainOf(kind: string): Schema | undefined {
  switch (kind) {
    case "boolean":
    case "string":
      return { type: kind };
    case "non-empty string":
      return { type: "string", minLength: 1 };
    case "function":
    case "bytes":
    case "signal":
      return undefined;
    default:
      throw new StatementError(`no schema can say ${kind}`);
  }
}

interface Range {
  readonly timer?: true;
  readonly whole?: true;
  readonly minimum?: number;
  readonly maximum?: number;
}

function numberOf({ timer, whole, minimum, maximum }: Range): Schema {
  const least = minimum ?? (timer ? 1 : undefined);
  const most = maximum ?? (timer ? longestTimerMs : undefined);
  return {
    type: whole ? "integer" : "number",
    ...(least === undefined ? {} : { minimum: least }),
    ...(most === undefined ? {} : { maximum: most }),
  };
}

function either(schemas: readonly (Schema | undefined)[]): Schema | undefined {
  const known = schemas.filter((schema) => schema !== undefined);
  return known.length > 1 ? { anyOf: known } : known[0];
}

function optionsOf(kind: Kind): Schema {
  if (kind instanceof Reference) return { $ref: `#/$defs/${String(kind.name)}` };
  return objectOf(kind as unknown as Table);
}

interface Table {
  readonly keys: Readonly<Record<string, Kind>>;
  readonly required?: readonly string[];
  readonly exclusive?: readonly (readonly [string, string])[];
}

function objectOf(table: Table, by?: readonly [string, string]): Schema {
  const properties = Object.entries(table.keys).flatMap(([key, kind]) => {
    const schema = schemaOf(kind);
    if (schema === undefined) return [];
    const description = docOfKey(table, key);
    return [[key, description === "" ? schema : { description, ...schema }]];
  });
  const named = by === undefined ? [] : [[by[0], { const: by[1] }]];
  const required = [...(by === undefined ? [] : [by[0]]), ...(table.required ?? [])];
  const { exclusive = [] } = table;
  return {
    type: "object",
    properties: Object.fromEntries([...named, ...properties]),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
    ...(exclusive.length === 0
      ? {}
      : { allOf: exclusive.map((pair) => ({ not: { required: pair } })) }),
  };
}

interface Cases {
  readonly by: string;
  readonly cases: Readonly<Record<string, Table>>;
}

function casesOf({ by, cases }: Cases): Schema {
  const variants = Object.entries(cases).map(([word, table]) => objectOf(table, [by, word]));
  return { type: "object", required: [by], oneOf: variants };
}

function listOf(kind: Kind): Schema | undefined {
  const items = schemaOf(kind);
  return items && { type: "array", maxItems: longestList, items };
}

function recordOf(kind: Kind): Schema | undefined {
  const additionalProperties = schemaOf(kind);
  return additionalProperties && { type: "object", additionalProperties };
}
