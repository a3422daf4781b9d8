import { alignCommand } from "../align/align-command.ts";
import { nameTables } from "../align/align-tables.ts";
import type { Draft } from "../draft/draft.ts";
import type { SchemaState } from "../schema/schema-state.ts";

/** Something that the manual says otherwise than our schema does. */
export interface Difference {
  /** `+QFLDS/write/reply`. */
  readonly id: string;
  readonly line: number;
  /** As it is printed; undefined for nothing. */
  readonly manual: string | undefined;
  readonly schema: string | undefined;
}

/** What of the commands that our schema has is told otherwise; what is undecided is told elsewhere. */
export function differencesFrom(draft: Draft, state: SchemaState): Difference[] {
  return draft.commands.flatMap((drafted) => {
    const known = state.command(drafted.at)?.command;
    const manual = known?.source[0]?.id;
    if (known === undefined || manual === undefined) return [];
    const tables = nameTables(draft, state, manual);
    return alignCommand({ manual, draft, state, tables }, known, drafted)
      .filter(({ path, isOpen }) => path !== "section" && isOpen !== true)
      .map(({ command, path, line, manual: said, schema }) => ({
        id: path === "" ? command : `${command}/${path}`,
        line,
        manual: said,
        schema,
      }));
  });
}
