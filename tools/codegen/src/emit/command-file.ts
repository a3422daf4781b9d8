import { type InterfaceDeclarationStructure, StructureKind } from "ts-morph";
import { code, prose } from "../markup.ts";
import {
  type CommandModel,
  type Model,
  type NamedType,
  paramNames,
  paramOf,
  pascal,
  takesInput,
} from "../model.ts";
import { nameOfParam, namesOfOperation, namesOfUrc } from "../names.ts";
import type {
  SchemaField,
  SchemaLine,
  SchemaOperation,
  SchemaParam,
  SchemaUrc,
  SchemaValue,
} from "../schema-types.gen.ts";
import { describeOperation, describeParam, describeUrc } from "./descriptor.ts";
import { citation, doubts, operationDoc, paramFacts, syntaxOfFields, tailSentence } from "./doc.ts";
import { printLiteral } from "./literal.ts";
import { commentText, constStatement, docs, namesFrom, type Statement } from "./source-file.ts";
import { outcomeImports, traitsOf } from "./traits.ts";

/** The statements of one command's file: value types, parameters, then each operation whole. */
export function commandStatements(model: Model, file: CommandModel): Statement[] {
  const { command } = file;
  const declared = new Set(
    [
      ...command.operations.flatMap((op) => [
        ...(op.args ?? []),
        ...(op.reply ?? []).flatMap((line) => line.fields),
      ]),
      ...(command.urcs ?? []).flatMap((urc) => urc.line.fields),
    ].flatMap((field) => paramNames([field])),
  );
  return [
    importStatements(model, file),
    ...file.ownTypes.flatMap(typeStatements),
    Object.entries(command.params ?? {})
      .filter(([name]) => declared.has(name))
      .map(([name, param]) => paramStatement(name, param))
      .join("\n"),
    ...command.operations.flatMap((operation) => operationStatements(model, file, operation)),
    ...(command.urcs ?? []).flatMap((urc) => urcStatements(model, file, urc)),
  ];
}

function importStatements(model: Model, file: CommandModel): string {
  const { command } = file;
  const types = new Set<string>();
  for (const param of Object.values(command.params ?? {})) types.add(`${pascal(param.type)}Param`);
  const outputs = command.operations.some((operation) => operation.reply !== undefined);
  if (outputs || (command.urcs ?? []).length > 0) types.add("Extensible");
  if (!command.operations.every(takesInput)) types.add("NoInput");
  for (const operation of command.operations) types.add(traitsOf(operation).imported);
  if ((command.urcs ?? []).length > 0) types.add("Urc");
  const imports: string[] = [];
  imports.push(namesFrom("import type", [...types].sort(), "../../codec/descriptor.ts"));
  if (command.operations.length > 0) {
    const names = ["defineOperation", "type Operation"];
    imports.push(namesFrom("import", names, "../../codec/operation.ts"));
  }
  if (command.operations.some((operation) => operation.form === "test")) {
    imports.push(namesFrom("import type", ["SupportedValues"], "../../codec/test-form.ts"));
  }
  const others = new Map(file.importedTypes);
  for (const [home, names] of outcomeImports(model, file)) {
    others.set(home, [...(others.get(home) ?? []), ...names]);
  }
  for (const [home, names] of [...others].sort(([a], [b]) => (a < b ? -1 : 1))) {
    imports.push(namesFrom("import type", [...names].sort(), relative(file.path, home)));
  }
  return imports.join("\n");
}

function relative(from: string, to: string): string {
  const [fromGroup] = from.split("/");
  const [toGroup, name] = to.split("/");
  return fromGroup === toGroup ? `./${name}.gen.ts` : `../${to}.gen.ts`;
}

function typeStatements(type: NamedType): Statement[] {
  const values = type.values.filter((value) => !value.decodeOnly);
  const literal = values.map((value) => JSON.stringify(value.value));
  return [
    {
      kind: StructureKind.TypeAlias,
      name: type.name,
      isExported: true,
      type: literal.join(" | "),
      docs: docs(prose(type.description) + doubts(type.source)),
    },
    constStatement(
      type.name,
      `{\n${values.map(valueMember).join("\n")}\n}`,
      printLiteral(Object.fromEntries(values.map((value) => [value.name, value.value])), 0, 24),
      [`Names for the values of {@link ${type.name}}.`],
    ),
  ];
}

function valueMember({ value, name, description, source }: SchemaValue): string {
  const comment = commentText([prose(description) + doubts(source)]);
  const lines = [...comment.split("\n"), `readonly ${name}: ${JSON.stringify(value)};`];
  return lines.map((line) => `  ${line}`).join("\n");
}

function paramStatement(name: string, param: SchemaParam): Statement {
  const type = `${pascal(param.type)}Param`;
  const head = `const ${nameOfParam(name)}: ${type} = `;
  return `${head}${printLiteral(describeParam(name, param), 0, head.length + 1)};`;
}

function operationStatements(
  model: Model,
  file: CommandModel,
  operation: SchemaOperation,
): Statement[] {
  const { command } = file;
  const statements: Statement[] = [];
  const { input } = namesOfOperation(operation);
  if (input !== undefined) {
    statements.push({
      kind: StructureKind.Interface,
      name: input,
      isExported: true,
      docs: docs(`Arguments of {@link ${operation.name}}.`),
      properties: inputProperties(file, operation.args ?? []),
    });
  }
  const output = outputStatements(file, operation);
  statements.push(...output.interfaces);
  const traits = traitsOf(operation).type;
  const types = [input ?? "NoInput", output.type, traits];
  const head = `export const ${operation.name}: `;
  const type = typeWith("Operation", types, head, " =");
  const call = "/* @__PURE__ */ defineOperation(";
  const lastLine = (head + type).slice((head + type).lastIndexOf("\n") + 1);
  // Below the name where the opening bracket would stand beyond the end of the line.
  const below = `${lastLine} = ${call}{`.length > 100;
  const used = below ? call.length + 4 : `${lastLine} = ${call});`.length;
  const literal = printLiteral(describeOperation(command, operation), below ? 2 : 0, used);
  const made = `${below ? "\n  " : ""}${call}${literal})`;
  statements.push(
    constStatement(operation.name, type, made, operationDoc(model, command, operation)),
  );
  return statements;
}

/** A type with its arguments, one a line where the whole line would be too long. */
function typeWith(name: string, args: readonly string[], before: string, behind: string): string {
  const flat = `${name}<${args.join(", ")}>`;
  if (before.length + flat.length + behind.length <= 100) return flat;
  return `${name}<\n${args.map((arg) => `  ${arg}`).join(",\n")}\n>`;
}

interface OutputTypes {
  readonly type: string;
  readonly interfaces: readonly InterfaceDeclarationStructure[];
}

function outputStatements(file: CommandModel, operation: SchemaOperation): OutputTypes {
  if (operation.form === "test") return { type: "SupportedValues", interfaces: [] };
  const names = namesOfOperation(operation);
  if (names.output === undefined) return { type: "void", interfaces: [] };
  const interfaces: InterfaceDeclarationStructure[] = [];
  const members = (operation.reply ?? []).flatMap((line) => {
    const item = names.lines.get(line.as ?? "");
    if (item === undefined) {
      const flat = properties(file, line.fields, "output");
      return line.repeat === "zeroOrOne" ? flat.map(asOptional) : flat;
    }
    interfaces.push(
      outputInterface(
        item,
        `One ${code(line.prefix)} line of {@link ${operation.name}}.`,
        file,
        line.fields,
      ),
    );
    return [memberOf(line, item)];
  });
  interfaces.push({
    kind: StructureKind.Interface,
    name: names.output,
    isExported: true,
    extends: ["Extensible"],
    docs: docs(`Reply to {@link ${operation.name}}.`),
    properties: members,
  });
  return { type: names.output, interfaces };
}

function outputInterface(
  name: string,
  description: string,
  file: CommandModel,
  fields: readonly SchemaField[],
): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    name,
    isExported: true,
    extends: ["Extensible"],
    docs: docs(description),
    properties: properties(file, fields, "output"),
  };
}

type Property = NonNullable<InterfaceDeclarationStructure["properties"]>[number];

function memberOf(line: SchemaLine, item: string): Property {
  const repeated = line.repeat === "zeroOrMore" || line.repeat === "oneOrMore";
  const optional = line.repeat === "zeroOrOne";
  return {
    name: line.as ?? "",
    isReadonly: true,
    hasQuestionToken: optional,
    type: repeated ? `readonly ${item}[]` : optional ? `${item} | undefined` : item,
    docs: docs(
      repeated
        ? `One entry a line; empty when the module prints none.`
        : `The ${code(line.prefix)} line.`,
    ),
  };
}

function asOptional(property: Property): Property {
  if (property.hasQuestionToken) return property;
  return { ...property, hasQuestionToken: true, type: `${String(property.type)} | undefined` };
}

/** A list that stands alone must be given: nothing would follow the command's `=`. */
function inputProperties(file: CommandModel, args: readonly SchemaField[]): Property[] {
  const made = properties(file, args, "input");
  const [only, ...others] = args;
  if (only === undefined || others.length > 0 || !("list" in only)) return made;
  return made.map((property) => ({
    ...property,
    hasQuestionToken: false,
    type: String(property.type).replace(/ \| undefined$/, ""),
  }));
}

function properties(
  file: CommandModel,
  fields: readonly SchemaField[],
  side: "input" | "output",
  optional = false,
): Property[] {
  return fields.flatMap((field): Property[] => {
    if ("const" in field) return [];
    if ("optional" in field) return properties(file, field.optional, side, true);
    const name = "param" in field ? field.param : field.as;
    const param = paramOf(file.command, "param" in field ? field.param : field.list);
    const { source } = file.command;
    const single = side === "input" ? (param.typeName ?? plainType(param)) : decodedType(param);
    const listed = "list" in field;
    const type = listed ? `readonly ${/\|/.test(single) ? `(${single})` : single}[]` : single;
    const maybe = optional || (listed && side === "input");
    return [
      {
        name,
        isReadonly: true,
        hasQuestionToken: maybe,
        type: maybe ? `${type} | undefined` : type,
        docs: docs(
          `${prose(param.description)} ${paramFacts(param, side, param.source ?? source)}.`,
        ),
      },
    ];
  });
}

function plainType(param: SchemaParam): string {
  switch (param.type) {
    case "integer":
    case "enum":
      return "number";
    case "flag":
      return "boolean";
    case "octets":
      return "Uint8Array";
    default:
      return "string";
  }
}

/** Named values are open when decoded: new firmware may print others. */
function decodedType(param: SchemaParam): string {
  if (param.typeName === undefined) return plainType(param);
  return `${param.typeName} | (${plainType(param)} & {})`;
}

function urcStatements(model: Model, file: CommandModel, urc: SchemaUrc): Statement[] {
  const { type: name, value: variable } = namesOfUrc(urc);
  const type = `Urc<${name}>`;
  const used = `export const ${variable}: ${type} = `.length + 1;
  const fields = syntaxOfFields(file.command, urc.line.fields);
  const line = fields === "" ? urc.line.prefix : `${urc.line.prefix}: ${fields}`;
  return [
    {
      kind: StructureKind.Interface,
      name,
      isExported: true,
      extends: ["Extensible"],
      docs: docs(
        prose(urc.summary),
        [`Unsolicited line ${code(line)}.`, ...(urc.tail ? [tailSentence(urc.tail)] : [])].join(
          " ",
        ),
        `@see ${citation(urc.source, model.manuals)}`,
      ),
      properties: properties(file, urc.line.fields, "output"),
    },
    constStatement(variable, type, printLiteral(describeUrc(urc), 0, used), [
      `Descriptor of the unsolicited line ${code(line)}.`,
    ]),
  ];
}
