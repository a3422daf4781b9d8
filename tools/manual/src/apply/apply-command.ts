import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import { draftCommand } from "../draft/draft-command.ts";
import { isOfManual } from "../schema/schema-facts.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { type Change, errorTables, knownErrors, NotAutomaticError } from "./change.ts";

/** A command or error table that is new or gone as a whole. */
export function applyCommand(change: Change): SchemaState {
  const { command: at, now } = change.difference;
  if (!at.startsWith("+")) {
    throw new NotAutomaticError(
      `an error table comes or goes as a file of schema/errors; write or delete it by hand`,
    );
  }
  if (now === undefined) {
    const found = change.state.command(at);
    return found === undefined ? change.state : change.state.with(found.file, "command", undefined);
  }
  const sibling = siblingOf(change);
  const errorsOf = (path: string): readonly string[] => {
    const stated = errorTables(change, at, path);
    return stated.length > 0 ? stated : knownErrors(sibling);
  };
  const place = { at, group: sibling.group, manual: change.manual, errorsOf };
  const drafted = draftCommand(place, change.facts, change.names);
  const file = `commands/${sibling.group}/${at.slice(1).toLowerCase()}.json`;
  const json = { $schema: "../../command.schema.json", ...drafted };
  return change.state.with(file, "command", json);
}

/** Another command of the manual, whose group and error tables the new one shares. */
function siblingOf({ state, manual, facts }: Change): SchemaCommand {
  const sibling = state.commands.find(({ command }) => isOfManual(command, { manual, facts }));
  if (sibling === undefined) {
    throw new NotAutomaticError(
      `no command of the schema rests on "${manual}" yet, so that the group of a new one is open; write its file by hand`,
    );
  }
  return sibling.command;
}
