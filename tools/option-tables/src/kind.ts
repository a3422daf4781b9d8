import type { Reference } from "@qsmtp/codegen/literal";
import { Node, type Symbol as TsSymbol, type Type, type TypeNode } from "ts-morph";
import { rangeOf, tagsOf } from "./tags.ts";

/** What a literal can hold, in the form of the package's `OptionKind`. */
export type Kind = string | Reference | { readonly [key: string]: unknown } | readonly Kind[];

/** Gives the table of an options type its place, and the name under which it is found there. */
export interface Tables {
  /** The package's own folder: what is declared elsewhere is no options object of it. */
  readonly folder: string;
  readonly opaque: readonly string[];
  nameOf(name: string, type: Type): Reference;
  /** The same for a union whose members differ by a word, as `casesOf` has it. */
  casesNameOf(name: string, cases: Kind): Reference;
}

/** A statement of options that the tables cannot carry. */
export class StatementError extends Error {
  override readonly name = "StatementError";
}

/** The kind of an option, by the types that it is declared with. */
export function kindOf(property: TsSymbol, where: string, tables: Tables): Kind {
  const declarations = property.getDeclarations().filter(Node.isPropertySignature);
  const kinds = declarations.flatMap((declaration) => {
    const node = declaration.getTypeNode();
    if (node === undefined) throw new StatementError(`${where} has no type`);
    return kindsOfNode(node, where, tables).map((kind) =>
      refine(kind, tagsOf(declaration), property),
    );
  });
  const [first, ...others] = merged(kinds);
  if (first === undefined) throw new StatementError(`${where} can be nothing`);
  return others.length === 0 ? first : [first, ...others];
}

/** Tags and the name say where a number may lie, and what a text is. */
function refine(kind: Kind, tags: ReadonlyMap<string, string>, property: TsSymbol): Kind {
  if (kind === "number") return { number: rangeOf(property.getName(), tags) };
  if (kind !== "string") return kind;
  if (tags.has("host")) return "host";
  return tags.has("nonEmpty") ? "non-empty string" : "string";
}

function kindsOfNode(node: TypeNode, where: string, tables: Tables): Kind[] {
  if (Node.isParenthesizedTypeNode(node)) return kindsOfNode(node.getTypeNode(), where, tables);
  if (Node.isUnionTypeNode(node)) {
    return node.getTypeNodes().flatMap((member) => kindsOfNode(member, where, tables));
  }
  if (Node.isTypeOperatorTypeNode(node)) return kindsOfNode(node.getTypeNode(), where, tables);
  if (Node.isArrayTypeNode(node)) {
    return [{ list: only(kindsOfNode(node.getElementTypeNode(), where, tables)) }];
  }
  if (Node.isFunctionTypeNode(node)) return ["function"];
  if (Node.isTypeReference(node)) return kindsOfReference(node, where, tables);
  return kindsOfType(node.getType(), where, tables);
}

function kindsOfReference(node: TypeNode, where: string, tables: Tables): Kind[] {
  if (!Node.isTypeReference(node)) return [];
  const name = node.getTypeName().getText();
  const [argument, second] = node.getTypeArguments();
  if (name === "Uint8Array") return ["bytes"];
  if (name === "AbortSignal") return ["signal"];
  if (name === "RegExp") return [{ object: [], methods: ["test"] }];
  if (name === "Date") return [{ object: [], methods: ["getTime"] }];
  // Which keys a record has is judged by whoever reads it.
  const isRecord = argument?.getText().startsWith("Record<") ?? false;
  if ((name === "Readonly" || (name === "Partial" && isRecord)) && argument !== undefined) {
    return kindsOfNode(argument, where, tables);
  }
  if (name === "Record" && second !== undefined) {
    return [{ record: only(kindsOfNode(second, where, tables)) }];
  }
  const type = node.getType();
  if (name === "Partial" || name === "Omit") return [{ options: tableOf(type, where, tables) }];
  const cases = isDeclaredIn(type.getAliasSymbol(), tables.folder)
    ? casesOf(type, name, tables)
    : undefined;
  if (cases !== undefined) return [tables.casesNameOf(name, cases)];
  const words = wordsOf(type);
  const alias =
    node.getTypeName().getSymbol()?.getAliasedSymbol() ?? node.getTypeName().getSymbol();
  // The words of a property of another type have no name of their own.
  const isOurs = isDeclaredIn(type.getAliasSymbol() ?? type.getSymbol() ?? alias, tables.folder);
  // What the commands of the protocol take is judged by their encoders.
  if (words !== undefined)
    return [isOurs ? { words } : typeof words[0] === "number" ? "number" : "string"];
  const declaration = alias?.getDeclarations().find(Node.isTypeAliasDeclaration);
  const stated = declaration?.getTypeNode();
  if (stated !== undefined && !Node.isIntersectionTypeNode(stated)) {
    return kindsOfNode(stated, where, tables);
  }
  if (tables.opaque.includes(name)) return [{ object: [], methods: [] }];
  return isOptions(type, tables) ? [{ options: tables.nameOf(name, type) }] : [opaque(type)];
}

function kindsOfType(type: Type, where: string, tables: Tables): Kind[] {
  if (type.isUndefined()) return [];
  if (type.isBoolean()) return ["boolean"];
  if (type.isString()) return ["string"];
  if (type.isNumber()) return ["number"];
  const words = wordsOf(type);
  if (words !== undefined) return [{ words }];
  if (type.getCallSignatures().length > 0) return ["function"];
  if (type.isObject()) return [{ options: tableOf(type, where, tables) }];
  throw new StatementError(`${where}: no table can say ${type.getText()}`);
}

/** What a table says of an object. */
interface TableKind {
  readonly [key: string]: unknown;
  readonly keys: Readonly<Record<string, Kind>>;
  readonly required?: readonly string[];
  readonly exclusive?: readonly (readonly [string, string])[];
}

/** The options that a type has: those of every member where it is a union without a word of its own. */
export function tableOf(type: Type, where: string, tables: Tables, without?: string): TableKind {
  const properties = type.getProperties().filter((property) => {
    return property.getName() !== without && !isForbidden(property);
  });
  const keys = properties.map((property): [string, Kind] => {
    const name = property.getName();
    return [name, kindOf(property, `${where}.${name}`, tables)];
  });
  const required = properties.filter((property) => !property.isOptional());
  const names = required.map((property) => property.getName());
  const table = {
    keys: Object.fromEntries(keys),
    ...(names.length === 0 ? {} : { required: names }),
  };
  docsOfTables.set(table, new Map(properties.map((one) => [one.getName(), docOf(one)])));
  return table;
}

/** What each key of a table says of itself. */
const docsOfTables = new WeakMap<object, ReadonlyMap<string, string>>();

/** What a key of a table says of itself. */
export function docOfKey(table: object, key: string): string {
  return docsOfTables.get(table)?.get(key) ?? "";
}

function docOf(property: TsSymbol): string {
  const docs = property.getDeclarations().flatMap((declaration) => {
    return Node.isJSDocable(declaration) ? declaration.getJsDocs() : [];
  });
  return docs.map((doc) => doc.getDescription().trim().replaceAll(/\s+/g, " ")).join(" ");
}

/** `readonly when?: undefined` keeps a key away from an object. */
function isForbidden(property: TsSymbol): boolean {
  const declarations = property.getDeclarations().filter(Node.isPropertySignature);
  return (
    declarations.length > 0 &&
    declarations.every((declaration) => declaration.getTypeNode()?.getText() === "undefined")
  );
}

/** A union of which each member has a word at one key, as a case for each word. */
export function casesOf(type: Type, where: string, tables: Tables): Kind | undefined {
  const members = type.getUnionTypes();
  if (
    members.length < 2 ||
    !members.every((member) => member.isObject() || member.isIntersection())
  )
    return undefined;
  const by = members[0]?.getProperties().find((property) => {
    const words = new Set(members.map((member) => wordAt(member, property.getName())));
    return !words.has(undefined) && words.size > 1;
  });
  if (by === undefined) return undefined;
  const cases = new Map<string, TableKind[]>();
  for (const member of members) {
    const word = String(wordAt(member, by.getName()));
    const table = tableOf(member, `${where}(${word})`, tables, by.getName());
    cases.set(word, [...(cases.get(word) ?? []), table]);
  }
  const named = [...cases].map(([word, variants]) => [word, oneOf(variants, `${where}(${word})`)]);
  return { by: by.getName(), cases: Object.fromEntries(named) };
}

/** Variants of one object: keys that no variant has both exclude each other. */
function oneOf(variants: readonly TableKind[], where: string): TableKind {
  const names = [...new Set(variants.flatMap(({ keys }) => Object.keys(keys)))];
  const keys = names.map((name): [string, Kind] => {
    const kinds = variants.map(({ keys }) => keys[name]).filter((kind) => kind !== undefined);
    return [name, only(kinds.flat(1) as Kind[])];
  });
  const required = names.filter((name) => variants.every((one) => one.required?.includes(name)));
  const exclusive = names.flatMap((one, at) => {
    const others = names.slice(at + 1).filter((other) => {
      return !variants.some(({ keys }) => one in keys && other in keys);
    });
    return others.map((other): [string, string] => [one, other]);
  });
  for (const { required: wanted = [] } of variants) {
    // Of variants with a key of their own that must be there, one may go without all of them.
    const own = wanted.filter((name) => !required.includes(name));
    if (own.length > 1) throw new StatementError(`${where}: ${own.join(", ")} belong together`);
  }
  const table = {
    keys: Object.fromEntries(keys),
    ...(required.length === 0 ? {} : { required }),
    ...(exclusive.length === 0 ? {} : { exclusive }),
  };
  const docs = variants.flatMap((one) =>
    Object.keys(one.keys).map((key) => [key, docOfKey(one, key)]),
  );
  docsOfTables.set(table, new Map(docs as [string, string][]));
  return table;
}

/** The kinds of a type that is no object alone. */
export function kindOfUnion(type: Type, where: string, tables: Tables): Kind {
  const kinds = type.getUnionTypes().flatMap((member) => kindsOfType(member, where, tables));
  const [first, ...others] = merged(kinds);
  if (first === undefined) throw new StatementError(`${where} can be nothing`);
  return others.length === 0 ? first : [first, ...others];
}

function wordAt(member: Type, key: string): string | undefined {
  const [declaration] = member.getProperty(key)?.getDeclarations() ?? [];
  const type = declaration?.getType();
  return type?.isStringLiteral() ? String(type.getLiteralValue()) : undefined;
}

function wordsOf(type: Type): (string | number | boolean)[] | undefined {
  const members = type.isUnion() ? type.getUnionTypes() : [type];
  const words = members.map((member) => {
    if (member.isBooleanLiteral()) return member.getText() === "true";
    return member.isLiteral() ? (member.getLiteralValue() as string | number) : undefined;
  });
  return words.every((word) => word !== undefined) && !type.isBoolean() ? words : undefined;
}

function isOptions(type: Type, tables: Tables): boolean {
  const hasMethods = type.getProperties().some((property) => isMethod(property));
  return isDeclaredIn(type.getSymbol() ?? type.getAliasSymbol(), tables.folder) && !hasMethods;
}

function isDeclaredIn(symbol: TsSymbol | undefined, folder: string): boolean {
  const [declaration] = symbol?.getDeclarations() ?? [];
  return declaration?.getSourceFile().getFilePath().startsWith(`${folder}/`) ?? false;
}

/** An object that is used by what it has: its members are looked for and not judged. */
function opaque(type: Type): Kind {
  const required = type.getProperties().filter((property) => {
    return !property.isOptional() && !property.getName().startsWith("__");
  });
  const names = (wanted: boolean): string[] => {
    return required.filter((one) => isMethod(one) === wanted).map((one) => one.getName());
  };
  return { object: names(false), methods: names(true) };
}

function isMethod(property: TsSymbol): boolean {
  return property.getDeclarations().some(Node.isMethodSignature);
}

function only(kinds: readonly Kind[]): Kind {
  const [first, ...others] = merged(kinds);
  if (first === undefined) throw new StatementError("a list or record of nothing");
  return others.length === 0 ? first : [first, ...others];
}

/** Words that stand side by side in a union are one list; what is said twice is said once. */
function merged(kinds: readonly Kind[]): Kind[] {
  const words: unknown[] = [];
  const others: Kind[] = [];
  for (const kind of kinds) {
    if (isPlainWords(kind)) words.push(...kind.words.filter((word) => !words.includes(word)));
    else if (!others.some((other) => JSON.stringify(other) === JSON.stringify(kind)))
      others.push(kind);
  }
  return words.length === 0 ? others : [...others, { words }];
}

function isPlainWords(kind: Kind): kind is { readonly words: readonly unknown[] } {
  return typeof kind === "object" && "words" in kind;
}
