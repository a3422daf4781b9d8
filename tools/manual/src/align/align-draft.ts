import type { Group, SchemaCommand } from "@qsmtp/codegen/schema-types";
import type { Draft, DraftCommand } from "../draft/draft.ts";
import { cites, type SchemaState } from "../schema/schema-state.ts";
import { commandToSchema } from "../write/command-to-schema.ts";
import { fileName } from "../write/words-to-names.ts";
import { alignCommand } from "./align-command.ts";
import { alignFacts } from "./align-facts.ts";
import { alignModules } from "./align-modules.ts";
import { alignTables, nameTables } from "./align-tables.ts";
import { alignUrcs } from "./align-urcs.ts";
import { errorsIn } from "./error-tables.ts";
import { type Alignment, citing, type Edit, type Proposal, propose } from "./proposal.ts";

/**
 * Lays the draft of a manual over the schema. What the two do not say alike comes back as edits,
 * each the smallest that can be judged and accepted by itself.
 */
export function alignDraft(draft: Draft, state: SchemaState, manual: string): Proposal[] {
  const alignment: Alignment = { manual, draft, state, tables: nameTables(draft, state, manual) };
  const described = new Map(draft.commands.map((command) => [command.at, command]));
  const gone = state.commands.filter(
    ({ command }) => command.source[0]?.id === manual && !described.has(command.at),
  );
  return [
    ...[...described.values()].flatMap((drafted) => {
      const known = state.command(drafted.at)?.command;
      const isOwn = known !== undefined && cites(known.source, manual);
      return isOwn ? alignCommand(alignment, known, drafted) : [newCommand(alignment, drafted)];
    }),
    ...gone.map(({ command: { at } }) => {
      const edit: Edit = (open) => {
        const found = open.command(at);
        return found === undefined ? open : open.with(found.file, "command", undefined);
      };
      return propose({ at, line: 0, section: "" }, "", { schema: at }, edit);
    }),
    ...alignFacts(alignment, (at) => described.has(at)),
    ...alignTables(alignment),
    ...alignModules(alignment),
    ...alignUrcs(alignment),
  ];
}

/** A command that the schema does not know, as far as the manual goes. */
function newCommand(alignment: Alignment, drafted: DraftCommand): Proposal {
  const { at } = drafted;
  const edit: Edit = (state, names) => {
    const sibling = siblingOf(alignment, state);
    // Where nothing rests on the manual yet, only a person can say where its commands belong.
    const wanted = { thing: "group", command: alignment.manual, path: "group" } as const;
    const group = sibling?.group ?? (names.nameOf(wanted) as Group);
    const errorsOf = errorsIn(alignment, sibling, state);
    const place = { group, sourceOf: citing(alignment), errorsOf };
    const command = commandToSchema(drafted, place, names);
    const file = `commands/${group}/${fileName(at)}.json`;
    return state.with(file, "command", { $schema: "../../command.schema.json", ...command });
  };
  return propose(drafted, "", { manual: at }, edit);
}

/** Another command of the manual, whose group and error tables a new one shares. */
function siblingOf({ manual }: Alignment, { commands }: SchemaState): SchemaCommand | undefined {
  return commands.find(({ command }) => command.source[0]?.id === manual)?.command;
}
