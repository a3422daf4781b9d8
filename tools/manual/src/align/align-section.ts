import type { LoadedFile } from "@qsmtp/codegen/load";
import type { Source } from "@qsmtp/codegen/schema-types";
import type { Place } from "../draft/draft.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import { type Alignment, type Edit, type Proposal, propose } from "./proposal.ts";

/** The section that describes a command or table may have another number. */
export function alignSection(
  { manual: id }: Alignment,
  command: string,
  source: readonly Source[],
  place: Place,
): Proposal[] {
  const schema = source.find((one) => one.id === id)?.section;
  const manual = place.section;
  if (schema === manual) return [];
  const edit: Edit = (state) => {
    const file = fileOf(state, command);
    if (file === undefined || schema === undefined) {
      throw new NotAutomaticError(
        `the section of ${command} is not cited; add it to "source" by hand`,
      );
    }
    return state.with(file.file, file.kind, cite(file.json, { id, schema, manual }));
  };
  return [propose({ at: command, ...place }, "section", { manual, schema }, edit)];
}

function fileOf(state: SchemaState, command: string): LoadedFile | undefined {
  const path =
    state.command(command)?.file ?? state.tables.find(({ table }) => table.id === command)?.file;
  return state.files.find(({ file }) => file === path);
}

/** Every citation of the section follows. */
function cite(
  json: unknown,
  move: { readonly id: string; readonly schema: string; readonly manual: string },
): unknown {
  if (Array.isArray(json)) return json.map((item) => cite(item, move));
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).map(([key, value]) => [key, cite(value, move)]);
  const copy: Readonly<Record<string, unknown>> = Object.fromEntries(entries);
  const isCitation = copy.id === move.id && copy.section === move.schema;
  return isCitation ? { ...copy, section: move.manual } : copy;
}
