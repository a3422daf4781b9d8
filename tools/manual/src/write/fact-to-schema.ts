import { unitEndings } from "@qsmtp/codegen/lint-facts";
import { notDescribed } from "@qsmtp/codegen/placeholder";
import type { FactUnit, SchemaFact, Source } from "@qsmtp/codegen/schema-types";
import type { DraftFact } from "../draft/draft.ts";
import type { WantedName } from "./names.ts";
import { suggestFact } from "./suggested-names.ts";

/** The noun that a limit is about: that it is a size is said by its unit. */
export function nounOf(about: string): string {
  return about.toLowerCase().replace(/ (?:size|length)$/, "");
}

/** `limits/recipients`, `limits/email-body-size`: the path of a finding about it. */
export function pathOfFact({ about, unit }: Pick<DraftFact, "about" | "unit">): string {
  const size = unit === "byte" ? "-size" : "";
  return `limits/${nounOf(about).replaceAll(" ", "-")}${size}`;
}

/** The name of a fact is asked for, and tells its unit. */
export function factName(command: string, fact: DraftFact): WantedName {
  const { about, unit } = fact;
  const ending = unit === undefined ? undefined : unitEndings[unit];
  const path = pathOfFact({ about, ...(unit !== undefined && { unit }) });
  const wanted = { thing: "fact", command, path, suggest: suggestFact(fact) } as const;
  return { ...wanted, ...(ending !== undefined && { ending }) };
}

/** A fact of the schema; what it is needs a person's words. */
export function factToSchema(drafted: DraftFact, source: Source): SchemaFact {
  const { about, bound, value, unit } = drafted;
  return {
    [bound]: value,
    // The meta-schema refuses a unit that no fact can have.
    ...(unit !== undefined && { unit: unit as FactUnit }),
    about,
    description: `${notDescribed}.`,
    source: [source],
  };
}
