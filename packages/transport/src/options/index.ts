/**
 * Judges option objects of this and the packages above it by tables that are written from their
 * interfaces. For users of the transports there is nothing here.
 *
 * @packageDocumentation
 */

export { nearestNames } from "./nearest-key.ts";
export type {
  KeyAdvice,
  NumberRange,
  OptionKind,
  OptionProblem,
  OptionTable,
} from "./option-table.ts";
export { isSignal, isUint8Array } from "./plain-object.ts";
export { type OptionsRead, readOptions } from "./read-options.ts";
