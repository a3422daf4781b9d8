import { notDescribed } from "@qsmtp/codegen/placeholder";
import type { SchemaErrorTable, Source } from "@qsmtp/codegen/schema-types";
import type { DraftErrorTable, Place } from "../draft/draft.ts";
import { wireOfTable } from "../grammar/table-wire.ts";
import type { Names } from "./names.ts";
import type { Remarks } from "./open-members.ts";
import { camelName, keyWords } from "./words-to-names.ts";

/**
 * An error table of the schema from the parts that a manual prints of it.
 * @param known the table of our schema that it resembles, whose names a draft takes over
 * @throws NotAutomaticError when the remarks let nothing open pass
 */
export function tableToSchema(
  parts: readonly [DraftErrorTable, ...DraftErrorTable[]],
  id: string,
  names: Names,
  sourceOf: (place: Place) => Source,
  remarks: Remarks,
  known?: SchemaErrorTable,
): SchemaErrorTable {
  const [{ parameter, line, section }] = parts;
  const command = `<${parameter}>`;
  const place = { line, section };
  const rows = new Map<number, DraftErrorTable["codes"][number]>();
  for (const row of parts.flatMap(({ codes }) => codes)) {
    if (!rows.has(row.code)) rows.set(row.code, row);
  }
  const codes = [...rows.values()].map((row) => {
    const { code, meaning } = row;
    const suggest = (): string => {
      const ours = known?.codes.find((one) => one.code === code)?.name;
      return ours ?? (camelName(keyWords(meaning, 4)) || `code${code}`);
    };
    const name = names.nameOf({ thing: "code", command, path: `codes/${code}`, suggest });
    return { code, name, meaning: notDescribed, source: [sourceOf(row)] };
  });
  const undecided = parts.flatMap((part) => part.undecided);
  return {
    id,
    title: notDescribed,
    wire: wireOfTable(parameter),
    codes,
    ...remarks(place, undecided),
    source: [sourceOf(place)],
  };
}
