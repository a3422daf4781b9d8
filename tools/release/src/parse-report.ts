import { ts } from "ts-morph";

/** One declaration of an API report. */
export interface Declaration {
  readonly name: string;
  /** Hidden declarations are part of the API by being mentioned. */
  readonly exported: boolean;
  readonly kind: string;
  /** Its statements, those of overloads one after the other; none in a list of names. */
  readonly statements: readonly ts.Statement[];
  /** Its lines without comments. */
  readonly lines: readonly string[];
}

const listHead = "## API names of ";
const listed = /^export (class|interface|type|function|const) ([\w$]+)$/;

/** Whether a report holds names and kinds only: those of a generated entry, whose types the schema explains. */
export function isNameList(text: string): boolean {
  return text.startsWith(listHead);
}

/** Takes an API report, or a list of names, apart into declarations by name. */
export function parseReport(text: string): Map<string, Declaration> {
  const code = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  return isNameList(text) ? parseNames(code) : parseDeclarations(code);
}

function parseNames(code: string): Map<string, Declaration> {
  const declarations = new Map<string, Declaration>();
  for (const line of code.split("\n")) {
    const [, kind = "", name] = listed.exec(line.trim()) ?? [];
    if (name === undefined) continue;
    declarations.set(keyOf(kind, name), {
      name,
      exported: true,
      kind,
      statements: [],
      lines: [line.trim()],
    });
  }
  return declarations;
}

/** The statements of a report's code. */
export function statementsOf(code: string): ts.SourceFile {
  return ts.createSourceFile("report.d.ts", code, ts.ScriptTarget.Latest, true);
}

function parseDeclarations(code: string): Map<string, Declaration> {
  const file = statementsOf(code);
  const exportedLater = new Set(file.statements.flatMap(namesExportedLater));
  const declarations = new Map<string, Declaration>();
  for (const statement of file.statements) {
    for (const [kind, name] of declared(statement)) {
      const key = keyOf(kind, name);
      const earlier = declarations.get(key);
      const exported = isExported(statement) || exportedLater.has(name);
      declarations.set(key, {
        name,
        exported,
        kind,
        statements: [...(earlier?.statements ?? []), statement],
        lines: [...(earlier?.lines ?? []), ...linesOf(statement)],
      });
    }
  }
  return declarations;
}

/** A class or constant may share its name with a type. */
function keyOf(kind: string, name: string): string {
  return kind === "type" || kind === "interface" ? `${name} (type)` : name;
}

function declared(statement: ts.Statement): [kind: string, name: string][] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => ["const", name.getText()]);
  const kind = kindOf(statement);
  const name = (statement as { name?: ts.Node }).name?.getText();
  return kind === undefined || name === undefined ? [] : [[kind, name]];
}

function kindOf(statement: ts.Statement): string | undefined {
  if (ts.isClassDeclaration(statement)) return "class";
  if (ts.isInterfaceDeclaration(statement)) return "interface";
  if (ts.isTypeAliasDeclaration(statement)) return "type";
  if (ts.isFunctionDeclaration(statement)) return "function";
  if (ts.isEnumDeclaration(statement)) return "enum";
  return ts.isModuleDeclaration(statement) ? "namespace" : undefined;
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** What stands in `export { Range_2 as Range }`, by the names of the report. */
function namesExportedLater(statement: ts.Statement): string[] {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) return [];
  const clause = statement.exportClause;
  if (clause === undefined || !ts.isNamedExports(clause)) return [];
  return clause.elements.map(({ name, propertyName }) => (propertyName ?? name).getText());
}

function linesOf(statement: ts.Statement): string[] {
  return statement
    .getText()
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !/^\s*(\/\/|\/\*\*|\*)/.test(line));
}
