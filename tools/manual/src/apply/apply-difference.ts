import type { SchemaState } from "../schema/schema-state.ts";
import { applyReply, applyResult, applyTestAnswer } from "./apply-answer.ts";
import { applyCode } from "./apply-code.ts";
import { applyCommand } from "./apply-command.ts";
import { applyLimit } from "./apply-limit.ts";
import { applyData, applyErrors, applyTime } from "./apply-operation-fact.ts";
import { applyParam } from "./apply-param.ts";
import { applySection } from "./apply-section.ts";
import { applySyntax } from "./apply-syntax.ts";
import { applyValue } from "./apply-value.ts";
import { type Change, NotAutomaticError } from "./change.ts";

/** Which rule puts which fact into the schema; the first pattern that fits. */
const rules: readonly (readonly [RegExp, (change: Change) => SchemaState])[] = [
  [/^$/, applyCommand],
  [/^(?:test|read|execute|write(?::[^/]+)?)$/, applySyntax],
  [/^test\/answer:/, applyTestAnswer],
  [/\/(?:reply|query)$/, applyReply],
  [/\/result$/, applyResult],
  [/\/errors$/, applyErrors],
  [/^write[^/]*\/data(?:\/|$)/, applyData],
  [/^section$/, applySection],
  [/^time$/, applyTime],
  [/^params\/[^/]+\/values\/[^/]+$/, applyValue],
  [/^params\/[^/]+(?:\/(?:type|range|size|default|unit))?$/, applyParam],
  [/^limits\//, applyLimit],
  [/^codes\/\d+$/, applyCode],
];

/**
 * The schema as it is when one difference is accepted.
 * @throws NotAutomaticError when a person must edit the schema
 * @throws MissingNameError when something new has no name yet
 */
export function applyDifference(change: Change): SchemaState {
  const rule = rules.find(([pattern]) => pattern.test(change.difference.path));
  if (rule === undefined) {
    throw new NotAutomaticError(`nothing in the schema holds "${change.difference.path}"`);
  }
  return rule[1](change);
}
