import type { SchemaField } from "@qsmtp/codegen/schema-types";
import { nameIn } from "./tokens.ts";

/** Fields of a syntax or answer; parameters by the vendor's placeholders. */
export interface FieldList {
  readonly fields: readonly SchemaField[];
  /** Slips of the vendor that leave more than one reading; empty when there are none. */
  readonly slips: readonly string[];
}

export interface Syntax extends FieldList {
  readonly at: string;
  readonly form: "test" | "read" | "write" | "execute";
}

/** `AT+X="key"[,<a>,<b>]` in parts; nothing when it is no command. */
export function parseSyntax(text: string): Syntax | undefined {
  const match = /^\.?AT([+&$#^%*]?[A-Z][A-Z0-9]*)\s*(=\s*\?|\?|=[\s\S]*)?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, at = "", rest = ""] = match;
  const bare = rest.replace(/^=\s*/, "=");
  if (bare === "") return { at, form: "execute", fields: [], slips: [] };
  if (bare === "=?") return { at, form: "test", fields: [], slips: [] };
  if (bare === "?") return { at, form: "read", fields: [], slips: [] };
  return { at, form: "write", ...parseFields(bare.slice(1)) };
}

/** A line of the module: `+X: <a>[,<b>]`. */
export interface AnswerSyntax extends FieldList {
  readonly prefix: string;
  /** The line stands in square brackets. */
  readonly isBracketed: boolean;
  /** It stands for several lines: `List of (...)`, or a line end inside its brackets. */
  readonly isList: boolean;
}

export function parseAnswer(text: string): AnswerSyntax | undefined {
  const listed = /^List of \((.*)\)$/i.exec(text.trim());
  const hasLineEnd = /<CR>|<LF>/.test(text);
  const bare = (listed?.[1] ?? text).replaceAll(/<CR>|<LF>|(?:…|\.{3,})(?=\]|$)/g, "").trim();
  const isBracketed = /^\[.*\]$/.test(bare) && closesAtEnd(bare);
  const match = /^(\+[A-Z][A-Z0-9]*(?: [A-Z]+)?)\s*[:=]\s*(.*)$/s.exec(
    isBracketed ? bare.slice(1, -1).trim() : bare,
  );
  if (match === null) return undefined;
  const isList = listed !== null || (isBracketed && hasLineEnd);
  return { prefix: match[1] ?? "", isBracketed, isList, ...parseFields(match[2] ?? "") };
}

/** Whether the bracket that opens a text is the one that closes it. */
function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "[") depth += 1;
    if (text[index] === "]") depth -= 1;
    if (depth === 0) return index === text.length - 1;
  }
  return false;
}

const fieldToken = /"[^"]*"|<[^<>]*>|[[\],]|[^[\],<>"]+|./gs;

/** Reads `<a>,"key"[,<b>[,<c>]]`; what breaks its rules is named as a slip. */
export function parseFields(text: string): FieldList {
  const stack: SchemaField[][] = [[]];
  const slips: string[] = [];
  let isAfterLeaf = false;
  for (const token of text.match(fieldToken) ?? []) {
    if (token.trim() === "") continue;
    if (token === "[") {
      stack.push([]);
    } else if (token === "]") {
      const optional = stack.length > 1 ? stack.pop() : undefined;
      if (optional === undefined) slips.push('a "]" without a "["');
      else if (optional.length > 0) stack.at(-1)?.push({ optional });
    } else if (token === ",") {
      isAfterLeaf = false;
    } else {
      if (isAfterLeaf) slips.push(`no comma before ${token.trim()}`);
      isAfterLeaf = true;
      const leaf = toLeaf(token.trim());
      if (leaf === undefined) slips.push(`"${token.trim()}" is neither a parameter nor a value`);
      else stack.at(-1)?.push(leaf);
    }
  }
  while (stack.length > 1) {
    slips.push('a "[" without a "]"');
    const optional = stack.pop() ?? [];
    if (optional.length > 0) stack.at(-1)?.push({ optional });
  }
  const fields = stack[0] ?? [];
  if (hasOptionalInFront(fields)) {
    slips.push("what may be left out stands in front of what may not");
  }
  return { fields, slips };
}

/** `[<a>,]<b>`: fields can be left out from the right only. */
function hasOptionalInFront(fields: readonly SchemaField[]): boolean {
  return fields.some((field, index) => {
    if (!("optional" in field)) return false;
    const next = fields[index + 1];
    return hasOptionalInFront(field.optional) || (next !== undefined && !("optional" in next));
  });
}

function toLeaf(token: string): SchemaField | undefined {
  const quoted = /^"(.*)"$/s.exec(token)?.[1];
  if (quoted !== undefined) return /[<>]/.test(quoted) ? undefined : { const: quoted };
  if (/^<[^<>]+>$/.test(token)) return { param: nameIn(token) };
  if (/^-?\d+$/.test(token)) return { const: Number(token) };
  return /^(?=.*\w)[\w+*.-]+$/.test(token) ? { const: token, quoted: false } : undefined;
}

/** The fields as they are printed. */
export function printFields(fields: readonly SchemaField[], isFirst = true): string {
  let text = "";
  for (const field of fields) {
    const comma = isFirst && text === "" ? "" : ",";
    if ("optional" in field) text += `[${printFields(field.optional, comma === "")}]`;
    else text += `${comma}${printLeaf(field)}`;
  }
  return text;
}

function printLeaf(field: Exclude<SchemaField, { optional: unknown }>): string {
  if ("param" in field) return `<${field.param}>`;
  if ("list" in field) return `<${field.list}>`;
  const isQuoted = typeof field.const === "string" && field.quoted !== false;
  return isQuoted ? `"${field.const}"` : `${field.const}`;
}

/** Constants and parameters in their order, those that may be left out included. */
export function leavesOf(
  fields: readonly SchemaField[],
): Exclude<SchemaField, { optional: readonly SchemaField[] }>[] {
  return fields.flatMap((field) => ("optional" in field ? leavesOf(field.optional) : [field]));
}

/** Placeholders, each once. */
export function placeholdersOf(fields: readonly SchemaField[]): string[] {
  const names = leavesOf(fields).flatMap((leaf) => {
    if ("param" in leaf) return [leaf.param];
    return "list" in leaf ? [leaf.list] : [];
  });
  return [...new Set(names)];
}

/** The quoted word in front by which a command tells its settings apart. */
export function subKeyOf(fields: readonly SchemaField[]): string | undefined {
  const [first] = fields;
  if (first === undefined || !("const" in first) || first.quoted === false) return undefined;
  return typeof first.const === "string" ? first.const : undefined;
}
