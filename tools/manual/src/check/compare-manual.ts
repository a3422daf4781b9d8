import { compareFacts, type Difference } from "../facts/compare-facts.ts";
import type { FactSheet } from "../facts/fact.ts";
import { manualFacts } from "../facts/manual-facts.ts";
import type { ReadManual } from "../reader/read-manual.ts";
import { nameTables } from "../schema/code-facts.ts";
import { schemaFacts } from "../schema/schema-facts.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { checkExamples, exampleLines } from "./check-examples.ts";
import { findingOf } from "./finding-of.ts";
import { judgeDifferences } from "./judge-change.ts";
import type { ManualFinding } from "./manual-finding.ts";
import { applyPatches, type Patch } from "./patches.ts";

/** The facts of a manual beside those of the schema. */
export interface ComparedManual {
  /** The manual's facts, patched and under the schema's names of tables. */
  readonly facts: FactSheet;
  /** How many facts the rules told from the text, before patches. */
  readonly stated: number;
  /** Facts and example lines that were put beside the schema. */
  readonly compared: number;
  readonly patched: number;
  readonly differences: readonly Difference[];
  readonly findings: readonly ManualFinding[];
  /** The schema with everything accepted that a rule can put into it, under made-up names. */
  readonly accepted: SchemaState;
}

/** Compares a manual with the schema, in memory. */
export function compareManual(
  read: ReadManual,
  state: SchemaState,
  manual: string,
  patches: readonly Patch[],
): ComparedManual {
  const facts = manualFacts(read);
  const stated = facts.all().filter((fact) => fact.words === undefined).length;
  nameTables(facts, state, manual);
  const own = patches.filter((patch) => patch.manual === manual);
  const stale = applyPatches(facts, own);
  const guide = { manual, facts };
  const all = compareFacts(schemaFacts(state, guide), facts);
  const differences = all.filter(({ words }) => !words);
  const { judgements, accepted } = judgeDifferences(differences, state, guide);
  return {
    facts,
    stated,
    compared: stated + exampleLines(facts).length,
    patched: own.length - stale.length,
    differences,
    findings: [...stale, ...judgements.map(findingOf), ...checkExamples(facts, accepted)],
    accepted,
  };
}
