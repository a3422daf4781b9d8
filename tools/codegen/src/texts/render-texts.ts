import type { Model } from "../model.ts";
import { parseText } from "./parse-text.ts";
import { resolve, type TextPlace } from "./resolve.ts";
import { mapTexts } from "./visit-texts.ts";

/**
 * The schema as people read it: each reference in a text is replaced by what it stands for. What
 * {@link lintTexts} refuses stays as it was written.
 */
export function renderTexts(model: Model): Model {
  const render = (place: TextPlace) => (text: string) => renderText(text, place, model);
  return {
    ...model,
    commands: model.commands.map((file) => ({
      ...file,
      command: mapTexts(file.command, render({ command: file.command })),
      ownTypes: mapTexts(file.ownTypes, render({ command: file.command })),
    })),
    errorTables: model.errorTables.map(({ file, table }) => {
      return { file, table: mapTexts(table, render({ table })) };
    }),
    manuals: new Map(
      [...model.manuals].map(([id, manual]) => [id, mapTexts(manual, render({}))] as const),
    ),
    families: mapTexts(model.families, render({})),
    quirks: model.quirks.map(({ file, quirk }) => {
      const command = model.commands.find((one) => one.command.at === quirk.command)?.command;
      return { file, quirk: mapTexts(quirk, render({ command })) };
    }),
    factFiles: mapTexts(model.factFiles, render({})),
  };
}

/** One text with its references replaced. */
export function renderText(text: string, place: TextPlace, model: Model): string {
  return parseText(text)
    .map((part) => {
      if ("words" in part) return part.words;
      if ("brace" in part) return part.brace;
      const resolved = resolve(part, place, model);
      return "words" in resolved ? resolved.words : part.written;
    })
    .join("");
}
