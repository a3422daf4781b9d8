import { filesAsOf } from "./editions/as-of.ts";
import { EditionLists, type EditionOf } from "./editions/edition.ts";
import type { LoadedFile, LoadedSchema } from "./load.ts";
import type {
  SchemaCommand,
  SchemaErrorTable,
  SchemaFact,
  SchemaFactFile,
  SchemaFamily,
  SchemaField,
  SchemaManual,
  SchemaOperation,
  SchemaParam,
  SchemaQuirk,
  SchemaValue,
  Source,
} from "./schema-types.gen.ts";

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

export interface FactFileModel {
  readonly file: string;
  readonly subject: SchemaFactFile;
}

/** One fact with its place, whichever file holds it. */
export interface FactModel {
  readonly name: string;
  readonly fact: SchemaFact;
  readonly file: string;
  /** The command whose file it is; `undefined` for one of a subject. */
  readonly at: string | undefined;
}

export interface Model {
  readonly commands: readonly CommandModel[];
  readonly errorTables: readonly ErrorTableModel[];
  readonly manuals: ReadonlyMap<string, SchemaManual>;
  readonly families: readonly SchemaFamily[];
  readonly quirks: readonly QuirkModel[];
  /** As it was at every edition before the newest of its manual, in the order of the editions. */
  readonly earlier: readonly EarlierModel[];
  readonly factFiles: readonly FactFileModel[];
}

/** The model as of one edition of a manual, every other manual at its newest. */
export interface EarlierModel extends EditionOf {
  readonly model: Model;
}

/**
 * Arranges validated files for emission as they are now: every named type gets the first file that
 * uses it as home.
 */
export function buildModel(schema: LoadedSchema): Model {
  const earlier = EditionLists.of(schema.files).earlier.map((edition) => ({
    ...edition,
    model: { ...arrange(filesAsOf(schema.files, edition)), earlier: [] },
  }));
  return { ...arrange(filesAsOf(schema.files)), earlier };
}

/**
 * The model as it was when a manual was at one of its editions.
 * @throws UnknownEditionError `UNKNOWN_EDITION`
 */
export function asOfEdition(model: Model, manual: string, edition: string): Model {
  const lists = new EditionLists([...model.manuals.values()]);
  lists.placeOf({ manual, edition });
  const found = model.earlier.find((one) => one.manual === manual && one.edition === edition);
  return found?.model ?? model;
}

function arrange(files: readonly LoadedFile[]): Omit<Model, "earlier"> {
  const manuals = new Map<string, SchemaManual>();
  const errorTables: ErrorTableModel[] = [];
  const families: SchemaFamily[] = [];
  const quirks: QuirkModel[] = [];
  const factFiles: FactFileModel[] = [];
  const raw: { file: string; path: string; command: SchemaCommand }[] = [];
  for (const { file, kind, json } of files) {
    if (kind === "manuals") {
      for (const manual of (json as { sources: SchemaManual[] }).sources)
        manuals.set(manual.id, manual);
    } else if (kind === "error-table") {
      errorTables.push({ file, table: json as SchemaErrorTable });
    } else if (kind === "families") {
      families.push(...(json as { families: SchemaFamily[] }).families);
    } else if (kind === "quirk") {
      quirks.push({ file, quirk: json as SchemaQuirk });
    } else if (kind === "facts") {
      factFiles.push({ file, subject: json as SchemaFactFile });
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
  return { commands, errorTables, manuals, families, quirks, factFiles };
}

/** Every fact of the schema: those of the commands in their order, then those of the subjects. */
export function factsOf({ commands, factFiles }: Model): FactModel[] {
  const places = [
    ...commands.map(({ file, command: { at, facts = {} } }) => ({ file, at, facts })),
    ...factFiles.map(({ file, subject }) => ({ file, at: undefined, facts: subject.facts })),
  ];
  return places.flatMap(({ file, at, facts }) =>
    Object.entries(facts).map(([name, fact]) => ({ name, fact, file, at })),
  );
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
  const { params = {} } = command;
  const param = Object.hasOwn(params, name) ? params[name] : undefined;
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
