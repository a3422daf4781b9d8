import type { SchemaCommand, SchemaParam } from "@qsmtp/codegen/schema-types";
import type { EditionChange } from "./edition-change.ts";
import type { SchemaEdit } from "./schema-edit.ts";

/** Every bounded number and every sized text of a group of commands, some larger. */
export const growth: readonly EditionChange[] = [
  ["smtp", "smtp-manual"],
  ["file", "file-sheet"],
  ["pdp", "pdp-sheet"],
  ["ssl", "ssl-sheet"],
].map(
  ([group = "", manual = ""]): EditionChange => ({
    fact: `larger numbers and longer texts of the group ${group}`,
    manual,
    apply: (edit, amount) => {
      for (const { file, json } of edit.files) {
        if (!file.startsWith(`commands/${group}/`)) continue;
        grow(edit, file.slice("commands/".length, -".json".length), json as SchemaCommand, amount);
      }
    },
  }),
);

function grow(edit: SchemaEdit, path: string, command: SchemaCommand, amount: number): void {
  const spans = new Map<string, string>();
  for (const [name, param] of Object.entries(command.params ?? {})) {
    const grown = larger(param, amount);
    const [old, young] = [spanOf(param), spanOf(grown)];
    if (old !== undefined && young !== undefined) spans.set(old, young);
    edit.editParam(path, name, () => grown);
  }
  const test = command.operations.find(({ form }) => form === "test");
  const lines = test?.supports ?? [];
  const grown = lines.map((line) => replaceSpans(line, spans));
  if (grown.join() !== lines.join()) edit.editTestAnswer(path, () => grown);
}

function replaceSpans(line: string, spans: ReadonlyMap<string, string>): string {
  return line.replaceAll(/\(\d+-\d+\)/g, (span) => spans.get(span) ?? span);
}

function larger(param: SchemaParam, amount: number): SchemaParam {
  const { ranges, maxBytes } = param;
  return {
    ...param,
    ...(ranges && {
      ranges: ranges.map(([from, to], index): [number, number | null] => [
        from,
        to === null || index < ranges.length - 1 ? to : to + amount,
      ]),
    }),
    ...(maxBytes === undefined ? {} : { maxBytes: maxBytes + amount }),
  };
}

function spanOf({ ranges = [] }: SchemaParam): string | undefined {
  const [only, ...others] = ranges;
  if (only === undefined || others.length > 0 || only[1] === null) return undefined;
  return `(${only[0]}-${only[1]})`;
}
