import type { LoadedFile } from "@qsmtp/codegen/load";
import type { SchemaState } from "../schema/schema-state.ts";
import { type Change, NotAutomaticError } from "./change.ts";

/** The section that describes a command or table has another number: every citation of it follows. */
export function applySection(change: Change): SchemaState {
  const { state, manual, difference } = change;
  const { command, was, now } = difference;
  const file = fileOf(state, command);
  if (file === undefined || was === undefined || now === undefined) {
    throw new NotAutomaticError(
      `the section of ${command} is not cited; add it to "source" by hand`,
    );
  }
  return state.with(file.file, file.kind, cite(file.json, { manual, was, now }));
}

function fileOf(state: SchemaState, command: string): LoadedFile | undefined {
  const path =
    state.command(command)?.file ?? state.tables.find(({ table }) => table.id === command)?.file;
  return state.files.find(({ file }) => file === path);
}

interface Move {
  readonly manual: string;
  readonly was: string;
  readonly now: string;
}

function cite(json: unknown, move: Move): unknown {
  if (Array.isArray(json)) return json.map((item) => cite(item, move));
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).map(([key, value]) => [key, cite(value, move)]);
  const copy: Readonly<Record<string, unknown>> = Object.fromEntries(entries);
  const isCitation = copy.id === move.manual && copy.section === move.was;
  return isCitation ? { ...copy, section: move.now } : copy;
}
