import type { LoadedFile } from "@qsmtp/codegen/load";
import type {
  SchemaCommand,
  SchemaErrorCode,
  SchemaErrorTable,
  SchemaFamily,
  SchemaOperation,
  SchemaParam,
  SchemaUrc,
  SchemaValue,
} from "@qsmtp/codegen/schema-types";

/** A schema in memory that is being edited as a new edition of a manual would have it. */
export class SchemaEdit {
  #files: LoadedFile[];

  /** @param files as of today, without what is recorded of earlier editions */
  constructor(files: readonly LoadedFile[]) {
    this.#files = [...files];
  }

  get files(): readonly LoadedFile[] {
    return this.#files;
  }

  /** @throws Error when there is no such file: the edit is about something that went */
  json<Value>(file: string): Value {
    const found = this.#files.find((loaded) => loaded.file === file);
    if (found === undefined) throw new Error(`the schema has no ${file}`);
    return found.json as Value;
  }

  set(file: string, kind: LoadedFile["kind"], json: unknown): void {
    const others = this.#files.filter((loaded) => loaded.file !== file);
    this.#files = [...others, { file, kind, json }];
  }

  remove(file: string): void {
    this.json(file);
    this.#files = this.#files.filter((loaded) => loaded.file !== file);
  }

  /** `smtp/qsmtpdst` */
  command(path: string): SchemaCommand {
    return this.json(`commands/${path}.json`);
  }

  editCommand(path: string, edit: (command: SchemaCommand) => SchemaCommand): void {
    this.set(`commands/${path}.json`, "command", edit(this.command(path)));
  }

  editParam(path: string, name: string, edit: (param: SchemaParam) => SchemaParam): void {
    this.editCommand(path, (command) => {
      const param = command.params?.[name];
      if (param === undefined) throw new Error(`${path} has no parameter ${name}`);
      return { ...command, params: { ...command.params, [name]: edit(param) } };
    });
  }

  editOperation(
    path: string,
    name: string,
    edit: (operation: SchemaOperation) => SchemaOperation,
  ): void {
    this.editCommand(path, (command) => {
      if (!command.operations.some((one) => one.name === name)) {
        throw new Error(`${path} has no operation ${name}`);
      }
      const operations = command.operations.map((one) => (one.name === name ? edit(one) : one));
      return { ...command, operations };
    });
  }

  addOperations(path: string, ...added: readonly SchemaOperation[]): void {
    this.editCommand(path, (command) => ({
      ...command,
      operations: [...command.operations, ...added],
    }));
  }

  addParam(path: string, name: string, param: SchemaParam): void {
    this.editCommand(path, (command) => ({
      ...command,
      params: { ...command.params, [name]: param },
    }));
  }

  addUrc(path: string, urc: SchemaUrc): void {
    this.editCommand(path, (command) => ({ ...command, urcs: [...(command.urcs ?? []), urc] }));
  }

  /** What the test form prints, in its examples too: the words must stand in it. */
  editTestAnswer(path: string, edit: (lines: readonly string[]) => readonly string[]): void {
    const test = this.command(path).operations.find(({ form }) => form === "test");
    if (test === undefined) throw new Error(`${path} has no test form`);
    const { at } = this.command(path);
    const supports = edit(test.supports ?? []);
    const received = [...supports.map((line) => `${at}: ${line}`), "OK"];
    this.editOperation(path, test.name, (one) => ({
      ...one,
      supports,
      ...(one.examples && { examples: [{ sent: `AT${at}=?`, received }] }),
    }));
  }

  /** Puts other words in the place of some that a test form prints. */
  replaceInTestAnswer(path: string, old: string, young: string): void {
    this.editTestAnswer(path, (lines) => {
      if (!lines.some((line) => line.includes(old))) {
        throw new Error(`the test form of ${path} prints no ${old}: ${lines.join("; ")}`);
      }
      return lines.map((line) => line.replaceAll(old, young));
    });
  }

  /** Adds a value to an exported type, wherever it is repeated. */
  addValue(typeName: string, value: SchemaValue): void {
    this.#editValues(typeName, (values) => [...values, value]);
  }

  removeValue(typeName: string, wanted: SchemaValue["value"]): void {
    this.#editValues(typeName, (values) => values.filter(({ value }) => value !== wanted));
  }

  addCode(table: string, code: SchemaErrorCode): void {
    this.#editTable(table, (codes) => [...codes, code]);
  }

  removeCode(table: string, wanted: number): void {
    this.#editTable(table, (codes) => codes.filter(({ code }) => code !== wanted));
  }

  /** Changes the number that a fact of a command or of `facts/` holds. */
  editFact(file: string, name: string, edit: (fact: object) => object): void {
    const json = this.json<{ readonly facts?: Readonly<Record<string, object>> }>(file);
    const fact = json.facts?.[name];
    if (fact === undefined) throw new Error(`${file} has no fact ${name}`);
    const kind = this.#files.find((loaded) => loaded.file === file)?.kind ?? "command";
    this.set(file, kind, { ...json, facts: { ...json.facts, [name]: edit(fact) } });
  }

  addModel(family: string, model: string): void {
    const { families, ...rest } = this.json<{ readonly families: readonly SchemaFamily[] }>(
      "families.json",
    );
    this.set("families.json", "families", {
      ...rest,
      families: families.map((one) =>
        one.id === family ? { ...one, models: [...one.models, { id: model }] } : one,
      ),
    });
  }

  #editValues(typeName: string, edit: (values: readonly SchemaValue[]) => SchemaValue[]): void {
    for (const { file, kind, json } of this.#files) {
      if (kind !== "command") continue;
      const command = json as SchemaCommand;
      const params = Object.entries(command.params ?? {});
      if (!params.some(([, param]) => param.typeName === typeName)) continue;
      const edited = params.map(([name, param]) => [
        name,
        param.typeName === typeName ? { ...param, values: edit(param.values ?? []) } : param,
      ]);
      this.set(file, kind, { ...command, params: Object.fromEntries(edited) });
    }
  }

  #editTable(id: string, edit: (codes: readonly SchemaErrorCode[]) => SchemaErrorCode[]): void {
    const file = `errors/${id}.json`;
    const table = this.json<SchemaErrorTable>(file);
    this.set(file, "error-table", { ...table, codes: edit(table.codes) });
  }
}
