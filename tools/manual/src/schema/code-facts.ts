import type { FactSheet } from "../facts/fact.ts";
import type { Guide, SchemaFact } from "./schema-facts.ts";
import { cites, restsOnMore, type SchemaState } from "./schema-state.ts";

/** Says the numbers of the error tables that rest on the manual. */
export function codeFacts(state: SchemaState, guide: Guide): SchemaFact[] {
  return state.tables
    .filter(({ table }) => table.source[0]?.id === guide.manual)
    .flatMap(({ table }) =>
      table.codes
        .filter(({ source }) => cites(source, guide.manual))
        .map((code) => ({
          command: table.id,
          path: `codes/${code.code}`,
          value: `${code.code}`,
          restsOnMore: restsOnMore(code.source, guide.manual),
        })),
    );
}

/** Calls the manual's tables as the schema does: by the chapter that a table of the schema cites. */
export function nameTables(facts: FactSheet, state: SchemaState, manual: string): void {
  for (const name of facts.commands().filter((command) => command.startsWith("<"))) {
    const section = facts.get(name, "section")?.value;
    const owner = state.tables.find(({ table }) => {
      const [first] = table.source;
      return first?.id === manual && first.section === section;
    });
    if (owner === undefined) continue;
    for (const fact of facts.of(name)) {
      facts.delete(name, fact.path);
      facts.set({ ...fact, command: owner.table.id });
    }
  }
}
