import { ts } from "ts-morph";
import type { Declaration } from "./parse-report.ts";

/** What is different between two states of a declaration, as far as it can be told apart. */
export type Difference =
  /** A union of cases at a place of the declaration, `""` for the declaration itself. */
  | {
      readonly kind: "union";
      readonly place: string;
      readonly added: readonly string[];
      readonly lost: readonly string[];
    }
  | { readonly kind: "member-added"; readonly required: boolean }
  | { readonly kind: "other" };

/** Whether a place holds what a caller gives alone: the type of a parameter. */
type Position = "given" | "any";

/** Compares two states of a declaration; nothing where only order and writing differ. */
export function compareDeclarations(before: Declaration, after: Declaration): Difference[] {
  if (before.kind !== after.kind || before.statements.length !== after.statements.length)
    return [{ kind: "other" }];
  const comparison = new Comparison();
  before.statements.forEach((statement, index) => {
    const now = after.statements[index];
    if (now !== undefined) comparison.declaration(statement, now);
  });
  return comparison.differences;
}

class Comparison {
  readonly differences: Difference[] = [];

  declaration(was: ts.Statement, now: ts.Statement): void {
    // Whether it is exported is told by the report itself.
    if (ts.isInterfaceDeclaration(was) && ts.isInterfaceDeclaration(now)) {
      this.#sameTexts(headOf(was), headOf(now));
      this.#members(was.members, now.members, ({ questionToken }) => questionToken === undefined);
    } else if (ts.isClassDeclaration(was) && ts.isClassDeclaration(now)) {
      this.#sameTexts(headOf(was), headOf(now));
      // Nobody writes an object of a class by hand.
      this.#members(was.members, now.members, () => false);
    } else if (ts.isFunctionDeclaration(was) && ts.isFunctionDeclaration(now)) {
      this.#signature(was, now, "", "any");
    } else {
      this.#children(was, now, "", "any", (node) => !ts.isModifier(node));
    }
  }

  /** Members of the first level, by their names. */
  #members(
    was: ts.NodeArray<ts.TypeElement | ts.ClassElement>,
    now: ts.NodeArray<ts.TypeElement | ts.ClassElement>,
    isRequired: (member: { questionToken?: ts.Node | undefined }) => boolean,
  ): void {
    const old = byName(was);
    const young = byName(now);
    if ([...old.keys()].some((name) => !young.has(name))) this.#other();
    for (const [name, members] of young) {
      const earlier = old.get(name);
      const [first] = members;
      if (earlier === undefined) {
        if (first === undefined) continue;
        const required = isRequired(first as { questionToken?: ts.Node | undefined });
        this.differences.push({ kind: "member-added", required });
      } else if (earlier.length !== members.length) {
        this.#other();
      } else {
        earlier.forEach((member, index) => {
          const next = members[index];
          if (next !== undefined) this.#node(member, next, name, "any");
        });
      }
    }
  }

  #node(was: ts.Node, now: ts.Node, place: string, position: Position): void {
    if (tokens(was) === tokens(now)) return;
    const [old, young] = [bare(was), bare(now)];
    if (ts.isUnionTypeNode(old) || ts.isUnionTypeNode(young) || bothCases(old, young)) {
      this.#union(old, young, place, position);
    } else if (old.kind !== young.kind) {
      this.#other();
    } else if (isSignature(old) && isSignature(young)) {
      this.#signature(old, young, place, position);
    } else {
      this.#children(old, young, place, position);
    }
  }

  /** Parts pairwise; what has no parts must be the same word. */
  #children(
    was: ts.Node,
    now: ts.Node,
    place: string,
    position: Position,
    counts: (node: ts.Node) => boolean = () => true,
  ): void {
    const [old, young] = [partsOf(was).filter(counts), partsOf(now).filter(counts)];
    if (old.length !== young.length || ownTokens(was) !== ownTokens(now)) {
      this.#other();
      return;
    }
    old.forEach((part, index) => {
      const next = young[index];
      if (next !== undefined) this.#node(part, next, place, position);
    });
  }

  #signature(was: Signature, now: Signature, place: string, position: Position): void {
    const heads = (node: Signature) =>
      partsOf(node).filter(
        (part) => !ts.isParameter(part) && part !== node.type && !isExportWord(part),
      );
    this.#sameTexts(heads(was), heads(now));
    if (was.parameters.length !== now.parameters.length) this.#other();
    was.parameters.forEach((parameter, index) => {
      const next = now.parameters[index];
      // What a caller's own function is given comes from the package.
      const side = position === "given" ? "any" : "given";
      if (next !== undefined) this.#node(parameter, next, parameter.name.getText(), side);
    });
    if (was.type !== undefined && now.type !== undefined)
      this.#node(was.type, now.type, place, position);
    else if (was.type !== now.type) this.#other();
  }

  #sameTexts(was: readonly ts.Node[], now: readonly ts.Node[]): void {
    if (was.map(tokens).join("\n") !== now.map(tokens).join("\n")) this.#other();
  }

  #union(was: ts.Node, now: ts.Node, place: string, position: Position): void {
    const [old, young] = [casesOf(was), casesOf(now)];
    const added = [...young.keys()].filter((text) => !old.has(text));
    const lost = [...old.keys()].filter((text) => !young.has(text));
    if (added.length + lost.length === 0) return;
    const come = added.map((text) => young.get(text));
    const gone = lost.map((text) => old.get(text));
    const grows =
      position === "given" || come.every((node) => isCase(node, ts.isUnionTypeNode(was)));
    const shrinks = gone.every((node) => isCase(node, false)) && lost.length < old.size;
    if ((added.length > 0 && !grows) || (lost.length > 0 && !shrinks)) this.#other();
    else this.differences.push({ kind: "union", place, added, lost });
  }

  #other(): void {
    this.differences.push({ kind: "other" });
  }
}

type Signature = ts.SignatureDeclaration;

function isSignature(node: ts.Node): node is Signature {
  return ts.isFunctionLike(node);
}

/** Name, type parameters and what is extended: all but the members. */
function headOf(node: ts.InterfaceDeclaration | ts.ClassDeclaration): ts.Node[] {
  const members = new Set<ts.Node>(node.members);
  return partsOf(node).filter((part) => !members.has(part) && !isExportWord(part));
}

function isExportWord({ kind }: ts.Node): boolean {
  return kind === ts.SyntaxKind.ExportKeyword;
}

function byName<Member extends ts.TypeElement | ts.ClassElement>(
  members: Iterable<Member>,
): Map<string, Member[]> {
  const map = new Map<string, Member[]>();
  for (const member of members) {
    const name = member.name?.getText() ?? ts.SyntaxKind[member.kind];
    map.set(name, [...(map.get(name) ?? []), member]);
  }
  return map;
}

function partsOf(node: ts.Node): ts.Node[] {
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(child);
  });
  return parts;
}

/** A type without brackets around it. */
function bare(node: ts.Node): ts.Node {
  return ts.isParenthesizedTypeNode(node) ? bare(node.type) : node;
}

function bothCases(was: ts.Node, now: ts.Node): boolean {
  return ts.isLiteralTypeNode(was) && ts.isLiteralTypeNode(now);
}

/** The cases of a union by their text; a type by itself is the one case. */
function casesOf(node: ts.Node): Map<string, ts.Node> {
  const plain = bare(node);
  if (!ts.isUnionTypeNode(plain)) return new Map([[tokens(plain), plain]]);
  return new Map(plain.types.flatMap((type) => [...casesOf(type)]));
}

/**
 * Whether a type is one case beside others: a literal, or a variant beside variants. `undefined` and
 * whole types such as `string` are none: with them every use of a value has to change.
 */
function isCase(node: ts.Node | undefined, besideVariants: boolean): boolean {
  if (node === undefined) return false;
  if (ts.isLiteralTypeNode(node)) return node.literal.kind !== ts.SyntaxKind.NullKeyword;
  if (ts.isTemplateLiteralTypeNode(node)) return true;
  return besideVariants && (ts.isTypeLiteralNode(node) || ts.isTypeReferenceNode(node));
}

/** The words of a node, without comments and spaces. */
function tokens(node: ts.Node): string {
  return scan(node.getText()).join(" ");
}

/** The words of a node that belong to none of its parts, such as `readonly` in front of an array. */
function ownTokens(node: ts.Node): string {
  const text = node.getSourceFile().text;
  const words: string[] = [];
  let from = node.getStart();
  for (const part of partsOf(node)) {
    words.push(...scan(text.slice(from, part.getStart())));
    from = part.getEnd();
  }
  words.push(...scan(text.slice(from, node.getEnd())));
  return words.filter((word) => !/^[,;|]$/.test(word)).join(" ");
}

function scan(text: string): string[] {
  const { Latest } = ts.ScriptTarget;
  const scanner = ts.createScanner(Latest, true, ts.LanguageVariant.Standard, text);
  const list: string[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan())
    list.push(scanner.getTokenText());
  return list;
}
