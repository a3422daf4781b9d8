import { notDescribed } from "@qsmtp/codegen/placeholder";
import type { SchemaCommand, SchemaErrorTable, Source } from "@qsmtp/codegen/schema-types";
import type { Draft, DraftErrorTable, Place } from "../draft/draft.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import { type CommandPlace, factsToSchema } from "../write/command-to-schema.ts";
import { openMembers, openOfCommand, type Remarks } from "../write/open-members.ts";
import { ProposedNames } from "../write/proposed-names.ts";
import { tableToSchema } from "../write/table-to-schema.ts";
import { NameBook } from "../write/words-to-names.ts";
import { describedIn, joinUrcs, type ProposedFile, proposeCommand } from "./command-file.ts";
import { type Group, type GroupSources, groupOf } from "./group-of.ts";
import { type OpenItem, openItems } from "./open-items.ts";

/** What of our schema a draft takes names and groups from. */
export interface KnownSchema {
  readonly commands: readonly SchemaCommand[];
  readonly tables: readonly SchemaErrorTable[];
  readonly groups: readonly string[];
}

/** Where the drafted facts come from. */
export interface DraftOrigin {
  /** Id of the manual, for the sources. */
  readonly manual: string;
  /** How much a fact of it is worth for the families that we have. */
  readonly confidence: NonNullable<Source["confidence"]>;
  readonly group: string | undefined;
}

export interface ProposedDraft {
  readonly files: readonly ProposedFile[];
  readonly open: readonly OpenItem[];
  readonly groups: readonly Group[];
}

/** All files of a draft, in the form of the schema. */
export function proposeFiles(
  draft: Draft,
  manual: ReadManual,
  origin: DraftOrigin,
  schema: KnownSchema,
): ProposedDraft {
  const known = (at: string): SchemaCommand | undefined =>
    schema.commands.find((command) => command.at === at);
  const names = new ProposedNames(takenNames(draft, schema), known);
  const { sourceOf, remarks } = marksOf(origin);
  const tables = proposeTables(draft, origin, schema, { sourceOf, remarks });
  const sources: GroupSources = {
    asked: origin.group,
    known: schema.groups,
    groupOfCommand: (at) => known(at)?.group,
  };
  const groups = new Map<string, Group>();
  const place: Omit<CommandPlace, "group"> = {
    sourceOf,
    errorsOf: ({ errors }) =>
      [tables.ids.get(errors?.value ?? "")].filter((id) => id !== undefined),
  };
  const described = describedIn(draft);
  const commands = described.map((one) => {
    const section = (one.command ?? one.urcs[0])?.section ?? "";
    const group = groupOf({ at: one.at, section }, manual, sources);
    if (!groups.has(group.name)) groups.set(group.name, group);
    return proposeCommand(one, group, place, names, remarks);
  });
  const facts = factsToSchema("", draft.facts, sourceOf, names);
  return {
    files: [
      ...commands,
      ...tables.files,
      ...(facts === undefined ? [] : [factFile(origin.manual, facts)]),
    ],
    open: [
      ...[...groups.values()].filter(({ isKnown }) => !isKnown).map(openGroup),
      ...described.flatMap((one) => openOfCommand(joinUrcs(one))).flatMap(openItems),
      ...draft.errorTables.flatMap(({ parameter, undecided }) =>
        openItems({ element: `table <${parameter}>`, undecided }),
      ),
    ],
    groups: [...groups.values()],
  };
}

/** How a drafted file says where each member stands and what is open of it. */
function marksOf({ manual, confidence }: DraftOrigin): {
  readonly sourceOf: (place: Place, note?: string) => Source;
  readonly remarks: Remarks;
} {
  const sourceOf = ({ line, section }: Place, note?: string): Source => ({
    id: manual,
    ...(/^[0-9A-Z]+(?:\.[0-9]+)*$/.test(section) && { section }),
    ...(confidence !== "stated" && { confidence }),
    note: note ?? `Line ${line}.`,
  });
  const remarks: Remarks = (place, undecided, left) => ({
    source: [sourceOf(place, left?.note)],
    ...openMembers(undecided),
    ...left?.members,
  });
  return { sourceOf, remarks };
}

interface ProposedTables {
  readonly files: readonly ProposedFile[];
  /** Ids by the placeholder whose numbers they explain. */
  readonly ids: ReadonlyMap<string, string>;
}

/** The error tables; one that our schema has something like is called the same. */
function proposeTables(
  { errorTables }: Draft,
  { manual }: DraftOrigin,
  { tables }: KnownSchema,
  { sourceOf, remarks }: ReturnType<typeof marksOf>,
): ProposedTables {
  const book = new NameBook();
  const ids = new Map<string, string>();
  const files = errorTables.map((table): ProposedFile => {
    const like = tableLike(table, tables);
    const id = book.give(like?.id ?? `${manual}-${kebab(table.parameter)}`);
    ids.set(`<${table.parameter}>`, id);
    const names = new ProposedNames([], () => undefined);
    const written = tableToSchema([table], id, names, sourceOf, remarks, like);
    const head = { $schema: "../error-table.schema.json", namesProposed: true };
    return { path: `errors/${id}.json`, json: { ...head, ...written } };
  });
  return { files, ids };
}

/** The table of our schema with most of the numbers; nothing when it shares fewer than half. */
function tableLike(
  { codes }: DraftErrorTable,
  tables: readonly SchemaErrorTable[],
): SchemaErrorTable | undefined {
  const shared = (other: SchemaErrorTable): number =>
    codes.filter(({ code }) => other.codes.some((own) => own.code === code)).length;
  const [best] = tables.toSorted((a, b) => shared(b) - shared(a));
  return best !== undefined && shared(best) * 2 >= codes.length ? best : undefined;
}

function openGroup({ name, because, line }: Group): OpenItem {
  const reason = "no group of the schema: choose one with --group, or add it to the meta-schema";
  return { element: "group", about: "group", line, text: `${name}, from ${because}`, reason };
}

function factFile(manual: string, facts: Readonly<Record<string, object>>): ProposedFile {
  return {
    path: `facts/${manual}.json`,
    json: {
      $schema: "../facts.schema.json",
      namesProposed: true,
      id: manual,
      title: notDescribed,
      facts,
    },
  };
}

function kebab(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** Names of the commands that the draft does not describe again. */
function takenNames(draft: Draft, { commands }: KnownSchema): string[] {
  const drafted = new Set(draft.commands.map(({ at }) => at));
  return commands
    .filter(({ at }) => !drafted.has(at))
    .flatMap(({ operations, urcs = [] }) => [...operations, ...urcs].map(({ name }) => name));
}
