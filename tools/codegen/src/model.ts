import type { LoadedSchema } from "./load.ts";
import type {
  SchemaCommand,
  SchemaErrorTable,
  SchemaFamily,
  SchemaField,
  SchemaManual,
  SchemaOperation,
  SchemaParam,
  SchemaQuirk,
  SchemaValue,
  Source,
} from "./schema-types.ts";

export interface CommandModel {
  /** Path of the schema file from the schema folder. */
  readonly file: string;
  /** `smtp/qsmtpdst`: path of the generated file without suffix. */
  readonly path: string;
  readonly command: SchemaCommand;
  /** Named value types that this file declares. */
  readonly ownTypes: readonly NamedType[];
  /** Named value types that another file declares, by the path of that file. */
  readonly importedTypes: ReadonlyMap<string, readonly string[]>;
}

export interface NamedType {
  readonly name: string;
  readonly description: string;
  readonly values: readonly SchemaValue[];
  /** Of the parameter, or of the command where that has none. */
  readonly source: readonly Source[];
}

export interface ErrorTableModel {
  readonly file: string;
  readonly table: SchemaErrorTable;
}

export interface QuirkModel {
  readonly file: string;
  readonly quirk: SchemaQuirk;
}

export interface Model {
  readonly commands: readonly CommandModel[];
  readonly errorTables: readonly ErrorTableModel[];
  readonly manuals: ReadonlyMap<string, SchemaManual>;
  readonly families: readonly SchemaFamily[];
  readonly quirks: readonly QuirkModel[];
}

/** Arranges validated files for emission: every named type gets the first file that uses it as home. */
export function buildModel(schema: LoadedSchema): Model {
  const manuals = new Map<string, SchemaManual>();
  const errorTables: ErrorTableModel[] = [];
  const families: SchemaFamily[] = [];
  const quirks: QuirkModel[] = [];
  const raw: { file: string; path: string; command: SchemaCommand }[] = [];
  for (const { file, kind, json } of schema.files) {
    if (kind === "manuals") {
      for (const manual of (json as { sources: SchemaManual[] }).sources)
        manuals.set(manual.id, manual);
    } else if (kind === "error-table") {
      errorTables.push({ file, table: json as SchemaErrorTable });
    } else if (kind === "families") {
      families.push(...(json as { families: SchemaFamily[] }).families);
    } else if (kind === "quirk") {
      quirks.push({ file, quirk: json as SchemaQuirk });
    } else {
      const path = file.replace(/^commands\//, "").replace(/\.json$/, "");
      raw.push({ file, path, command: json as SchemaCommand });
    }
  }
  const homes = new Map<string, string>();
  const commands = raw.map(({ file, path, command }) => {
    const ownTypes: NamedType[] = [];
    const importedTypes = new Map<string, string[]>();
    for (const param of Object.values(command.params ?? {})) {
      const name = param.typeName;
      if (name === undefined) continue;
      const home = homes.get(name);
      if (home === undefined) {
        homes.set(name, path);
        const { description, values = [], source = command.source } = param;
        ownTypes.push({ name, description, values, source });
      } else if (home !== path) {
        const names = importedTypes.get(home) ?? [];
        if (!names.includes(name)) importedTypes.set(home, [...names, name]);
      }
    }
    return { file, path, command, ownTypes, importedTypes };
  });
  return { commands, errorTables, manuals, families, quirks };
}

/** Names of the parameters that fields mention, in order, each once. */
export function paramNames(fields: readonly SchemaField[]): string[] {
  const found = fields.flatMap((field) => {
    if ("param" in field) return [field.param];
    if ("optional" in field) return paramNames(field.optional);
    return "list" in field ? [field.list] : [];
  });
  return [...new Set(found)];
}

export function paramOf(command: SchemaCommand, name: string): SchemaParam {
  const param = command.params?.[name];
  if (param === undefined) throw new Error(`AT${command.at} has no parameter ${name}`);
  return param;
}

/** `addRecipient` to `AddRecipient`: names are declared, only the case of types follows. */
export function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function takesInput(operation: SchemaOperation): boolean {
  return paramNames(operation.args ?? []).length > 0;
}

/** Whether a call without arguments is complete: a write form needs something behind its `=`. */
export function inputIsOptional({ form, args = [] }: SchemaOperation): boolean {
  if (args.some((field) => "param" in field)) return false;
  return form !== "write" || args.some((field) => "const" in field);
}
