import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import type { FileKind, LoadedSchema } from "./load.ts";
import { type Problem, SchemaError } from "./problem.ts";

/**
 * Checks every file against its meta-schema.
 * @throws SchemaError with all problems: file, JSON pointer, what is wrong and what to do
 */
export function validateFiles(schema: LoadedSchema): void {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
  });
  for (const meta of Object.values(schema.metaSchemas)) ajv.addSchema(meta);
  const problems: Problem[] = [];
  for (const { file, kind, json } of schema.files) {
    const expected = schemaReference(file, kind);
    if ((json as { $schema?: unknown } | null)?.$schema !== expected) {
      problems.push({
        file,
        pointer: "/$schema",
        message: "names no meta-schema, or another one",
        remedy: `Write "$schema": "${expected}".`,
      });
    }
    const validate = ajv.getSchema(`https://qsmtp.invalid/schema/${kind}.schema.json`);
    if (validate === undefined) throw new Error(`no meta-schema for ${kind}`);
    if (validate(json)) continue;
    for (const error of relevant(validate.errors ?? [])) {
      problems.push({ file, pointer: error.instancePath, ...explain(error) });
    }
  }
  if (problems.length > 0) throw new SchemaError(problems);
}

function schemaReference(file: string, kind: FileKind): string {
  const depth = file.split("/").length - 1;
  return `${depth === 0 ? "./" : "../".repeat(depth)}${kind}.schema.json`;
}

/**
 * A failed oneOf or if reports itself and every arm; of the arms the deepest errors say what to
 * mend. All other errors stand.
 */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  const noise = new Set(["oneOf", "if", "anyOf", "allOf"]);
  const useful = errors.filter((error) => !noise.has(error.keyword));
  const deepest = useful.filter(
    (error) =>
      !/\/(?:oneOf|anyOf)\//.test(error.schemaPath) ||
      !useful.some((other) => other.instancePath.startsWith(`${error.instancePath}/`)),
  );
  const seen = new Set<string>();
  return (deepest.length > 0 ? deepest : [...errors]).filter((error) => {
    const key = `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`;
    return !seen.has(key) && seen.add(key);
  });
}

function explain(error: ErrorObject): { message: string; remedy: string } {
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case "additionalProperties":
      return {
        message: `has the unknown property "${params.additionalProperty}"`,
        remedy: `Correct its spelling or remove it; known are: ${knownProperties(error)}.`,
      };
    case "required":
      return {
        message: `lacks the property "${params.missingProperty}"`,
        remedy: `Add "${params.missingProperty}".`,
      };
    case "enum":
      return {
        message: `is ${JSON.stringify(error.data)}, which is not allowed here`,
        remedy: `Use one of: ${(params.allowedValues as unknown[]).join(", ")}.`,
      };
    case "pattern":
      return {
        message: `${JSON.stringify(error.data)} has the wrong shape`,
        remedy: `It must match ${params.pattern}.`,
      };
    case "type":
      return {
        message: `is ${JSON.stringify(error.data)}, of the wrong type`,
        remedy: `Give ${[params.type].flat().join(" or ")}.`,
      };
    case "false schema":
      return {
        message: "does not belong here",
        remedy: "Remove it; it has no meaning beside the type or form given.",
      };
    default:
      return {
        message: error.message ?? error.keyword,
        remedy: "See the descriptions in the meta-schema.",
      };
  }
}

function knownProperties(error: ErrorObject): string {
  const parent = error.parentSchema as { properties?: object } | undefined;
  return Object.keys(parent?.properties ?? {}).join(", ");
}
