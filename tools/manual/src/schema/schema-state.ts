import { type FileKind, type LoadedFile, type LoadedSchema, loadSchema } from "@qsmtp/codegen/load";
import { buildModel, type Model } from "@qsmtp/codegen/model";
import type {
  SchemaCommand,
  SchemaErrorTable,
  SchemaManual,
  Source,
} from "@qsmtp/codegen/schema-types";
import { validateFiles } from "@qsmtp/codegen/validate";

/** The schema in memory. Changes make a new state; nothing is written. */
export class SchemaState {
  readonly #loaded: LoadedSchema;

  private constructor(loaded: LoadedSchema) {
    this.#loaded = loaded;
  }

  /** @throws SchemaError when the schema on disk is invalid */
  static async load(root: string): Promise<SchemaState> {
    const loaded = await loadSchema(root);
    validateFiles(loaded);
    return new SchemaState(loaded);
  }

  get files(): readonly LoadedFile[] {
    return this.#loaded.files;
  }

  get commands(): readonly { readonly file: string; readonly command: SchemaCommand }[] {
    return this.#ofKind("command").map(({ file, json }) => ({
      file,
      command: json as SchemaCommand,
    }));
  }

  get tables(): readonly { readonly file: string; readonly table: SchemaErrorTable }[] {
    return this.#ofKind("error-table").map(({ file, json }) => ({
      file,
      table: json as SchemaErrorTable,
    }));
  }

  get manuals(): readonly SchemaManual[] {
    return this.#ofKind("manuals").flatMap(
      ({ json }) => (json as { sources: SchemaManual[] }).sources,
    );
  }

  command(at: string): { readonly file: string; readonly command: SchemaCommand } | undefined {
    return this.commands.find(({ command }) => command.at === at);
  }

  /** With one file replaced, added, or, without JSON, taken out. */
  with(file: string, kind: FileKind, json: unknown): SchemaState {
    const others = this.#loaded.files.filter((loaded) => loaded.file !== file);
    const files = json === undefined ? others : [...others, { file, kind, json }];
    files.sort((a, b) => (a.file < b.file ? -1 : 1));
    return new SchemaState({ ...this.#loaded, files });
  }

  withCommand(file: string, command: SchemaCommand): SchemaState {
    return this.with(file, "command", command);
  }

  /** @throws SchemaError when a file does not match its meta-schema */
  assertValid(): void {
    validateFiles(this.#loaded);
  }

  model(): Model {
    return buildModel(this.#loaded);
  }

  #ofKind(kind: FileKind): LoadedFile[] {
    return this.#loaded.files.filter((file) => file.kind === kind);
  }
}

/** Whether a manual is a source of something; what names no source shares that of its command. */
export function cites(source: readonly Source[] | undefined, manual: string): boolean {
  return source === undefined || source.some(({ id }) => id === manual);
}

/** Whether something rests on more than the plain words of the manual. */
export function restsOnMore(source: readonly Source[] | undefined, manual: string): boolean {
  return (source ?? []).some(
    ({ id, confidence = "stated" }) => id !== manual || confidence !== "stated",
  );
}
