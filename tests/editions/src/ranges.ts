import type { SchemaParam } from "@qsmtp/codegen/schema-types";
import type { SchemaEdit } from "./schema-edit.ts";

/** The largest number that a parameter takes. @throws Error when it has no such bound */
export function topOf(edit: SchemaEdit, path: string, name: string): number {
  const top = edit.command(path).params?.[name]?.ranges?.at(-1)?.[1];
  if (typeof top !== "number") throw new Error(`${name} of ${path} has no upper bound`);
  return top;
}

export function bottomOf(edit: SchemaEdit, path: string, name: string): number {
  const [[bottom] = []] = edit.command(path).params?.[name]?.ranges ?? [];
  if (typeof bottom !== "number") throw new Error(`${name} of ${path} has no lower bound`);
  return bottom;
}

/** A parameter with another range of one part, and its test form where that prints it. */
export function setRange(
  edit: SchemaEdit,
  path: string,
  name: string,
  [from, to]: readonly [number, number],
): void {
  const old = `${bottomOf(edit, path, name)}-${topOf(edit, path, name)}`;
  edit.editParam(path, name, (param) => ({ ...param, ranges: [[from, to]] }));
  const test = edit.command(path).operations.find(({ form }) => form === "test");
  const isPrinted = test?.supports?.some((line) => line.includes(`(${old})`)) ?? false;
  if (isPrinted) edit.replaceInTestAnswer(path, `(${old})`, `(${from}-${to})`);
}

/** A text parameter of another size. */
export function addBytes(edit: SchemaEdit, path: string, name: string, more: number): void {
  edit.editParam(path, name, (param: SchemaParam) => {
    if (param.maxBytes === undefined) throw new Error(`${name} of ${path} has no size`);
    return { ...param, maxBytes: param.maxBytes + more };
  });
}
