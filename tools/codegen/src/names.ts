import { pascal, takesInput } from "./model.ts";
import type { SchemaLine, SchemaOperation, SchemaUrc } from "./schema-types.gen.ts";

/** What of an operation is exported; the operation itself has its own name. */
export interface OperationNames {
  /** Type of its arguments, when it has any. */
  readonly input: string | undefined;
  /** Type of its reply, when there are lines before the final result. */
  readonly output: string | undefined;
  /** Types of the lines that are a member of the reply, by that member. */
  readonly lines: ReadonlyMap<string, string>;
}

/** The names that belong to an operation. */
export function namesOfOperation(operation: SchemaOperation): OperationNames {
  const name = pascal(operation.name);
  const lines = operation.reply ?? [];
  const members = lines.flatMap(({ as }: SchemaLine) => (as === undefined ? [] : [as]));
  const [only, ...others] = members;
  return {
    input: takesInput(operation) ? `${name}Input` : undefined,
    output: lines.length > 0 ? `${name}Output` : undefined,
    lines: new Map(
      others.length === 0 && only !== undefined
        ? [[only, `${name}Item`]]
        : members.map((member) => [member, `${name}${pascal(member)}`]),
    ),
  };
}

/** The names that belong to an unsolicited line: its descriptor and the type of its value. */
export function namesOfUrc({ name }: SchemaUrc): { readonly value: string; readonly type: string } {
  return { value: `${name}Urc`, type: pascal(name) };
}

/** The constant that holds an error table: `smtp-protocol` to `smtpProtocolErrors`. */
export function nameOfErrorTable(id: string): string {
  return `${id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Errors`;
}

/** The constant of a parameter, inside its file. */
export function nameOfParam(name: string): string {
  return `${name}Param`;
}

/** What generated files name by themselves, or take from the language. */
export const takenNames: readonly string[] = [
  ..."KnownUrc allErrorTables allOperations allUrcs defineOperation".split(" "),
  ..."ErrorTable Extensible NoInput Operation OperationDescriptor SupportedValues Urc".split(" "),
  ..."EnumParam FlagParam IntegerParam KeywordParam OctetsParam StringParam TextParam".split(" "),
  ..."DownloadTraits OutcomeTraits PayloadTraits PlainTraits StreamTraits".split(" "),
  ..."Array Boolean Number Object Promise Readonly Record String Symbol Uint8Array".split(" "),
  // A module that exports a function `then` cannot be imported by `import()`.
  "then",
];

/** Words that no constant of a module may be called by. */
export const reservedWords: readonly string[] = [
  ..."arguments await break case catch class const continue debugger default delete do".split(" "),
  ..."else enum eval export extends false finally for function if implements import in".split(" "),
  ..."instanceof interface let new null package private protected public return static".split(" "),
  ..."super switch this throw true try typeof undefined var void while with yield".split(" "),
];

/** Members that every object has, or every decoded line. */
export const reservedMembers: readonly string[] = [
  ...Object.getOwnPropertyNames(Object.prototype),
  "extraFields",
];
