import type { Rule } from "../rule.ts";

/**
 * Families and their quirks. One package serves all of them, so that a quirk changes what is known
 * of a module and not what can be called: it is answered at run time.
 */
export const familyRules = [
  {
    id: "family-added",
    change: "is a new family",
    either: "minor",
    why: "More modules are served.",
    heading: "Added",
    mirror: ["family-removed"],
  },
  {
    id: "family-removed",
    change: "is gone",
    either: "major",
    why: "Its modules are not served any more.",
    heading: "Breaking",
    whatToDo: "Stay on the release before.",
    mirror: ["family-added"],
  },
  {
    id: "family-relation-changed",
    change: "is described more, or less, closely",
    either: "minor",
    why: "What the schema promises for its modules changes.",
    heading: "Behaviour",
    whatToDo: "Look at the family's page.",
    mirror: ["family-relation-changed"],
  },
  {
    id: "model-added",
    change: "has a new model",
    either: "minor",
    why: "More modules are recognised.",
    heading: "Added",
    mirror: ["model-removed"],
  },
  {
    id: "model-removed",
    change: "has lost a model",
    either: "major",
    why: "The module is not recognised any more.",
    heading: "Breaking",
    whatToDo: "Name the family yourself.",
    mirror: ["model-added"],
  },
  {
    id: "model-name-changed",
    change: "reports itself under other names",
    decode: "minor",
    why: "Modules are recognised that were not, or the other way round.",
    heading: "Behaviour",
    mirror: ["model-name-changed"],
  },
  {
    id: "quirk-widened",
    change: "lets modules do more than was known",
    encode: "minor",
    why: "A check at run time lets more through.",
    heading: "Added",
    mirror: ["quirk-narrowed"],
  },
  {
    id: "quirk-narrowed",
    change: "lets modules do less than was known",
    encode: "minor",
    why: "The package sends what it always sent; a check at run time refuses what these modules never took.",
    heading: "Behaviour",
    whatToDo: "Expect a refusal on these modules.",
    mirror: ["quirk-widened"],
  },
  {
    id: "quirk-changed",
    change: "tells something else of its modules",
    either: "minor",
    why: "The simulated module and checks at run time follow it.",
    heading: "Behaviour",
    whatToDo: "Look at the quirk's description if you run these modules.",
    mirror: ["quirk-changed"],
  },
] as const satisfies readonly Rule[];
