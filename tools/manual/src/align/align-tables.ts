import { notDescribed } from "@qsmtp/codegen/placeholder";
import type { SchemaErrorCode, SchemaErrorTable } from "@qsmtp/codegen/schema-types";
import type { Draft, DraftErrorTable, Place } from "../draft/draft.ts";
import { cites, restsOnMore, type SchemaState } from "../schema/schema-state.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import { allDecided } from "../write/open-members.ts";
import { tableToSchema } from "../write/table-to-schema.ts";
import { alignSection } from "./align-section.ts";
import {
  type Alignment,
  byHand,
  citing,
  type Edit,
  leaveOpen,
  type Proposal,
  propose,
} from "./proposal.ts";

/**
 * Calls the manual's tables as the schema does, by their placeholders: the table of the same
 * chapter, or, where chapters have moved, the one with most of the numbers.
 */
export function nameTables(
  { errorTables }: Draft,
  state: SchemaState,
  manual: string,
): Map<string, string> {
  const own = ownTables(state, manual);
  return new Map(
    errorTables.map((table) => [
      `<${table.parameter}>`,
      ownerOf(table, own) ?? `<${table.parameter}>`,
    ]),
  );
}

function ownTables(state: SchemaState, manual: string): SchemaErrorTable[] {
  return state.tables.map(({ table }) => table).filter(({ source }) => source[0]?.id === manual);
}

function ownerOf(drafted: DraftErrorTable, own: readonly SchemaErrorTable[]): string | undefined {
  const codes = new Set(drafted.codes.map(({ code }) => code));
  const shared = ({ codes: known }: SchemaErrorTable): number =>
    known.filter(({ code }) => codes.has(code)).length;
  const inPlace = own.find(({ source }) => source[0]?.section === drafted.section);
  const [best] = own.toSorted((a, b) => shared(b) - shared(a));
  if (inPlace !== undefined && shared(inPlace) > 0) return inPlace.id;
  return best !== undefined && shared(best) > 0 ? best.id : inPlace?.id;
}

/** Error tables beside those of the schema, number by number. */
export function alignTables(alignment: Alignment): Proposal[] {
  const { draft, state, manual, tables } = alignment;
  const drafted = Map.groupBy(
    draft.errorTables,
    ({ parameter }) => tables.get(`<${parameter}>`) ?? `<${parameter}>`,
  );
  const own = ownTables(state, manual).map(({ id }) => id);
  return [...new Set([...drafted.keys(), ...own])].flatMap((id) => {
    const known = state.tables.find(({ table }) => table.id === id)?.table;
    const parts = drafted.get(id) ?? [];
    const [first, ...others] = parts;
    const place = { at: id, line: first?.line ?? 0, section: first?.section ?? "" };
    if (first === undefined) {
      const edit = byHand("an error table goes as a file of schema/errors; delete it by hand");
      return [propose(place, "", { schema: id }, edit)];
    }
    if (known === undefined) return [newTable(alignment, [first, ...others])];
    return [
      ...alignSection(alignment, id, known.source, first),
      ...alignCodes(alignment, known, parts),
    ];
  });
}

/** A table that the schema does not know; its name and those of its numbers are asked for. */
function newTable(
  alignment: Alignment,
  parts: readonly [DraftErrorTable, ...DraftErrorTable[]],
): Proposal {
  const [{ parameter, line, section }] = parts;
  const command = `<${parameter}>`;
  const edit: Edit = (state, names) => {
    const id = names.nameOf({ thing: "table", command, path: "id" });
    const table = tableToSchema(parts, id, names, citing(alignment), allDecided);
    return state.with(`errors/${id}.json`, "error-table", {
      $schema: "../error-table.schema.json",
      ...table,
    });
  };
  const proposal = propose({ at: command, line, section }, "", { manual: command }, edit);
  return { ...proposal, isFirst: true };
}

/** Numbers of one table; those that rest on another source need not stand in the manual. */
function alignCodes(
  { manual }: Alignment,
  known: SchemaErrorTable,
  parts: readonly DraftErrorTable[],
): Proposal[] {
  const open = parts.flatMap(({ undecided }) => undecided);
  const stated = new Map(parts.flatMap(({ codes }) => codes).map((one) => [one.code, one]));
  const own = known.codes.filter(({ source }) => cites(source, manual));
  const [first] = parts;
  const table = { at: known.id, line: first?.line ?? 0, section: first?.section ?? "" };
  const numbers = new Set([...stated.keys(), ...own.map(({ code }) => code)]);
  return [
    ...open.map((one) => leaveOpen(table, `codes/${/^\d+/.exec(one.text)?.[0] ?? ""}`, one)),
    ...[...numbers].flatMap((code) => {
      const place = stated.get(code);
      const named = own.find((one) => one.code === code);
      if ((place === undefined) === (named === undefined)) return [];
      if (named !== undefined && restsOnMore(named.source, manual)) return [];
      const said = { manual: place && `${code}`, schema: named && `${code}`, place };
      return [propose(table, `codes/${code}`, said, editCode(known.id, manual, code, place))];
    }),
  ];
}

/** Adds a number, or takes it out. */
function editCode(id: string, manual: string, code: number, place: Place | undefined): Edit {
  return (state, names) => {
    const found = state.tables.find(({ table }) => table.id === id);
    if (found === undefined) throw new NotAutomaticError(`schema/errors holds no table ${id}`);
    const { table, file } = found;
    const others = table.codes.filter((other) => other.code !== code);
    if (place === undefined) return state.with(file, "error-table", { ...table, codes: others });
    if (others.length < table.codes.length) {
      throw new NotAutomaticError(
        `${code} still has the name of another error in ${id}; accept first that the numbers have moved`,
      );
    }
    const added: SchemaErrorCode = {
      code,
      name: names.nameOf({ thing: "code", command: id, path: `codes/${code}` }),
      meaning: notDescribed,
      // Until a person says more nothing is claimed about the mail.
      ...(table.judgesMail === true && {
        mailOutcome: "unknown",
        mailOutcomeReason: `${notDescribed}.`,
      }),
      source: [{ id: manual, section: place.section }],
    };
    const codes = [...others, added].sort((a, b) => a.code - b.code);
    return state.with(file, "error-table", { ...table, codes });
  };
}
