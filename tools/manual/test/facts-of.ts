import { exampleStatements, statementsOf } from "../src/align/statements.ts";
import { draftManual } from "../src/draft/draft-manual.ts";
import { idOf } from "../src/grammar/paths.ts";
import type { ReadManual } from "../src/reader/manual-model.ts";

/** What a text states, by the ids of findings, and the meanings of its values and codes. */
export function factsIn(read: ReadManual): Record<string, string> {
  const draft = draftManual(read, false);
  const { commands, errorTables } = draft;
  const values = commands.flatMap(({ at, params }) =>
    params.flatMap((param) =>
      param.values.map(({ value, meaning }) => [
        `${at}/params/${param.wire}/values/${value}/meaning`,
        meaning,
      ]),
    ),
  );
  const codes = errorTables.flatMap(({ parameter, codes: own }) =>
    own.map(({ code, meaning }) => [`<${parameter}>/codes/${code}/meaning`, meaning]),
  );
  const stated = [...statementsOf(draft, new Map()), ...exampleStatements(read)];
  return Object.fromEntries([...stated.map((one) => [idOf(one), one.value]), ...values, ...codes]);
}
