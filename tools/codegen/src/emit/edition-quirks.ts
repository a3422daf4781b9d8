import type { EditionOf } from "../editions/edition.ts";
import { factValueOf } from "../fact-value.ts";
import { canonicalJson } from "../fingerprint.ts";
import { factsOf, type Model, paramOf } from "../model.ts";
import type { SchemaCommand } from "../schema-types.gen.ts";
import { describeOperation, describeParam, type Literal } from "./descriptor.ts";

/**
 * What earlier editions of the manuals say otherwise, as quirks: the operations of a command as they
 * were, and those that were not there. The variants of a quirk go back in time, so that of those
 * that hold for an edition the last is nearest to it.
 */
export function editionQuirks(model: Model): Literal[] {
  const boundaries = boundariesOf(model);
  return model.commands.flatMap(({ command: { at } }) => {
    const steps = boundaries.map(({ before, young, old }) => {
      const [now, then] = [operationsOf(young, at), operationsOf(old, at)];
      const both = [...then].filter(([name]) => now.has(name));
      return {
        before,
        changed: both.filter(([name, one]) => canonicalJson(one) !== canonicalJson(now.get(name))),
        added: [...now.keys()].filter((name) => !then.has(name)),
      };
    });
    const manuals = [...new Set(boundaries.map(({ before }) => before.manual))];
    return manuals.flatMap((manual) => {
      const own = steps.filter(({ before }) => before.manual === manual);
      return [...changes(at, manual, own), ...additions(at, manual, own)];
    });
  });
}

/**
 * The facts that earlier editions have otherwise, by the last edition that has them so, going back in
 * time.
 */
export function earlierFacts(model: Model): Literal[] {
  return boundariesOf(model).flatMap(({ before: { manual, edition }, young, old }) => {
    const now = new Map(factsOf(young).map(({ name, fact }) => [name, factValueOf(fact, young)]));
    const changed = factsOf(old).flatMap(({ name, fact }) => {
      const value = factValueOf(fact, old);
      const isSame = canonicalJson(value) === canonicalJson(now.get(name));
      return isSame || !now.has(name) ? [] : [[name, value] as const];
    });
    if (changed.length === 0) return [];
    return [{ manual, until: edition, facts: Object.fromEntries(changed) }];
  });
}

/** Two editions that follow one another; the older one is named. */
interface Boundary {
  readonly before: EditionOf;
  readonly young: Model;
  readonly old: Model;
}

function boundariesOf(model: Model): Boundary[] {
  const newer = new Map<string, Model>();
  return model.earlier.toReversed().map(({ manual, edition, model: old }) => {
    const young = newer.get(manual) ?? model;
    newer.set(manual, old);
    return { before: { manual, edition }, young, old };
  });
}

interface Step {
  readonly before: EditionOf;
  readonly changed: readonly (readonly [name: string, descriptor: Literal])[];
  readonly added: readonly string[];
}

function changes(at: string, manual: string, steps: readonly Step[]): Literal[] {
  const told = steps.filter(({ changed }) => changed.length > 0);
  if (told.length === 0) return [];
  const names = told.flatMap(({ changed }) => changed.map(([name]) => name));
  return [
    {
      id: idOf([manual, at, "earlier"]),
      title: `AT${at} in earlier editions`,
      kind: "edition",
      at,
      operations: [...new Set(names)],
      variants: told.map(({ before, changed }) =>
        variant(before, { operations: changed.map(([, descriptor]) => descriptor) }),
      ),
    },
  ];
}

function additions(at: string, manual: string, steps: readonly Step[]): Literal[] {
  return steps.flatMap(({ before, added }) =>
    added.length === 0
      ? []
      : [
          {
            id: idOf([manual, at, "after", before.edition]),
            title: `What AT${at} has gained since`,
            kind: "availability",
            at,
            operations: added,
            variants: [variant(before, { available: false })],
          },
        ],
  );
}

function variant({ manual, edition }: EditionOf, change: Literal): Literal {
  return { applies: [{ manual, until: edition }], change, evidence: [{ id: manual }] };
}

/** The operations of a command by name, with their parameters in them. */
function operationsOf({ commands }: Model, at: string): Map<string, Literal> {
  const command = commands.find((file) => file.command.at === at)?.command;
  const described = command === undefined ? [] : operationLiterals(command);
  return new Map(described);
}

function operationLiterals(command: SchemaCommand): [string, Literal][] {
  return command.operations.map((operation) => {
    const mention = (name: string): Literal => describeParam(name, paramOf(command, name));
    return [operation.name, describeOperation(command, operation, mention)];
  });
}

function idOf(parts: readonly string[]): string {
  const text = parts.join("-").toLowerCase();
  return text.replaceAll(/[^a-z0-9]+/g, "-");
}
