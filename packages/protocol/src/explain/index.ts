export { type ExplainOptions, explain } from "./explain.ts";
export type {
  ExplainedError,
  ExplainedField,
  Explanation,
  ExplanationKind,
} from "./explanation.ts";
