import { canonicalJson } from "@qsmtp/codegen/fingerprint";
import { getNodeValue, type Node, parseTree } from "jsonc-parser";

/**
 * Turns one JSON text into another and keeps the text of everything that stays as it is. The outcome
 * wants formatting; then its git diff shows the change alone.
 */
export function editJson(text: string, after: unknown): string {
  const root = parseTree(text);
  return root === undefined ? JSON.stringify(after) : edit(text, root, after);
}

function edit(text: string, node: Node, after: unknown): string {
  if (isSame(node, after)) return text.slice(node.offset, node.offset + node.length);
  if (node.type === "object" && isObject(after)) return editObject(text, node, after);
  if (node.type === "array" && Array.isArray(after)) return editArray(text, node, after);
  return JSON.stringify(after);
}

function editObject(text: string, node: Node, after: Readonly<Record<string, unknown>>): string {
  const known = new Map<string, Node>();
  for (const member of node.children ?? []) {
    const [key, value] = member.children ?? [];
    if (key !== undefined && value !== undefined) known.set(getNodeValue(key), value);
  }
  const members = Object.entries(after).map(([key, value]) => {
    const child = known.get(key);
    const printed = child === undefined ? JSON.stringify(value) : edit(text, child, value);
    return `${JSON.stringify(key)}: ${printed}`;
  });
  return `{${lineBreak(text, node)}${members.join(", ")}}`;
}

/** The formatter keeps an object open when its first key stands on a line of its own. */
function lineBreak(text: string, node: Node): string {
  const first = node.children?.[0];
  return first !== undefined && text.slice(node.offset, first.offset).includes("\n") ? "\n" : "";
}

/** What stands before and behind the change stays; in between, one by one, old becomes new. */
function editArray(text: string, node: Node, after: readonly unknown[]): string {
  const before = node.children ?? [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSame(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isSame(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const items = after.map((value, index) => {
    const fromEnd = after.length - index;
    const old = fromEnd <= end ? before.at(-fromEnd) : before[index];
    const isNew = fromEnd > end && index >= before.length - end;
    return old === undefined || isNew ? JSON.stringify(value) : edit(text, old, value);
  });
  return `[${items.join(", ")}]`;
}

function isSame(node: Node | undefined, value: unknown): boolean {
  return node !== undefined && canonicalJson(getNodeValue(node)) === canonicalJson(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
