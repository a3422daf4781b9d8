import type { SchemaCommand, SchemaField, SchemaUrc } from "@qsmtp/codegen/schema-types";
import type { DraftCommand, DraftLine, DraftUrc } from "../draft/draft.ts";
import { joinRows } from "../draft/params-of.ts";
import { printLine, rowsOf, wireFields } from "../grammar/fields.ts";
import { step } from "../grammar/paths.ts";
import { placeholdersOf, subKeyOf } from "../grammar/syntax.ts";
import { cites, restsOnMore } from "../schema/schema-state.ts";
import { alignParams } from "./align-params.ts";
import { type Alignment, byHand, leaveOpen, type Proposal, propose } from "./proposal.ts";

/** An unsolicited line of the schema under the placeholders of the manual. */
interface KnownUrc {
  readonly owner: SchemaCommand;
  readonly urc: SchemaUrc;
  readonly fields: readonly SchemaField[];
}

/** `"recv"` or `recv`: what tells the lines of one prefix apart. */
export function pathOfUrc({ prefix, fields }: Pick<DraftLine, "prefix" | "fields">): string {
  const key = subKeyOf(fields);
  return key === undefined ? `urcs/${step(prefix)}` : `urcs/${step(key)}`;
}

/** Sections about unsolicited lines beside the events of the schema: lines, and rows of their parameters. */
export function alignUrcs(alignment: Alignment): Proposal[] {
  const { draft, state, manual } = alignment;
  const results = new Set(
    state.commands.flatMap(({ command }) =>
      command.operations.flatMap(({ completion }) => completion?.urc ?? []),
    ),
  );
  const known = state.commands.flatMap(({ command: owner }) =>
    (owner.urcs ?? [])
      .filter(({ source }) => cites(source ?? owner.source, manual))
      .map((urc): KnownUrc => ({ owner, urc, fields: wireFields(owner, urc.line.fields) })),
  );
  const stated = draft.urcs.flatMap(({ lines }) => lines);
  const alike = (line: DraftLine): KnownUrc[] =>
    known.filter(
      ({ urc, fields }) => urc.line.prefix === line.prefix && isAlike(fields, line.fields),
    );
  const isStated = (one: KnownUrc): boolean => stated.some((line) => alike(line).includes(one));
  const gone = known.filter(
    (one) => !results.has(one.urc.name) && !restsOnMore(one.urc.source, manual) && !isStated(one),
  );
  return [
    ...draft.urcs.flatMap(({ lines, undecided }) =>
      undecided.map((open) => leaveOpen(placeOf(lines[0], open), "urcs", open)),
    ),
    ...stated.flatMap((line) => alignLine(line, alike(line))),
    ...gone.map(({ owner, urc, fields }) => {
      const { prefix } = urc.line;
      const way = `no section describes ${prefix} like that any more; look at the text, then take ${urc.name} out of "urcs" of AT${owner.at}, or judge it`;
      const line = { prefix, fields };
      const place = { at: prefix, line: 0, section: "" };
      return propose(place, pathOfUrc(line), { schema: printLine(line) }, byHand(way));
    }),
    ...[...new Set(known.map(({ owner }) => owner))].flatMap((owner) =>
      alignRows(alignment, owner, draft.urcs, (line) => alike(line).length > 0),
    ),
  ];
}

function placeOf(
  line: DraftLine | undefined,
  { line: number, section }: { readonly line: number; readonly section: string },
): { readonly at: string; readonly line: number; readonly section: string } {
  return { at: line?.prefix ?? "", line: number, section };
}

function isAlike(known: readonly SchemaField[], stated: readonly SchemaField[]): boolean {
  return subKeyOf(known) === subKeyOf(stated);
}

/** A line that no event of the schema reads. */
function alignLine(line: DraftLine, known: readonly KnownUrc[]): Proposal[] {
  const rows = rowsOf(line.fields);
  const isRead = known.some(({ fields }) => {
    const own = rowsOf(fields);
    return rows.every((row) => own.includes(row));
  });
  if (isRead) return [];
  const [first] = known;
  const schema = first && printLine({ prefix: line.prefix, fields: first.fields });
  const way = `an event needs a name and a file: write it, or change it, in "urcs" of a command by hand; pnpm manual:draft shows how`;
  const said = { manual: printLine(line), schema, place: line };
  return [propose({ at: line.prefix, ...line }, pathOfUrc(line), said, byHand(way))];
}

/** Rows of the sections beside the parameters that the events of one file share. */
function alignRows(
  alignment: Alignment,
  owner: SchemaCommand,
  urcs: readonly DraftUrc[],
  isKnown: (line: DraftLine) => boolean,
): Proposal[] {
  const own = urcs.filter(({ lines }) =>
    lines.some(
      (line) => isKnown(line) && owner.urcs?.some((urc) => urc.line.prefix === line.prefix),
    ),
  );
  const [first] = own;
  if (first === undefined) return [];
  const used = new Set(
    own.flatMap(({ lines }) => lines.flatMap(({ fields }) => placeholdersOf(fields))),
  );
  const { line, section, title } = first;
  const drafted: DraftCommand = {
    at: owner.at,
    line,
    section,
    title,
    params: joinRows(own.flatMap(({ params }) => params)).filter(({ wire }) => used.has(wire)),
    operations: [],
    facts: [],
    examples: [],
    undecided: [],
  };
  const proposals = alignParams(alignment, owner, drafted, new Map());
  return proposals.filter(
    ({ path, manual }) => manual !== undefined && /^params\/[^/]+\/./.test(path),
  );
}
