import type { Source } from "@qsmtp/codegen/schema-types";
import type { Draft, DraftCommand, Place, Undecided } from "../draft/draft.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { CommandEdit } from "../write/command-edit.ts";
import type { Names } from "../write/names.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";

/** Brings one member of the schema to what the draft says. @throws NotAutomaticError */
export type Edit = (state: SchemaState, names: Names) => SchemaState;

/** One thing that manual and schema do not say alike, and the edit that follows the manual. */
export interface Proposal extends Place {
  /** `+QSMTPDST`; of an error table its id. */
  readonly command: string;
  /** `params/emailaddr/size`, `write:account`, `codes/653`; empty for the whole command. */
  readonly path: string;
  /** What the manual says, as it is printed; undefined for nothing. */
  readonly manual: string | undefined;
  readonly schema: string | undefined;
  readonly edit: Edit;
  /** True when other edits rest on it: it is made before them. */
  readonly isFirst?: boolean;
  /** Placeholders that come or go with it. */
  readonly along?: readonly string[];
  /** Ids of what is gone with it: numbers that another meaning has taken, or that are no more. */
  readonly gone?: readonly string[];
  /** True when only a person can say what the manual means; the edit tells why. */
  readonly isOpen?: boolean;
}

/** What the alignment of one manual rests on. */
export interface Alignment {
  /** Id in `manuals.json`. */
  readonly manual: string;
  readonly draft: Draft;
  readonly state: SchemaState;
  /** Ids of error tables by the placeholder whose numbers they explain. */
  readonly tables: ReadonlyMap<string, string>;
}

/** Cites a section of the manual. */
export function citing({ manual }: Pick<Alignment, "manual">): (place: Place) => Source {
  return ({ section }) => ({ id: manual, ...(section !== "" && { section }) });
}

/** What both sides say, and where the manual does. */
export interface Said {
  readonly manual?: string | undefined;
  readonly schema?: string | undefined;
  /** Left out: where the manual describes the command. */
  readonly place?: Place | undefined;
}

export function propose(
  command: Pick<DraftCommand, "at" | "line" | "section">,
  path: string,
  { manual, schema, place = command }: Said,
  edit: Edit,
): Proposal {
  const { line, section } = place;
  return { command: command.at, path, manual, schema, edit, line, section };
}

/** Whether a command goes on under another name. */
export function isRename({
  path,
  manual,
  schema,
}: Pick<Proposal, "path" | "manual" | "schema">): boolean {
  return path === "" && manual !== undefined && schema !== undefined;
}

/** For what a draft leaves open. */
export function leaveOpen(
  command: Pick<DraftCommand, "at" | "line" | "section">,
  path: string,
  { text, reason, line, section }: Undecided,
  schema?: string,
): Proposal {
  const edit = byHand(`${reason}; write in the schema what it means, then judge it`);
  const said = { manual: text, schema, place: { line, section } };
  return { ...propose(command, path, said, edit), isOpen: true };
}

/** Placeholders that only one of the sides has, with what comes or goes with a whole form. */
export function comingAlong({ manual = "", schema = "", along = [] }: Proposal): string[] {
  const names = (text: string): string[] => text.match(/(?<=<)[^<>]+(?=>)/g) ?? [];
  const [now, was] = [names(manual), names(schema)];
  const one = [
    ...now.filter((name) => !was.includes(name)),
    ...was.filter((name) => !now.includes(name)),
  ];
  return [...one, ...along];
}

export function byHand(message: string): Edit {
  return () => {
    throw new NotAutomaticError(message);
  };
}

/** An edit of one command, which leaves the rest of the schema alone. */
export function editCommand(drafted: DraftCommand, edit: (command: CommandEdit) => void): Edit {
  return (state, names) => {
    const found = state.command(drafted.at);
    if (found === undefined) {
      throw new NotAutomaticError(`no schema file describes AT${drafted.at}`);
    }
    const open = new CommandEdit(found.command, drafted, names);
    edit(open);
    return state.withCommand(found.file, open.command);
  };
}
