import { type CallExpression, Node, type SourceFile, SyntaxKind } from "ts-morph";

/** A literal of a source file with the names around it. */
export interface Literal {
  readonly line: number;
  /** As it stands in the file. */
  readonly written: string;
  /** Number, or the text of a string, a part of a template or a regular expression. */
  readonly value: number | string;
  readonly isPattern: boolean;
  /** Names that say what it is: of the property, variable, parameter or function, or what it is compared with. */
  readonly names: readonly string[];
  /** The nearest of them where the literal is the whole value of it. */
  readonly property: string | undefined;
  /** The constant that it is the whole value of. */
  readonly constant: string | undefined;
  /** What it is compared with by `===` and the like. */
  readonly comparedWith: string | undefined;
}

/** Every number, text, part of a template and regular expression of a file. Imports do not count. */
export function literalsOf(file: SourceFile): Literal[] {
  const found: Literal[] = [];
  file.forEachDescendant((node) => {
    const value = valueOfLiteral(node);
    if (value === undefined || isModuleName(node) || isFactor(node)) return;
    found.push({
      line: node.getStartLineNumber(),
      written: node.getText(),
      value,
      isPattern: Node.isRegularExpressionLiteral(node),
      names: namesAround(node),
      property: propertyOf(node),
      constant: constantOf(node),
      comparedWith: comparedWith(node),
    });
  });
  return found;
}

function valueOfLiteral(node: Node): number | string | undefined {
  if (Node.isNumericLiteral(node)) return Number(node.getText().replaceAll("_", ""));
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) {
    return node.getLiteralText();
  }
  if (Node.isTemplateHead(node) || Node.isTemplateMiddle(node) || Node.isTemplateTail(node)) {
    return node.getLiteralText();
  }
  return Node.isRegularExpressionLiteral(node) ? node.getText().replaceAll("\\", "") : undefined;
}

/** Calls whose numbers say how something is written. */
const printing: ReadonlySet<string> = new Set(["padEnd", "padStart", "toFixed", "toString"]);

/** `seconds * 1000` changes the unit of a number that has its name, `toString(16)` how it is written. */
function isFactor(node: Node): boolean {
  const parent = node.getParent();
  if (!Node.isNumericLiteral(node)) return false;
  if (Node.isCallExpression(parent)) {
    const called = parent.getExpression();
    return Node.isPropertyAccessExpression(called) && printing.has(called.getName());
  }
  if (!Node.isBinaryExpression(parent)) return false;
  const operator = parent.getOperatorToken().getKind();
  return operator === SyntaxKind.AsteriskToken || operator === SyntaxKind.SlashToken;
}

function isModuleName(node: Node): boolean {
  const parent = node.getParent();
  return (
    Node.isImportDeclaration(parent) ||
    Node.isExportDeclaration(parent) ||
    Node.isExternalModuleReference(parent)
  );
}

function namesAround(node: Node): string[] {
  const names: string[] = [];
  for (const ancestor of [node, ...node.getAncestors()]) {
    if (isNamed(ancestor)) names.push(ancestor.getName());
    if (Node.isCallExpression(ancestor)) names.push(...textsOf(ancestor));
    const compared = comparedWith(ancestor);
    if (compared !== undefined) names.push(compared);
    if (Node.isFunctionLikeDeclaration(ancestor) || Node.isClassDeclaration(ancestor)) break;
  }
  return names;
}

/** What a call says of its numbers: `option("--pdp-context <number>", wholeNumber(1, 16))`. */
function textsOf(call: CallExpression): string[] {
  return call.getArguments().flatMap((argument) => {
    return Node.isStringLiteral(argument) ? argument.getLiteralText() : [];
  });
}

function isNamed(node: Node): node is Node & { getName(): string } {
  return (
    Node.isPropertyAssignment(node) ||
    Node.isVariableDeclaration(node) ||
    Node.isBindingElement(node) ||
    Node.isParameterDeclaration(node) ||
    Node.isPropertyDeclaration(node) ||
    Node.isPropertySignature(node) ||
    Node.isTypeAliasDeclaration(node)
  );
}

function propertyOf(node: Node): string | undefined {
  const parent = node.getParent();
  return parent !== undefined && isNamed(parent) ? parent.getName() : undefined;
}

function constantOf(node: Node): string | undefined {
  const parent = node.getParent();
  return Node.isVariableDeclaration(parent) ? parent.getName() : undefined;
}

const comparisons: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.LessThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.GreaterThanEqualsToken,
  SyntaxKind.QuestionQuestionToken,
]);

function comparedWith(node: Node): string | undefined {
  const parent = node.getParent();
  if (!Node.isBinaryExpression(parent)) return undefined;
  if (!comparisons.has(parent.getOperatorToken().getKind())) return undefined;
  const other = parent.getLeft() === node ? parent.getRight() : parent.getLeft();
  return other.getText().replaceAll(/[^A-Za-z0-9]+/g, " ");
}
