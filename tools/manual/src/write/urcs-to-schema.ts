import { notDescribed } from "@qsmtp/codegen/placeholder";
import type { DraftUrc } from "../draft/draft.ts";
import type { CommandEdit } from "./command-edit.ts";
import type { CommandPlace } from "./command-to-schema.ts";
import { camelName, keyWords } from "./words-to-names.ts";

/** Puts the lines of a section about unsolicited lines into the command that they are filed under. */
export function addUrcs(
  edit: CommandEdit,
  { title, lines }: Pick<DraftUrc, "title" | "lines">,
  sourceOf: CommandPlace["sourceOf"],
): void {
  const suggest = (): string => camelName(keyWords(title.replaceAll(/[+"]/g, " "), 4));
  for (const [index, line] of lines.entries()) {
    const path = `urcs/${index + 1}`;
    edit.addUrc({
      name: edit.nameOf("event", path, suggest),
      summary: `${notDescribed}.`,
      line: { prefix: line.prefix, fields: edit.toKeys(line.fields) },
      source: [sourceOf(line)],
    });
  }
}
