import {
  type FamilyId,
  families,
  isOptional,
  type OperationName,
} from "../generated/families.gen.ts";
import { quirks } from "../generated/quirks.gen.ts";
import type { Evidence } from "./evidence.ts";
import type { Family } from "./family.ts";
import { findModel } from "./find-model.ts";
import type {
  AvailabilityQuirk,
  DialogueQuirk,
  ErrorCodeQuirk,
  LinePrefixQuirk,
  ParameterQuirk,
  Quirk,
  RenamedKeyQuirk,
  ReplyShapeQuirk,
  Scope,
  TestAnswerQuirk,
} from "./quirk.ts";

/** Which module of a family is meant; the more is said, the fewer quirks stay open. */
export interface ResolveOptions {
  /** The model, as `ATI` or `AT+CGMM` prints it. */
  readonly model?: string | undefined;
  /** The firmware, as `ATI` prints it behind `Revision:`, or better the full name of `AT+QGMR`. */
  readonly firmware?: string | undefined;
}

/** A variant of a quirk that bears upon the module. */
export interface Applied<Q extends Quirk> {
  readonly quirk: Q;
  readonly change: Q["variants"][number]["change"];
  readonly evidence: readonly Evidence[];
  /** `possible` when it hangs on a model or firmware that was not given. */
  readonly certainty: "certain" | "possible";
}

/**
 * Whether the module has an operation. `unverified`: some firmware has it, and nobody has looked
 * whether this one does; its test form tells.
 */
export type Presence = "present" | "absent" | "unverified";

/** A family, or one module of it, with all that is known of its ways. */
export interface ResolvedFamily {
  readonly family: Family;
  /** Id of the model; `undefined` when it was not given or no family lists it. */
  readonly model: string | undefined;
  readonly firmware: string | undefined;
  /** Every operation of the package. */
  readonly operations: Readonly<Record<OperationName, Presence>>;
  /** Every quirk that applies, by the order of their names. */
  readonly quirks: readonly Applied<Quirk>[];
  readonly parameters: readonly Applied<ParameterQuirk>[];
  readonly renamedKeys: readonly Applied<RenamedKeyQuirk>[];
  readonly testAnswers: readonly Applied<TestAnswerQuirk>[];
  readonly errorCodes: readonly Applied<ErrorCodeQuirk>[];
  readonly replies: readonly Applied<ReplyShapeQuirk>[];
  readonly linePrefixes: readonly Applied<LinePrefixQuirk>[];
  readonly dialogue: readonly Applied<DialogueQuirk>[];
}

/** No family has the id. */
export class UnknownFamilyError extends Error {
  override readonly name = "UnknownFamilyError";
  readonly code = "UNKNOWN_FAMILY";
  readonly family: string;

  constructor(family: string) {
    super(
      `no family is called "${family}"; there are ${families.map(({ id }) => id).join(", ")}. ` +
        "findModel() tells the family of a module",
    );
    this.family = family;
  }
}

/**
 * Joins a family with its quirks: which operations exist, and where the module differs from the
 * descriptors. A family of one model is taken to be that model.
 * @throws UnknownFamilyError `UNKNOWN_FAMILY`
 */
export function resolveFamily(familyId: FamilyId, options: ResolveOptions = {}): ResolvedFamily {
  const family = families.find(({ id }) => id === familyId);
  if (family === undefined) throw new UnknownFamilyError(familyId);
  const module: Module = { family: familyId, ...moduleOf(family, options) };
  const applied = quirks.flatMap((quirk) => applyTo(module, quirk));
  const ofKind = <Kind extends Quirk["kind"]>(kind: Kind): Applied<QuirkOf<Kind>>[] =>
    applied.filter(({ quirk }) => quirk.kind === kind) as Applied<QuirkOf<Kind>>[];
  return {
    family,
    model: module.known ? module.model : undefined,
    firmware: module.firmware,
    operations: presence(ofKind("availability")),
    quirks: applied,
    parameters: ofKind("parameter"),
    renamedKeys: ofKind("renamedKey"),
    testAnswers: ofKind("testAnswer"),
    errorCodes: ofKind("errorCode"),
    replies: ofKind("replyShape"),
    linePrefixes: ofKind("linePrefix"),
    dialogue: ofKind("dialogue"),
  };
}

type QuirkOf<Kind extends Quirk["kind"]> = Extract<Quirk, { readonly kind: Kind }>;

interface Module {
  readonly family: FamilyId;
  /** As given, when the family does not list it: no quirk of another model may apply. */
  readonly model: string | undefined;
  readonly known: boolean;
  readonly firmware: string | undefined;
}

function moduleOf(family: Family, { model, firmware }: ResolveOptions): Omit<Module, "family"> {
  if (model === undefined) {
    const [only, ...others] = family.models;
    const single = others.length === 0 ? only?.id : undefined;
    return { model: single, known: single !== undefined, firmware };
  }
  const found = findModel(model);
  const known = found?.family === family.id;
  return { model: known ? found.model : model, known, firmware };
}

function applyTo(module: Module, quirk: Quirk): Applied<Quirk>[] {
  return quirk.variants.flatMap(({ applies, change, evidence }): Applied<Quirk>[] => {
    const fits = applies.map((scope) => fit(module, scope));
    if (fits.includes("certain")) return [{ quirk, change, evidence, certainty: "certain" }];
    if (fits.includes("possible")) return [{ quirk, change, evidence, certainty: "possible" }];
    return [];
  });
}

function fit(module: Module, scope: Scope): "certain" | "possible" | "none" {
  if (scope.family !== module.family) return "none";
  let open = false;
  if (scope.models !== undefined) {
    if (module.model === undefined) open = true;
    else if (!scope.models.includes(module.model)) return "none";
  }
  const { firmware } = module;
  if (scope.firmware !== undefined) {
    if (firmware === undefined || isShortName(firmware, scope.firmware)) open = true;
    else if (!scope.firmware.some((label) => isFirmware(firmware, label))) return "none";
  }
  return open ? "possible" : "certain";
}

/** `30.203` fits `EG25GGBR07A08M2G_30.203.30.203` and `30.203.30.203`. */
function isFirmware(name: string, label: string): boolean {
  return name.startsWith(label) || name.slice(name.indexOf("_") + 1).startsWith(label);
}

/** `ATI` leaves out the part behind the underscore, which is all that some labels look at. */
function isShortName(name: string, labels: readonly string[]): boolean {
  return !/[_.]/.test(name) && labels.every((label) => label.includes("."));
}

function presence(applied: readonly Applied<AvailabilityQuirk>[]): Record<OperationName, Presence> {
  const names = Object.keys(isOptional) as OperationName[];
  const entries = names.map((name): [OperationName, Presence] => {
    const found = applied.filter(({ quirk }) => quirk.operations.includes(name));
    const certain = found.find(({ certainty }) => certainty === "certain");
    if (certain !== undefined) return [name, certain.change.available ? "present" : "absent"];
    return [name, found.length > 0 || isOptional[name] ? "unverified" : "present"];
  });
  return Object.fromEntries(entries) as Record<OperationName, Presence>;
}
