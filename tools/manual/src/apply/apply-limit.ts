import { limitWords } from "../schema/limit-facts.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { type Change, changeCommand } from "./change.ts";

/** A limit that stands in the sentences of the manual and in the texts of the schema. */
export function applyLimit(change: Change): SchemaState {
  const { path, was, now } = change.difference;
  return changeCommand(change, (draft) => {
    const { description = "", notes } = draft.command;
    if (was === undefined) {
      const subject = path.slice("limits/".length).replaceAll("-", " ");
      const sentence = `The limit of ${subject}: at most ${now}.`;
      draft.command = { ...draft.command, description: `${description} ${sentence}`.trim() };
      return;
    }
    const restate = (text: string): string =>
      text.replace(limitWords, (words, number) => (number === was ? `at most ${now}` : words));
    draft.command = {
      ...draft.command,
      ...(description !== "" && { description: restate(description) }),
      ...(notes && { notes: notes.map((note) => ({ ...note, text: restate(note.text) })) }),
    };
  });
}
