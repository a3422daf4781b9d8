import { showFact } from "../fact-value.ts";
import { code, prose } from "../markup.ts";
import { type FactFileModel, factsOf, type Model } from "../model.ts";
import type { SchemaFact, SchemaFacts } from "../schema-types.gen.ts";
import { earlier, since } from "./editions.ts";
import { page, table } from "./markdown.ts";
import { marksOf } from "./marks.ts";
import { sources } from "./operation-section.ts";

/** The page of the numbers and names that belong to no parameter and no operation. */
export function factsPage(model: Model): string {
  const ofCommands = model.commands.flatMap(({ file, command: { at, facts } }) =>
    facts === undefined ? [] : section(model, `AT${at}`, file, facts),
  );
  return page("schema", [
    "# Facts",
    "Numbers and names of the manuals that no parameter or operation can hold. `@qsmtp/protocol/facts` exports each value under its name; client and simulated module use them. Ranges, sizes and defaults stand with the parameters.",
    ...model.factFiles.flatMap(({ file, subject }) => {
      return section(model, subject.title, file, subject.facts);
    }),
    ...ofCommands,
  ]);
}

function section(
  model: Model,
  title: string,
  file: FactFileModel["file"],
  facts: SchemaFacts,
): string[] {
  const rows = Object.entries(facts).map(([name, fact]) => [
    code(name),
    prose(showFact(fact, model)),
    prose(fact.description) + history(model, name),
    marksOf(fact.source),
    sources(fact.source),
  ]);
  return [
    `## ${prose(title)}`,
    table(["Name", "Value", "Meaning", "Confidence", "Source"], rows),
    `File: [\`schema/${file}\`](../../schema/${file}).`,
  ];
}

/** Since when a fact is there, and its values in earlier editions. */
function history(model: Model, name: string): string {
  const find = (then: Model): SchemaFact | undefined =>
    factsOf(then).find((found) => found.name === name)?.fact;
  const say = (then: Model): string[] | undefined => {
    const fact = find(then);
    return fact && [prose(showFact(fact, then))];
  };
  return since(model, (then) => find(then) !== undefined) + earlier(model, say);
}
