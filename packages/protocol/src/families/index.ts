export {
  type FamilyId,
  families,
  isOptional,
  type OperationName,
  type UrcName,
} from "../generated/families.gen.ts";
export { quirks } from "../generated/quirks.gen.ts";
export { applyQuirks } from "./apply-quirks.ts";
export type { Confidence, Evidence } from "./evidence.ts";
export type { Family, Model, Relation } from "./family.ts";
export { type FoundModel, findModel } from "./find-model.ts";
export type {
  AvailabilityQuirk,
  Behaviour,
  DialogueQuirk,
  ErrorCodeChange,
  ErrorCodeQuirk,
  LinePrefixQuirk,
  ParameterChange,
  ParameterQuirk,
  Quirk,
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
  type Presence,
  type ResolvedFamily,
  type ResolveOptions,
  resolveFamily,
  UnknownFamilyError,
} from "./resolve-family.ts";
