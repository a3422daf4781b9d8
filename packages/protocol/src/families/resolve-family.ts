import {
  editions as allEditions,
  type FamilyId,
  families,
  isOptional,
  type OperationName,
  type SourceId,
} from "../generated/families.gen.ts";
import { earlierFacts, quirks } from "../generated/quirks.gen.ts";
import type { Evidence } from "./evidence.ts";
import type { Family } from "./family.ts";
import { findModel } from "./find-model.ts";
import type {
  AvailabilityQuirk,
  DialogueQuirk,
  EditionQuirk,
  EditionScope,
  ErrorCodeQuirk,
  Facts,
  LinePrefixQuirk,
  ModuleScope,
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
  /**
   * Which edition of a manual the module keeps to, by the manual's id. Without one it is not known:
   * what earlier editions say otherwise is possible then.
   */
  readonly editions?: Editions | undefined;
}

/** An edition of each of some sources. */
export type Editions = Readonly<Partial<Record<SourceId, string>>>;

/** A variant of a quirk that bears upon the module. */
export interface Applied<Q extends Quirk> {
  /** The quirk with all its variants, also those that are about other modules. */
  readonly quirk: Q;
  /** What the module does in place of what the descriptors say. */
  readonly change: Q["variants"][number]["change"];
  /** Where that was read. */
  readonly evidence: readonly Evidence[];
  /** `possible` when it hangs on a model, a firmware or an edition that was not given. */
  readonly certainty: "certain" | "possible";
}

/**
 * Whether the module has an operation. `unverified`: some firmware has it, and nobody has looked
 * whether this one does; its test form tells.
 */
export type Presence = "present" | "absent" | "unverified";

/** A family, or one module of it, with all that is known of its ways. */
export interface ResolvedFamily {
  /** The family as it was asked for by its id. */
  readonly family: Family;
  /** Id of the model; `undefined` when it was not given or no family lists it. */
  readonly model: string | undefined;
  /** As it was given; `undefined` when it was not. */
  readonly firmware: string | undefined;
  /** Every operation of the package. */
  readonly operations: Readonly<Record<OperationName, Presence>>;
  /** Every quirk that applies, by the order of their names. */
  readonly quirks: readonly Applied<Quirk>[];
  /**
   * Of `quirks` those about values of parameters. `applyQuirks` writes them into descriptors.
   */
  readonly parameters: readonly Applied<ParameterQuirk>[];
  /** Of `quirks` those about sub-keys. `applyQuirks` writes them into descriptors. */
  readonly renamedKeys: readonly Applied<RenamedKeyQuirk>[];
  /**
   * Of `quirks` those about answers to test forms. `applyQuirks` writes them into
   * descriptors.
   */
  readonly testAnswers: readonly Applied<TestAnswerQuirk>[];
  /** Of `quirks` those about error numbers. Take every number of a situation as the same. */
  readonly errorCodes: readonly Applied<ErrorCodeQuirk>[];
  /** Of `quirks` those about the shape of lines. Decoders take every shape. */
  readonly replies: readonly Applied<ReplyShapeQuirk>[];
  /** Of `quirks` those about URCs under another prefix. There is a URC for each prefix. */
  readonly linePrefixes: readonly Applied<LinePrefixQuirk>[];
  /** Of `quirks` those about the course of the conversation. */
  readonly dialogue: readonly Applied<DialogueQuirk>[];
  /** What earlier editions of the manuals say otherwise, the nearest one last. */
  readonly earlier: readonly Applied<EditionQuirk>[];
  /** The facts that the given editions have otherwise, by their names in `@qsmtp/protocol/facts`. */
  readonly facts: Facts;
}

/** No source has the edition. */
export class UnknownEditionError extends Error {
  /** For people; `code` is what programs compare. */
  override readonly name = "UnknownEditionError";
  /** The same in every copy of the package. */
  readonly code = "UNKNOWN_EDITION";

  constructor(source: string, edition: string) {
    const known = Object.hasOwn(allEditions, source) ? allEditions[source as SourceId] : [];
    super(
      `"${source}" has no edition "${edition}"; it has ${known.join(", ") || "none"}. ` +
        `Those with editions are ${Object.keys(allEditions).join(", ")}`,
    );
  }
}

/** No family has the id. */
export class UnknownFamilyError extends Error {
  /** For people; `code` is what programs compare. */
  override readonly name = "UnknownFamilyError";
  /** The same in every copy of the package. */
  readonly code = "UNKNOWN_FAMILY";
  /** The id that was given. */
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
 * @throws UnknownEditionError `UNKNOWN_EDITION`
 */
export function resolveFamily(familyId: FamilyId, options: ResolveOptions = {}): ResolvedFamily {
  const family = families.find(({ id }) => id === familyId);
  if (family === undefined) throw new UnknownFamilyError(familyId);
  const { editions = {} } = options;
  checkEditions(editions);
  const module: Module = { family: familyId, ...moduleOf(family, options), editions };
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
    earlier: ofKind("edition"),
    facts: Object.assign(
      {},
      ...earlierFacts
        .filter((scope) => fitEdition(module, scope) === "certain")
        .map(({ facts }) => facts),
    ),
  };
}

type QuirkOf<Kind extends Quirk["kind"]> = Extract<Quirk, { readonly kind: Kind }>;

interface Module {
  readonly family: FamilyId;
  /** As given, when the family does not list it: no quirk of another model may apply. */
  readonly model: string | undefined;
  readonly known: boolean;
  readonly firmware: string | undefined;
  readonly editions: Editions;
}

function checkEditions(editions: Editions): void {
  for (const [source, edition] of Object.entries(editions)) {
    const known = Object.hasOwn(allEditions, source) ? allEditions[source as SourceId] : [];
    if (!known.includes(edition)) throw new UnknownEditionError(source, edition);
  }
}

function moduleOf(
  family: Family,
  { model, firmware }: ResolveOptions,
): Omit<Module, "family" | "editions"> {
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

type Fit = "certain" | "possible" | "none";

function fit(module: Module, scope: Scope): Fit {
  return "manual" in scope ? fitEdition(module, scope) : fitModule(module, scope);
}

function fitEdition({ editions }: Module, { manual, until }: EditionScope): Fit {
  const kept = editions[manual];
  if (kept === undefined) return "possible";
  const order = allEditions[manual];
  return order.indexOf(kept) <= order.indexOf(until) ? "certain" : "none";
}

function fitModule(module: Module, scope: ModuleScope): Fit {
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
