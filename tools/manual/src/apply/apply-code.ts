import type { SchemaErrorCode } from "@qsmtp/codegen/schema-types";
import { notDescribed } from "../draft/draft-param.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { type Change, NotAutomaticError } from "./change.ts";

/** A number of an error table that is new or gone. */
export function applyCode(change: Change): SchemaState {
  const { command, path, now, section } = change.difference;
  const code = Number(path.slice("codes/".length));
  const found = change.state.tables.find(({ table }) => table.id === command);
  if (found === undefined) {
    throw new NotAutomaticError(
      `no error table cites chapter ${section}; write schema/errors/<id>.json for ${command} by hand`,
    );
  }
  const { table, file } = found;
  const others = table.codes.filter((other) => other.code !== code);
  if (now === undefined) return change.state.with(file, "error-table", { ...table, codes: others });
  const added: SchemaErrorCode = {
    code,
    name: change.names.nameOf({ thing: "code", command, path }),
    meaning: notDescribed,
    source: [{ id: change.manual, section }],
  };
  const codes = [...others, added].sort((a, b) => a.code - b.code);
  return change.state.with(file, "error-table", { ...table, codes });
}
