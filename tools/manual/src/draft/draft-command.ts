import type { SchemaCommand, Source } from "@qsmtp/codegen/schema-types";
import type { FactSheet } from "../facts/fact.ts";
import { CommandDraft } from "./command-draft.ts";
import { draftForm } from "./draft-form.ts";
import { notDescribed } from "./draft-param.ts";
import type { Names } from "./names.ts";

/** Where a drafted command belongs. */
export interface CommandPlace {
  readonly at: string;
  readonly group: string;
  readonly manual: string;
  /** Ids of the error tables of a form that prints an error number. */
  readonly errorsOf: (path: string) => readonly string[];
}

/** A command file as far as the facts of a manual go; names come from `names`. */
export function draftCommand(place: CommandPlace, facts: FactSheet, names: Names): SchemaCommand {
  const section = facts.of(place.at)[0]?.section ?? "";
  const source: Source = { id: place.manual, ...(section !== "" && { section }) };
  const draft = new CommandDraft(
    {
      at: place.at,
      title: notDescribed,
      group: place.group,
      stability: "stable",
      params: {},
      operations: [],
      source: [source],
    },
    facts,
    names,
  );
  for (const path of formPaths(facts, place.at)) draftForm(draft, path, place.errorsOf(path));
  draft.dropUnusedParams();
  return draft.command;
}

/** Paths of the forms of a command: `test`, `read`, `write:account`. */
export function formPaths(facts: FactSheet, at: string): string[] {
  return facts
    .of(at)
    .map(({ path }) => path)
    .filter((path) => /^(?:test|read|execute|write(?::[^/]+)?)$/.test(path));
}
