import type { SchemaErrorTable } from "@qsmtp/codegen/schema-types";
import type { FactSheet } from "../facts/fact.ts";
import type { Guide, SchemaFact } from "./schema-facts.ts";
import { cites, restsOnMore, type SchemaState } from "./schema-state.ts";

/** Says chapter and numbers of the error tables that rest on the manual. */
export function codeFacts(state: SchemaState, { manual }: Guide): SchemaFact[] {
  return tablesOf(state, manual).flatMap((table): SchemaFact[] => {
    const section = { path: "section", value: table.source[0]?.section ?? "", restsOnMore: false };
    const codes = table.codes
      .filter(({ source }) => cites(source, manual))
      .map(({ code, source }) => ({
        path: `codes/${code}`,
        value: `${code}`,
        restsOnMore: restsOnMore(source, manual),
      }));
    return [section, ...codes].map((fact) => ({ command: table.id, ...fact }));
  });
}

function tablesOf(state: SchemaState, manual: string): SchemaErrorTable[] {
  return state.tables.map(({ table }) => table).filter(({ source }) => source[0]?.id === manual);
}

/**
 * Calls the manual's tables as the schema does: the table of the same chapter, or, where chapters
 * have moved, the one with most of the numbers.
 */
export function nameTables(facts: FactSheet, state: SchemaState, manual: string): void {
  const owners = tablesOf(state, manual);
  const names = facts.commands().filter((command) => command.startsWith("<"));
  const ids = new Map(names.map((name) => [name, ownerOf(name, facts, owners) ?? name]));
  for (const fact of facts.all()) {
    const command = ids.get(fact.command) ?? fact.command;
    const value = fact.path.endsWith("/errors") ? (ids.get(fact.value) ?? fact.value) : fact.value;
    if (command === fact.command && value === fact.value) continue;
    facts.delete(fact.command, fact.path);
    facts.set({ ...fact, command, value });
  }
}

function ownerOf(
  name: string,
  facts: FactSheet,
  owners: readonly SchemaErrorTable[],
): string | undefined {
  const codes = facts.of(name).flatMap(({ path }) => /^codes\/(\d+)$/.exec(path)?.[1] ?? []);
  const shared = (table: SchemaErrorTable): number =>
    table.codes.filter(({ code }) => codes.includes(`${code}`)).length;
  const section = facts.get(name, "section")?.value;
  const inPlace = owners.find(({ source }) => source[0]?.section === section);
  const [best] = owners.toSorted((a, b) => shared(b) - shared(a));
  if (inPlace !== undefined && shared(inPlace) > 0) return inPlace.id;
  return best !== undefined && shared(best) > 0 ? best.id : inPlace?.id;
}
