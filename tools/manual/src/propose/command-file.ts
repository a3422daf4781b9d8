import type { Group as GroupName } from "@qsmtp/codegen/schema-types";
import type { DraftCommand, DraftUrc } from "../draft/draft.ts";
import { joinRows } from "../draft/params-of.ts";
import { type CommandPlace, fillCommand, startCommand } from "../write/command-to-schema.ts";
import type { Names } from "../write/names.ts";
import type { Remarks } from "../write/open-members.ts";
import { addUrcs } from "../write/urcs-to-schema.ts";
import { fileName } from "../write/words-to-names.ts";
import type { Group } from "./group-of.ts";

/** A drafted file, relative to the folder of the draft. */
export interface ProposedFile {
  readonly path: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** What a manual says of one command: the command, and the lines that the module sends of itself. */
export interface Described {
  readonly at: string;
  readonly command: DraftCommand | undefined;
  readonly urcs: readonly DraftUrc[];
}

/** All that a draft describes, each once. */
export function describedIn({
  commands,
  urcs,
}: {
  readonly commands: readonly DraftCommand[];
  readonly urcs: readonly DraftUrc[];
}): Described[] {
  const lines = Map.groupBy(urcs, (urc) => urc.lines[0]?.prefix ?? "");
  const own = new Map(commands.map((command) => [command.at, command]));
  const ats = new Set([...own.keys(), ...lines.keys()]);
  return [...ats]
    .filter((at) => at !== "" || own.has(at))
    .map((at) => ({ at, command: own.get(at), urcs: lines.get(at) ?? [] }));
}

/** The command with the rows of its unsolicited lines, which its file holds too. */
export function joinUrcs({ at, command, urcs }: Described): DraftCommand {
  const [first] = urcs;
  const { line = 0, section = "", title = "" } = first ?? {};
  const none = { at, line, section, title, operations: [], facts: [], examples: [] };
  return {
    ...(command ?? none),
    params: joinRows([...(command?.params ?? []), ...urcs.flatMap(({ params }) => params)]),
    undecided: [...(command?.undecided ?? []), ...urcs.flatMap(({ undecided }) => undecided)],
  };
}

/** Writes a command in the form of the schema; names are proposed, what is open is said. */
export function proposeCommand(
  described: Described,
  group: Group,
  place: Omit<CommandPlace, "group">,
  names: Names,
  remarks: Remarks,
): ProposedFile {
  const drafted = joinUrcs(described);
  const filed = { ...place, group: group.name as GroupName };
  const edit = startCommand(drafted, filed, names, remarks);
  // Also what no syntax has is said.
  for (const { wire } of drafted.params) edit.keyOf(wire);
  fillCommand(edit, filed);
  for (const urc of described.urcs) addUrcs(edit, urc, place.sourceOf);
  const { at, title, group: name, params = {}, operations, source, ...rest } = edit.command;
  const json = {
    $schema: "../../command.schema.json",
    namesProposed: true,
    at,
    title,
    ...(group.isKnown ? { group: name } : { undecidedGroup: [{ proposed: name }] }),
    ...rest,
    stability: "beta",
    ...(Object.keys(params).length > 0 && { params }),
    operations,
    source,
  };
  return { path: `commands/${group.name}/${fileName(at)}.json`, json };
}
