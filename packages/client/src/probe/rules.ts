/** How a release would rise if the schema followed the module. `undecidable`: a person must say. */
export type ProbeBump = "major" | "minor" | "patch" | "undecidable";

/** Id of a rule that the probe judges by. */
export type ProbeRule =
  | "command-removed"
  | "operation-added"
  | "operation-removed"
  | "quirk-widened"
  | "quirk-narrowed"
  | "range-widened"
  | "range-narrowed"
  | "range-shifted"
  | "enum-value-added"
  | "enum-value-removed"
  | "arg-optional-appended"
  | "test-answer-argument-added"
  | "test-answer-argument-removed"
  | "test-answer-changed";

/**
 * The rules under which differences between two schemas are judged: ids and bumps are those of the
 * rule table in tools/schema-diff, which is not published. A test in tests/conformance holds the two
 * together.
 */
export const probeRules: Readonly<Record<ProbeRule, ProbeBump>> = {
  "command-removed": "major",
  "operation-added": "minor",
  "operation-removed": "major",
  "quirk-widened": "minor",
  "quirk-narrowed": "minor",
  "range-widened": "minor",
  "range-narrowed": "major",
  "range-shifted": "major",
  "enum-value-added": "minor",
  "enum-value-removed": "major",
  "arg-optional-appended": "minor",
  "test-answer-argument-added": "undecidable",
  "test-answer-argument-removed": "undecidable",
  "test-answer-changed": "patch",
};
