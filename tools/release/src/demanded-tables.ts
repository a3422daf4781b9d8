import { ts } from "ts-morph";
import { type Declaration, parseReport } from "./parse-report.ts";

/**
 * Names of unions of which a caller must write a complete table: keys of a `Record`, or of a mapped
 * type without `?`, in something that is given to the package and never comes from it. When such a
 * union grows, tables that were complete no longer compile.
 * @param report text of an API report
 */
export function demandedTables(report: string): Set<string> {
  return new TableSearch(report).demanded();
}

/** Whether a type is given by a caller, or comes from the package. */
type Side = "given" | "got";

class TableSearch {
  readonly #statements = new Map<string, ts.Statement[]>();
  readonly #declarations: readonly Declaration[];
  readonly #seen = new Set<string>();
  readonly #tables = new Map<ts.Node, Set<Side>>();

  constructor(report: string) {
    this.#declarations = [...parseReport(report).values()];
    for (const { name, statements } of this.#declarations)
      this.#statements.set(name, [...(this.#statements.get(name) ?? []), ...statements]);
  }

  demanded(): Set<string> {
    for (const { name, kind, exported } of this.#declarations)
      if (exported && !isType(kind)) this.#name(name, "got");
    // A type that no function or class mentions is there for callers to write.
    for (const { name, kind } of this.#declarations)
      if (isType(kind) && !this.#seen.has(`${name} given`) && !this.#seen.has(`${name} got`))
        this.#name(name, "given");
    const names = new Set<string>();
    for (const [keys, sides] of this.#tables)
      if (!sides.has("got")) for (const name of namesIn(keys)) names.add(name);
    return names;
  }

  #name(name: string, side: Side): void {
    const mark = `${name} ${side}`;
    if (this.#seen.has(mark)) return;
    this.#seen.add(mark);
    for (const statement of this.#statements.get(name) ?? []) this.#visit(statement, side);
  }

  #visit(node: ts.Node, side: Side): void {
    if (ts.isFunctionLike(node)) {
      const isConstructor = ts.isConstructorDeclaration(node);
      for (const { type } of node.parameters)
        if (type !== undefined) this.#visit(type, isConstructor ? "given" : other(side));
      if (node.type !== undefined) this.#visit(node.type, side);
    } else if (ts.isTypeReferenceNode(node)) {
      this.#reference(node, side);
    } else {
      if (ts.isExpressionWithTypeArguments(node)) this.#name(node.expression.getText(), side);
      if (ts.isMappedTypeNode(node) && node.questionToken === undefined)
        this.#table(node.typeParameter.constraint, side);
      ts.forEachChild(node, (child) => this.#visit(child, side));
    }
  }

  #reference(node: ts.TypeReferenceNode, side: Side): void {
    const name = node.typeName.getText();
    const [first, ...others] = node.typeArguments ?? [];
    if (name === "Partial" && first !== undefined && isTable(first)) {
      // Such a table may have gaps; what it holds is looked at all the same.
      for (const argument of first.typeArguments ?? []) this.#visit(argument, side);
      return;
    }
    if (isTable(node)) this.#table(first, side);
    this.#name(name, side);
    for (const argument of first === undefined ? [] : [first, ...others])
      this.#visit(argument, side);
  }

  #table(keys: ts.Node | undefined, side: Side): void {
    if (keys === undefined) return;
    const sides = this.#tables.get(keys) ?? new Set();
    this.#tables.set(keys, sides.add(side));
  }
}

function isType(kind: string): boolean {
  return kind === "type" || kind === "interface";
}

function other(side: Side): Side {
  return side === "given" ? "got" : "given";
}

function isTable(node: ts.Node): node is ts.TypeReferenceNode {
  return ts.isTypeReferenceNode(node) && node.typeName.getText() === "Record";
}

function namesIn(keys: ts.Node): string[] {
  if (ts.isTypeReferenceNode(keys)) return [keys.typeName.getText()];
  const names: string[] = [];
  ts.forEachChild(keys, (child) => {
    names.push(...namesIn(child));
  });
  return names;
}
