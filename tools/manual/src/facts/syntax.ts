import type { Form } from "../reader/headings.ts";
import { step } from "./fact.ts";

/** A field of a syntax line: written as it stands, filled in by the caller, or left out together. */
export type SyntaxField =
  | { readonly literal: string }
  | { readonly placeholder: string }
  | { readonly optional: readonly SyntaxField[] };

export interface Syntax {
  readonly at: string;
  readonly form: Form;
  readonly fields: readonly SyntaxField[];
}

/** `AT+X="key"[,<a>,<b>]` in parts; nothing when it is no syntax or its brackets do not close. */
export function parseSyntax(text: string): Syntax | undefined {
  const match = /^AT([+&$#^%*]?[A-Z][A-Z0-9]*)(=\?|\?|=.*)?$/.exec(text);
  if (match === null) return undefined;
  const [, at = "", rest = ""] = match;
  if (rest === "") return { at, form: "execute", fields: [] };
  if (rest === "=?") return { at, form: "test", fields: [] };
  if (rest === "?") return { at, form: "read", fields: [] };
  const fields = parseFields(rest.slice(1));
  return fields === undefined ? undefined : { at, form: "write", fields };
}

/** A line of the module: `+X: <a>[,<b>]`, in square brackets when it may be missing or come often. */
export interface AnswerSyntax {
  readonly prefix: string;
  readonly fields: readonly SyntaxField[];
  readonly mayBeMissing: boolean;
}

export function parseAnswer(text: string): AnswerSyntax | undefined {
  const bare = text.replaceAll(/<CR>|<LF>/g, "");
  const mayBeMissing = /^\[.*\]$/.test(bare);
  const match = /^(\+[A-Z]+)[:=] ?(.*)$/.exec(mayBeMissing ? bare.slice(1, -1) : bare);
  const fields = parseFields(match?.[2] ?? "");
  if (match === null || fields === undefined) return undefined;
  return { prefix: match[1] ?? "", fields, mayBeMissing };
}

export function parseFields(text: string): SyntaxField[] | undefined {
  const tokens = text.match(/"[^"]*"|<[^<>]*>|[[\],]|[^[\],<>"]+/g) ?? [];
  if (tokens.join("") !== text) return undefined;
  const stack: SyntaxField[][] = [[]];
  for (const token of tokens) {
    if (token === "[") {
      stack.push([]);
    } else if (token === "]") {
      const optional = stack.pop() ?? [];
      if (stack.length === 0) return undefined;
      stack.at(-1)?.push({ optional });
    } else if (token.startsWith("<")) {
      stack.at(-1)?.push({ placeholder: token.slice(1, -1).replaceAll(/\s/g, "") });
    } else if (token !== "," && token.trim() !== "") {
      stack.at(-1)?.push({ literal: token.trim() });
    }
  }
  return stack.length === 1 ? stack[0] : undefined;
}

/** The way back: `"key"[,<a>,<b>]`. */
export function printFields(fields: readonly SyntaxField[], isFirst = true): string {
  let text = "";
  for (const field of fields) {
    const comma = isFirst && text === "" ? "" : ",";
    if ("optional" in field) text += `[${printFields(field.optional, comma === "")}]`;
    else text += `${comma}${"literal" in field ? field.literal : `<${field.placeholder}>`}`;
  }
  return text;
}

export function printSyntax({ at, form, fields }: Syntax): string {
  const ends = { test: "=?", read: "?", execute: "", write: `=${printFields(fields)}` };
  return `AT${at}${ends[form]}`;
}

export function printAnswer({ prefix, fields, mayBeMissing }: AnswerSyntax): string {
  const line = `${prefix}: ${printFields(fields)}`;
  return mayBeMissing ? `[${line}]` : line;
}

/** Literals and placeholders in their order, optional ones included. */
export function leavesOf(fields: readonly SyntaxField[]): (string | undefined)[] {
  return fields.flatMap((field) => {
    if ("optional" in field) return leavesOf(field.optional);
    return "placeholder" in field ? [field.placeholder] : [undefined];
  });
}

/** Names of the placeholders, each once. */
export function placeholdersOf(fields: readonly SyntaxField[]): string[] {
  return [...new Set(leavesOf(fields).filter((leaf) => leaf !== undefined))];
}

/** `write:account` for the sub-key "account", `write` for a command without sub-keys. */
export function pathOfSyntax({ form, fields }: Syntax): string {
  const key = subKeyOf(fields);
  return form === "write" && key !== undefined ? `write:${step(key)}` : form;
}

/** The quoted literal in front, by which a command tells its settings apart. */
export function subKeyOf(fields: readonly SyntaxField[]): string | undefined {
  const [first] = fields;
  if (first === undefined || !("literal" in first)) return undefined;
  return /^"(.+)"$/.exec(first.literal)?.[1];
}
