import type {
  SchemaCommand,
  SchemaField,
  SchemaLine,
  SchemaOperation,
  SchemaParam,
  SchemaUrc,
} from "@qsmtp/codegen/schema-types";
import type { DraftCommand, DraftLine, DraftParam } from "../draft/draft.ts";
import { paramOfField, renameFields } from "../grammar/fields.ts";
import { leavesOf } from "../grammar/syntax.ts";
import type { Names, Suggestion, WantedName } from "./names.ts";
import { allDecided, type Remarks } from "./open-members.ts";
import { paramToSchema } from "./param-to-schema.ts";
import { suggestParam } from "./suggested-names.ts";

/** A command of the schema while members of a draft are put into it. */
export class CommandEdit {
  command: SchemaCommand;
  readonly drafted: DraftCommand;
  readonly names: Names;
  readonly remarks: Remarks;

  constructor(
    command: SchemaCommand,
    drafted: DraftCommand,
    names: Names,
    remarks: Remarks = allDecided,
  ) {
    this.command = command;
    this.drafted = drafted;
    this.names = names;
    this.remarks = remarks;
  }

  nameOf(thing: WantedName["thing"], path: string, suggest?: Suggestion): string {
    const wanted = { thing, command: this.command.at, path };
    return this.names.nameOf({ ...wanted, ...(suggest && { suggest }) });
  }

  /** What a person says where the manual does not; nothing where nobody is asked. */
  choose(path: string, options: readonly string[]): string | undefined {
    if (!this.names.canChoose) return undefined;
    return this.names.nameOf({ thing: "choice", command: this.command.at, path, options });
  }

  /**
   * Key of the parameter with a placeholder; a new one is drafted.
   * @throws NotAutomaticError when something is open of a new one that the schema would get
   */
  keyOf(wire: string): string {
    const known = Object.entries(this.command.params ?? {}).find(
      ([, param]) => param.wire === wire,
    );
    if (known !== undefined) return known[0];
    const key = this.nameOf("parameter", `params/${wire}`, suggestParam(this.drafted, wire));
    this.setParam(key, this.#draft(wire));
    return key;
  }

  /** Fields under the schema's names. */
  toKeys(fields: readonly SchemaField[]): SchemaField[] {
    return renameFields(fields, (wire) => this.keyOf(wire));
  }

  /** @param path of the finding, by which the name of the lines is asked for */
  toLine({ prefix, fields, repeat }: DraftLine, path: string): SchemaLine {
    const line = { prefix, fields: this.toKeys(fields) };
    if (repeat === "one") return line;
    const suggest = (): string => (repeat === "zeroOrOne" ? "entry" : "entries");
    return { ...line, repeat, as: this.nameOf("lines", path, suggest) };
  }

  /** What else the manual says of it comes along with the type; what only we know stays. */
  retyped({ wire, description, sensitive, source }: SchemaParam): SchemaParam {
    return {
      ...this.#draft(wire),
      description,
      ...(sensitive !== undefined && { sensitive }),
      ...(source !== undefined && { source }),
    };
  }

  setParam(key: string, param: SchemaParam): void {
    this.command = { ...this.command, params: { ...this.command.params, [key]: param } };
  }

  updateOperations(update: (operation: SchemaOperation) => SchemaOperation): void {
    // An update may draft parameters, which must not get lost.
    const operations = this.command.operations.map(update);
    this.command = { ...this.command, operations };
  }

  updateUrcs(update: (urc: SchemaUrc) => SchemaUrc): void {
    const urcs = this.command.urcs?.map(update);
    if (urcs !== undefined) this.command = { ...this.command, urcs };
  }

  addUrc(urc: SchemaUrc): void {
    this.command = { ...this.command, urcs: [...(this.command.urcs ?? []), urc] };
  }

  /** Takes out the parameters that nothing mentions any more. */
  dropUnusedParams(): void {
    const { params, operations, urcs = [] } = this.command;
    const fields = [
      ...operations.flatMap(({ args = [], reply = [] }) => [
        ...args,
        ...reply.flatMap((line) => line.fields),
      ]),
      ...urcs.flatMap((urc) => urc.line.fields),
    ];
    const used = new Set(leavesOf(fields).flatMap((field) => paramOfField(field) ?? []));
    const kept = Object.entries(params ?? {}).filter(([key]) => used.has(key));
    const { params: _, ...rest } = this.command;
    this.command = kept.length > 0 ? { ...this.command, params: Object.fromEntries(kept) } : rest;
  }

  #draft(wire: string): SchemaParam {
    const { at, line, section, params } = this.drafted;
    const row = params.find((param) => param.wire === wire);
    const place = { line, section };
    const reason = "no row explains it";
    const unknown: DraftParam = {
      ...place,
      wire,
      values: [],
      cases: [],
      meaning: "",
      undecided: [{ ...place, about: "name", text: `<${wire}>`, reason }],
    };
    return paramToSchema(at, row ?? unknown, this.names, this.remarks);
  }
}
