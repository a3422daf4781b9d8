/**
 * Which modules and firmwares differ from the schema, and the descriptors as one of them has them.
 *
 * @packageDocumentation
 */

export {
  editions,
  type FamilyId,
  families,
  isOptional,
  type ModelId,
  type OperationName,
  type SourceId,
  type UrcName,
} from "../generated/families.gen.ts";
export { quirks } from "../generated/quirks.gen.ts";
export type {
  Confidence,
  DialogueBehaviour,
  ErrorSituation,
  Relation,
} from "../words.gen.ts";
export { applyQuirks } from "./apply-quirks.ts";
export type { Evidence } from "./evidence.ts";
export type { Family, FamilyStorage, Model, Revision } from "./family.ts";
export { type FoundModel, findModel } from "./find-model.ts";
export type {
  AvailabilityQuirk,
  DialogueQuirk,
  EditionChange,
  EditionQuirk,
  EditionScope,
  ErrorCodeChange,
  ErrorCodeQuirk,
  Facts,
  LinePrefixQuirk,
  ModuleScope,
  OfOperations,
  ParameterChange,
  ParameterQuirk,
  Quirk,
  QuirkBase,
  RenamedKeyQuirk,
  ReplyShapeChange,
  ReplyShapeQuirk,
  Scope,
  TestAnswerChange,
  TestAnswerQuirk,
  Variant,
} from "./quirk.ts";
export {
  type Applied,
  type Editions,
  type Presence,
  type ResolvedFamily,
  type ResolveOptions,
  resolveFamily,
  UnknownEditionError,
  UnknownFamilyError,
} from "./resolve-family.ts";
