import type { Model } from "./model.ts";
import type { Problem } from "./problem.ts";

/** Drafts of `manual:draft` that were put into the schema before somebody gave their names. */
export function lintDrafts(model: Model): Problem[] {
  const files = [
    ...model.commands.map(({ file, command }) => ({ file, marked: command.namesProposed })),
    ...model.errorTables.map(({ file, table }) => ({ file, marked: table.namesProposed })),
    ...model.factFiles.map(({ file, subject }) => ({ file, marked: subject.namesProposed })),
  ];
  return files.flatMap(({ file, marked }) =>
    marked === undefined
      ? []
      : [
          {
            file,
            pointer: "/namesProposed",
            message: "is a draft: its names were made up by a tool",
            remedy: 'Give the names, which are API, and take "namesProposed" out.',
          },
        ],
  );
}
