import type { SchemaFact } from "@qsmtp/codegen/schema-types";
import type { Draft, DraftFact } from "../draft/draft.ts";
import { type FactPlace, restsOnMore } from "../schema/schema-state.ts";
import { factName, factToSchema, nounOf, pathOfFact } from "../write/fact-to-schema.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import { type Alignment, byHand, citing, type Edit, type Proposal, propose } from "./proposal.ts";

/** A limit or time with its path; those of no command stand under an empty one. */
export interface StatedFact {
  readonly at: string;
  readonly path: string;
  readonly fact: DraftFact;
}

export function statedFacts({ commands, facts }: Draft): StatedFact[] {
  const own = commands.flatMap((command) =>
    command.facts.map((fact) => ({ at: command.at, fact })),
  );
  const others = facts.map((fact) => ({ at: "", fact }));
  return [...own, ...others].map(({ at, fact }) => ({ at, path: pathOfFact(fact), fact }));
}

type Amount = Pick<DraftFact, "bound" | "value" | "unit">;

/** `20`, `600 second`, `at least 3`. */
export function printAmount({ bound, value, unit }: Amount): string {
  const number = unit === undefined || unit === "byte" ? `${value}` : `${value} ${unit}`;
  return bound === "atLeast" ? `at least ${number}` : number;
}

const secondsOfMinute = 60;

/** A fact of the schema in plain units; nothing for texts and lists. */
function amountOf(fact: SchemaFact): Amount | undefined {
  for (const bound of ["atMost", "atLeast", "is"] as const) {
    const value = fact[bound];
    if (typeof value !== "number") continue;
    if (fact.unit === "minute") return { bound, value: value * secondsOfMinute, unit: "second" };
    return { bound, value, ...(fact.unit !== undefined && { unit: fact.unit }) };
  }
  return undefined;
}

/** Limits and times that sentences state, beside the facts of the schema with the same noun. */
export function alignFacts(alignment: Alignment, isOwn: (at: string) => boolean): Proposal[] {
  const { draft, manual, state } = alignment;
  const known = state.facts.flatMap((place) => {
    const amount = amountOf(place.fact);
    const isCited = place.fact.source.some(({ id }) => id === manual);
    return amount !== undefined && isCited && place.fact.about !== undefined
      ? [{ place, amount, about: nounOf(place.fact.about) }]
      : [];
  });
  // What a new command states comes with it.
  const isKnown = ({ at }: StatedFact): boolean => at === "" || state.command(at) !== undefined;
  const silent = new Set(known.filter(({ place }) => isOwn(place.at)));
  const found = statedFacts(draft)
    .filter(isKnown)
    .flatMap(({ at, path, fact }) => {
      const twins = known.filter(({ about }) => about === nounOf(fact.about));
      const twin = twins.find(({ place }) => place.at === at) ?? twins[0];
      if (twin !== undefined) silent.delete(twin);
      const [now, was] = [printAmount(fact), twin && printAmount(twin.amount)];
      if (now === was) return [];
      const edit = twin === undefined ? addFact(alignment, at, fact) : changeFact(twin.place, fact);
      const place = { at, line: fact.line, section: fact.section };
      return [propose(place, path, { manual: now, schema: was }, edit)];
    });
  const lost = [...silent].filter(({ place }) => !restsOnMore(place.fact.source, manual));
  return [
    ...found,
    ...lost.map(({ place, amount, about }) => {
      const command = draft.commands.find(({ at }) => at === place.at);
      const { at, line, section } = command ?? { at: place.at, line: 0, section: "" };
      const message = `the manual gives no number for "${place.fact.about}" any more; look at the text, then take ${place.name} out of schema/${place.file} or judge it`;
      const schema = printAmount(amount);
      const path = pathOfFact({ about, ...amount });
      return propose({ at, line, section }, path, { schema }, byHand(message));
    }),
  ];
}

function changeFact(place: FactPlace, { bound, value, unit }: DraftFact): Edit {
  return (state) => {
    const isInMinutes = place.fact.unit === "minute" && unit === "second";
    const amount = isInMinutes ? value / secondsOfMinute : value;
    const { atMost, atLeast, is, ...rest } = place.fact;
    const plainUnit = isInMinutes ? "minute" : unit;
    const edited = {
      [bound]: amount,
      ...rest,
      ...(plainUnit !== undefined && { unit: plainUnit }),
    };
    return state.withFact(place, edited as SchemaFact);
  };
}

function addFact(alignment: Alignment, at: string, fact: DraftFact): Edit {
  return (state, names) => {
    const file = state.command(at)?.file;
    if (file === undefined) {
      throw new NotAutomaticError(
        `no command states it; write it in a file of schema/facts, with "about": "${fact.about}"`,
      );
    }
    const name = names.nameOf(factName(at, fact));
    const added = factToSchema(fact, citing(alignment)(fact));
    return state.withFact({ file, at, name, fact: added }, added);
  };
}
