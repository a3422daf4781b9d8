import type { NumberRange, OptionKind, OptionTable } from "@qsmtp/transport/options";

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Longest time that a timer of the platform keeps. */
const longestTimerMs = 2_147_483_647;

/** The schema of an object by its table. What JSON cannot carry is left out of it. */
export function schemaOfTable({ keys, required = [] }: OptionTable): JsonSchema {
  const properties = Object.entries(keys).flatMap(([key, kind]) => {
    const schema = schemaOfKind(kind);
    return schema === undefined ? [] : [[key, schema] as const];
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** The schema of a value; `undefined` for one that JSON cannot carry. */
export function schemaOfKind(kind: OptionKind): JsonSchema | undefined {
  if (isList(kind)) return anyOf(kind);
  if (typeof kind === "string") return schemaOfName(kind);
  if ("number" in kind) return schemaOfNumber(kind.number);
  if ("words" in kind) return { enum: kind.words };
  if ("options" in kind) return schemaOfTable(kind.options);
  if ("by" in kind) return schemaOfCases(kind.by, kind.cases);
  if ("list" in kind) return { type: "array", items: schemaOfKind(kind.list) ?? {} };
  if ("record" in kind) {
    return { type: "object", additionalProperties: schemaOfKind(kind.record) ?? {} };
  }
  const isAnyObject = kind.object.length === 0 && kind.methods.length === 0;
  return isAnyObject ? { type: "object" } : undefined;
}

function isList(kind: OptionKind): kind is readonly OptionKind[] {
  return Array.isArray(kind);
}

function schemaOfName(name: Extract<OptionKind, string>): JsonSchema | undefined {
  switch (name) {
    case "boolean":
    case "string":
      return { type: name };
    case "host":
    case "non-empty string":
      return { type: "string", minLength: 1 };
    case "bytes":
    case "function":
    case "signal":
      return undefined;
  }
}

function schemaOfNumber({ timer, whole, minimum, maximum }: NumberRange): JsonSchema {
  const least = minimum ?? (timer ? 1 : undefined);
  const most = maximum ?? (timer ? longestTimerMs : undefined);
  return {
    type: whole ? "integer" : "number",
    ...(least === undefined ? {} : { minimum: least }),
    ...(most === undefined ? {} : { maximum: most }),
  };
}

function schemaOfCases(by: string, cases: Readonly<Record<string, OptionTable>>): JsonSchema {
  const oneOf = Object.entries(cases).map(([word, table]) => {
    const {
      properties,
      required = [],
      ...schema
    } = schemaOfTable(table) as {
      readonly properties: JsonSchema;
      readonly required?: readonly string[];
    };
    return {
      ...schema,
      properties: { [by]: { const: word }, ...properties },
      required: [by, ...required],
    };
  });
  return { oneOf };
}

function anyOf(kinds: readonly OptionKind[]): JsonSchema | undefined {
  const schemas = kinds.map(schemaOfKind).filter((schema) => schema !== undefined);
  const [first] = schemas;
  return schemas.length < 2 ? first : { anyOf: schemas };
}
