import { filesAsOf } from "@qsmtp/codegen/as-of";
import type { EditionOf } from "@qsmtp/codegen/edition";
import { type EditionStep, keepEarlier } from "@qsmtp/codegen/keep-earlier";
import { lintModel } from "@qsmtp/codegen/lint";
import { type FileKind, type LoadedFile, type LoadedSchema, loadSchema } from "@qsmtp/codegen/load";
import { buildModel, type Model } from "@qsmtp/codegen/model";
import type {
  SchemaCommand,
  SchemaErrorTable,
  SchemaFact,
  SchemaFacts,
  SchemaFamily,
  SchemaManual,
  SchemaQuirk,
  SchemaUrc,
  Source,
} from "@qsmtp/codegen/schema-types";
import { validateFiles } from "@qsmtp/codegen/validate";

/** One fact with the file that holds it. */
export interface FactPlace {
  readonly file: string;
  /** Command whose file it is; empty for a file of facts. */
  readonly at: string;
  readonly name: string;
  readonly fact: SchemaFact;
}

/**
 * The schema in memory, as of today or of an edition, without what it says of other editions. Changes
 * make a new state; nothing is written.
 */
export class SchemaState {
  readonly #loaded: LoadedSchema;
  /** The files on disk, with what is recorded of earlier editions. */
  readonly recorded: readonly LoadedFile[];

  private constructor(loaded: LoadedSchema, recorded: readonly LoadedFile[]) {
    this.#loaded = loaded;
    this.recorded = recorded;
  }

  /** @throws SchemaError when the schema on disk is invalid */
  static async load(root: string): Promise<SchemaState> {
    const loaded = await loadSchema(root);
    validateFiles(loaded);
    return new SchemaState({ ...loaded, files: filesAsOf(loaded.files) }, loaded.files);
  }

  /** A state of files that nobody has checked, good for comparing. */
  static of(files: readonly LoadedFile[]): SchemaState {
    const none = {};
    const metaSchemas = {
      command: none,
      "error-table": none,
      manuals: none,
      families: none,
      quirk: none,
      facts: none,
      vocabulary: none,
    };
    return new SchemaState({ files, metaSchemas }, files);
  }

  /** The schema as it was when a manual was at one of its editions. */
  asOf(edition: EditionOf): SchemaState {
    const files = filesAsOf(this.recorded, edition);
    return new SchemaState({ ...this.#loaded, files }, this.recorded);
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

  get families(): readonly SchemaFamily[] {
    return this.#ofKind("families").flatMap(
      ({ json }) => (json as { families: SchemaFamily[] }).families,
    );
  }

  get quirks(): readonly SchemaQuirk[] {
    return this.#ofKind("quirk").map(({ json }) => json as SchemaQuirk);
  }

  /** Facts of commands, then those of the files of facts. */
  get facts(): readonly FactPlace[] {
    return [...this.#ofKind("command"), ...this.#ofKind("facts")].flatMap(({ file, json }) => {
      const { at = "", facts = {} } = json as { at?: string; facts?: SchemaFacts };
      return Object.entries(facts).map(([name, fact]) => ({ file, at, name, fact }));
    });
  }

  /** An event and the command that declares it; the given command is asked first. */
  urc(
    name: string,
    first: SchemaCommand,
  ): { readonly owner: SchemaCommand; readonly urc: SchemaUrc } | undefined {
    for (const owner of [first, ...this.commands.map(({ command }) => command)]) {
      const urc = owner.urcs?.find((candidate) => candidate.name === name);
      if (urc !== undefined) return { owner, urc };
    }
    return undefined;
  }

  command(at: string): { readonly file: string; readonly command: SchemaCommand } | undefined {
    return this.commands.find(({ command }) => command.at === at);
  }

  /** With one file replaced, added, or, without JSON, taken out. */
  with(file: string, kind: FileKind, json: unknown): SchemaState {
    const others = this.#loaded.files.filter((loaded) => loaded.file !== file);
    const files = json === undefined ? others : [...others, { file, kind, json }];
    files.sort((a, b) => (a.file < b.file ? -1 : 1));
    return new SchemaState({ ...this.#loaded, files }, this.recorded);
  }

  /** With other files. */
  replaced(files: readonly LoadedFile[]): SchemaState {
    return new SchemaState({ ...this.#loaded, files }, this.recorded);
  }

  withCommand(file: string, command: SchemaCommand): SchemaState {
    return this.with(file, "command", command);
  }

  /** With a fact in place of the one of its name, or added. */
  withFact({ file, name }: FactPlace, fact: SchemaFact): SchemaState {
    const found = this.files.find((loaded) => loaded.file === file);
    if (found === undefined) return this;
    const json = found.json as { facts?: SchemaFacts };
    return this.with(file, found.kind, { ...json, facts: { ...json.facts, [name]: fact } });
  }

  /**
   * @param before a valid state; its files need no other look
   * @throws SchemaError when a file does not match its meta-schema
   */
  assertValid(before?: SchemaState): void {
    const known = new Set(before?.files.map(({ json }) => json));
    const files = this.files.filter(({ json }) => !known.has(json));
    validateFiles({ ...this.#loaded, files });
  }

  /**
   * The files to be written: this state, and what it says otherwise than the one on disk kept as the
   * earlier edition's.
   * @param step the edition that the changes come with; none for corrections
   * @throws SchemaError when it is no valid schema as of every edition
   */
  filesToKeep(step: EditionStep | undefined): readonly LoadedFile[] {
    const files = keepEarlier(this.recorded, this.files, step);
    const schema = { ...this.#loaded, files };
    validateFiles(schema);
    lintModel(buildModel(schema));
    return files;
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
