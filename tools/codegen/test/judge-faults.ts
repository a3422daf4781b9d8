import { expect, it } from "vitest";
import { Sandbox, type SchemaFiles } from "./schema-folder.ts";

/** A faulty schema file, or the text of one, and the report on it. */
export type Fault = [
  title: string,
  schema: unknown,
  pointer: string,
  message: string,
  remedy: string,
];

/** How the faulty files become one schema. */
export interface FaultySchema {
  /** The sound part. */
  readonly base: SchemaFiles;
  /** Path of the file with this id. */
  readonly path: (id: string) => string;
  /** Names that must differ from file to file: they get the id behind them. */
  readonly names: RegExp;
}

/** Declares a test a fault. The generator runs once for all: it must report every one of them. */
export function judgeFaults(faults: readonly Fault[], schema: FaultySchema): void {
  const cases = faults.map((fault, index) => ({ id: String(index), fault }));
  const unlike = (text: string, id: string) => text.replace(schema.names, `$1${id}`);
  const files = cases.map(({ id, fault: [, content] }): [string, string] => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    return [schema.path(id), unlike(text, id)];
  });
  let running: Promise<string[]> | undefined;

  async function run(): Promise<string[]> {
    const sandbox = await Sandbox.with({ ...schema.base, ...Object.fromEntries(files) });
    const { exitCode, error } = await sandbox.run();
    expect([exitCode, await sandbox.generated()]).toEqual([2, {}]);
    expect(error).toContain("nothing was written");
    return error.split("\n\n").slice(1);
  }

  it.each(cases.map((one) => [one.fault[0], one] as const))(
    "%s is refused with place and remedy",
    async (_, { id, fault: [, , pointer, message, remedy] }) => {
      running ??= run();
      const where = schema.path(id) + (pointer === "" ? "" : `#${unlike(pointer, id)}`);
      const reports = (await running).filter((text) => text.startsWith(`${where}\n`));
      const report = reports.find((text) => text.includes(unlike(message, id)));
      expect(report, reports.join("\n\n")).toContain(unlike(remedy, id));
    },
  );
}
