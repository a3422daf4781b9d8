import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { ts } from "ts-morph";

/** What of a text is structure, and what is words. */
export interface Shape {
  readonly structure: string;
  readonly words: string;
}

/**
 * The structure of a TypeScript file: its syntax, names, documentation tags and links, but no text
 * of strings and comments.
 * @throws Error when the file has a syntax error
 */
export function shapeOfCode(name: string, text: string): Shape {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const faults = (file as unknown as { parseDiagnostics: readonly ts.Diagnostic[] })
    .parseDiagnostics;
  const [fault] = faults;
  if (fault !== undefined) {
    throw new Error(`${name}: ${ts.flattenDiagnosticMessageText(fault.messageText, "\n")}`);
  }
  const structure: string[] = [];
  const words: string[] = [];
  const comment = (node: ts.JSDoc | ts.JSDocTag): void => {
    const said = ts.getTextOfJSDocComment(node.comment) ?? "";
    const shape = shapeOfMarkdown(said);
    words.push(shape.words);
    structure.push(shape.structure);
  };
  const visit = (node: ts.Node): void => {
    const isName =
      ts.isPropertyAssignment(node.parent ?? node) &&
      (node.parent as ts.PropertyAssignment).name === node;
    if (ts.isStringLiteral(node) || (isName && ts.isIdentifier(node))) structure.push("text");
    else if (ts.isComputedPropertyName(node) && ts.isStringLiteral(node.expression)) {
      structure.push("text");
      return;
    } else if (ts.isIdentifier(node)) structure.push(node.text);
    else structure.push(ts.SyntaxKind[node.kind] ?? "");
    for (const doc of ts.getJSDocCommentsAndTags(node)) {
      if (!ts.isJSDoc(doc) || doc.parent !== node) continue;
      comment(doc);
      for (const tag of doc.tags ?? []) {
        structure.push(`@${tag.tagName.text}`);
        comment(tag);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // What stands in front of the imports belongs to no statement.
  for (const range of ts.getLeadingCommentRanges(text, 0) ?? []) {
    const lines = text.slice(range.pos, range.end).split("\n");
    const said = lines.map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\*|\/\/) ?/, "")).join("\n");
    words.push(shapeOfMarkdown(said.replace(/\*\/$/, "")).words);
  }
  return { structure: structure.join("\n"), words: words.join(" ") };
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

/** The structure of a page, block by block: what leaks out of one shows in it as another kind. */
export function shapeOfPage(text: string): Shape {
  const blocks = text.split(/\n{2,}/).map(shapeOfMarkdown);
  return {
    structure: blocks.map(({ structure }) => structure).join("\n"),
    words: blocks.map(({ words }) => words).join(" "),
  };
}

const known = new Map<string, Shape>();

/** Headings, tables, links and HTML; code counts as text. */
function shapeOfMarkdown(text: string): Shape {
  const shape = known.get(text) ?? readMarkdown(text);
  known.set(text, shape);
  return shape;
}

function readMarkdown(text: string): Shape {
  const structure: string[] = [];
  const words: string[] = [];
  const visit = ({ type, value, url, children = [] }: Node): void => {
    const isText = type === "text" || type === "inlineCode";
    const isCode = (type === "html" && /^<\/?code>$/.test(value ?? "")) || isAddress(url, children);
    if (isText || isCode) {
      if (structure.at(-1) !== "text") structure.push("text");
    } else {
      structure.push([type, url, type === "html" ? value : ""].filter(Boolean).join(":"));
    }
    if (isText || type === "code") words.push(value ?? "");
    for (const child of children) visit(child);
    if (!isText && !isCode) words.push(" ");
  };
  visit(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node);
  return { structure: structure.join("\n"), words: asRead(words.join("")) };
}

/** Whether it is an address that stands for itself, which pages show as a link. */
function isAddress(url: string | undefined, [text]: readonly Node[]): boolean {
  return (
    url !== undefined &&
    url.replace(/^(?:http:\/\/|mailto:)/, "") === text?.value?.replace(/^http:\/\//, "")
  );
}

/** Text as it is read: any blanks are one, and within a sentence it has no capital and no stop. */
export function asRead(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "").toLowerCase();
}
