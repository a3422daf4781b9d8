/**
 * What a line of a command, an answer or an error means, in words for people.
 *
 * @packageDocumentation
 */

export type { Confidence, Form } from "../words.gen.ts";
export { type ExplainOptions, explain } from "./explain.ts";
export type {
  ExplainedError,
  ExplainedField,
  Explanation,
  ExplanationKind,
} from "./explanation.ts";
