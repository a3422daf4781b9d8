import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { filesAsOf } from "./editions/as-of.ts";
import { EditionLists } from "./editions/edition.ts";
import { lintDates } from "./editions/lint-dates.ts";
import { canonicalJson } from "./fingerprint.ts";
import { lintText } from "./lint-text.ts";
import type { FileKind, LoadedFile, LoadedSchema } from "./load.ts";
import type { MetaSchema } from "./meta/meta-schema.ts";
import { type Problem, SchemaError } from "./problem.ts";

/**
 * Checks every file against its meta-schema, as it stands and as of every edition, and that it hides
 * nothing.
 * @throws SchemaError with all problems: file, JSON pointer, what is wrong and what to do
 */
export function validateFiles(schema: LoadedSchema): void {
  const { files, metaSchemas } = schema;
  const ajv = validatorOf(metaSchemas);
  refuse([...files.flatMap((file) => [...lintText(file), ...problemsOf(ajv, file)])]);
  const lists = EditionLists.of(files);
  refuse(lintDates(files, lists));
  const seen = new Set(files.map(keyOf));
  for (const edition of [undefined, ...lists.earlier]) {
    const about = edition === undefined ? "today" : `${edition.manual} ${edition.edition}`;
    // A file without a past is the same in every view.
    const others = filesAsOf(files, edition).filter((file) => !seen.has(keyOf(file)));
    for (const file of others) seen.add(keyOf(file));
    const problems = others.flatMap((file) => problemsOf(ajv, file));
    refuse(problems.map((one) => ({ ...one, message: `as of ${about} ${one.message}` })));
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new SchemaError(problems);
}

function keyOf({ file, json }: LoadedFile): string {
  return `${file} ${canonicalJson(json)}`;
}

function problemsOf(ajv: Ajv2020, { file, kind, json }: LoadedFile): Problem[] {
  const problems: Problem[] = [];
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
  if (validate(json)) return problems;
  const errors = relevant(validate.errors ?? []);
  return [
    ...problems,
    ...errors.map((error) => ({ file, pointer: pointerOf(error), ...explain(error) })),
  ];
}

const validators = new WeakMap<LoadedSchema["metaSchemas"], Ajv2020>();

/** Made once for the meta-schemas of a folder: compiling them takes longer than all else. */
function validatorOf(metaSchemas: LoadedSchema["metaSchemas"]): Ajv2020 {
  const known = validators.get(metaSchemas);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    discriminator: true,
  });
  for (const meta of Object.values(metaSchemas)) ajv.addSchema(meta);
  validators.set(metaSchemas, ajv);
  return ajv;
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

/** Where a choice among kinds failed, the member that names the kind. */
function pointerOf({ keyword, instancePath, params }: ErrorObject): string {
  return keyword === "discriminator" ? `${instancePath}/${params.tag}` : instancePath;
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
    case "discriminator":
      return {
        message: `is ${JSON.stringify(params.tagValue)}, which is no ${params.tag} there is`,
        remedy: `Use one of: ${kindsOf(error).join(", ")}.`,
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

function kindsOf({ parentSchema, params }: ErrorObject): string[] {
  const { oneOf = [], $defs = {} } = parentSchema as MetaSchema & {
    oneOf?: readonly { $ref: string }[];
  };
  return oneOf.map(({ $ref }) => {
    const { properties } = $defs[$ref.replace("#/$defs/", "")] ?? {};
    return (properties as Record<string, { const: string }>)[params.tag]?.const ?? "";
  });
}

function knownProperties(error: ErrorObject): string {
  const parent = error.parentSchema as { properties?: object } | undefined;
  return Object.keys(parent?.properties ?? {}).join(", ");
}
