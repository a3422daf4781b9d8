import type { SchemaField, SchemaOperation } from "@qsmtp/codegen/schema-types";
import { subKeyOf } from "./syntax.ts";

/** A vendor's word as one step of a path: `ltesms/format` holds no step of its own. */
export function step(word: string): string {
  return word.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Whether a path is another one or lies below it: `params/err/type` below `params/err`. */
export function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

/** How a finding is called on the command line: command and path. */
export function idOf({
  command,
  path,
}: {
  readonly command: string;
  readonly path: string;
}): string {
  if (path === "" || command === "") return command + path;
  return `${command}/${path}`;
}

/** `test`, `read`, `execute`, `write`, and `write:account` for the setting "account". */
export function pathOfForm({
  form,
  args = [],
}: {
  readonly form: SchemaOperation["form"];
  readonly args?: readonly SchemaField[];
}): string {
  const key = form === "write" ? subKeyOf(args) : undefined;
  return key === undefined ? form : `write:${step(key)}`;
}
