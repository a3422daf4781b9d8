import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import type { FactSheet } from "../facts/fact.ts";
import { codeFacts } from "./code-facts.ts";
import { formFactsOf } from "./form-facts-of.ts";
import { limitFacts } from "./limit-facts.ts";
import { parameterFactsOf } from "./parameter-facts-of.ts";
import { cites, type SchemaState } from "./schema-state.ts";

/** A fact as the schema states it. */
export interface SchemaFact {
  readonly command: string;
  readonly path: string;
  readonly value: string;
  /** True when it rests on another source too, so that the manual need not say it. */
  readonly restsOnMore: boolean;
}

/** Says a fact about the command at hand. */
export type SayFact = (path: string, value: string | undefined, restsOnMore?: boolean) => void;

/** What the manual is needed for: names of fixed numbers, and which of two readings to print. */
export interface Guide {
  readonly manual: string;
  readonly facts: FactSheet;
}

/**
 * What the schema says about the commands and error tables of one manual, in the manual's words:
 * set and query as one write command, two parameters of one placeholder as one.
 */
export function schemaFacts(state: SchemaState, guide: Guide): SchemaFact[] {
  const facts: SchemaFact[] = [];
  for (const { command } of state.commands) {
    if (!isOfManual(command, guide)) continue;
    const say: SayFact = (path, value, restsOnMore = false) => {
      if (value !== undefined) facts.push({ command: command.at, path, value, restsOnMore });
    };
    say("section", command.source.find(({ id }) => id === guide.manual)?.section);
    formFactsOf(state, command, guide, say);
    parameterFactsOf(command, guide, say);
    limitFacts(command, guide, say);
  }
  return [...facts, ...codeFacts(state, guide)];
}

/** A command belongs to the manual that it names first, or that describes it. */
export function isOfManual(command: SchemaCommand, { manual, facts }: Guide): boolean {
  if (command.source[0]?.id === manual) return true;
  return cites(command.source, manual) && facts.get(command.at, "title") !== undefined;
}
