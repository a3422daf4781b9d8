import type { OperationDescriptor, Range } from "../codec/descriptor.ts";
import type { FamilyId, OperationName, SourceId, UrcName } from "../generated/families.gen.ts";
import type { DialogueBehaviour, ErrorSituation } from "../words.gen.ts";
import type { Evidence } from "./evidence.ts";

/** What a variant is about. */
export type Scope = ModuleScope | EditionScope;

/** Modules that do as a source said up to one of its editions, that one included. */
export interface EditionScope {
  /** Id of the manual, one of those in `editions`. */
  readonly manual: SourceId;
  /** The last edition that says so, one of those that `editions` lists for the manual. */
  readonly until: string;
}

/** The modules that a variant is about. */
export interface ModuleScope {
  /** Id of the family; a scope with nothing else is about all of it. */
  readonly family: FamilyId;
  /** All models of the family when absent. */
  readonly models?: readonly string[];
  /**
   * What the name of the firmware begins with, or its part behind the underscore; every firmware
   * when absent.
   */
  readonly firmware?: readonly string[];
}

/** How some modules do it. */
export interface Variant<Change> {
  /** One of them is enough. */
  readonly applies: readonly Scope[];
  /** What these modules do in place of what the descriptors say. */
  readonly change: Change;
  /** Where it was read; the confidence is that for the modules of `applies`. */
  readonly evidence: readonly Evidence[];
}

/** What all quirk records have. */
export interface QuirkBase<Kind extends string, Change> {
  /** Stable name, e.g. `missing-file-on-delete`. */
  readonly id: string;
  /** The point in which modules differ, in a few English words. */
  readonly title: string;
  /** What follows for a program. */
  readonly description?: string;
  /** Tells which of the {@link Quirk} types it is, and so what a change holds. */
  readonly kind: Kind;
  /** What follows `AT` in the command that the quirk is about. */
  readonly at: string;
  /**
   * At least one. Modules that none of them names do as the descriptors say, as far as anyone
   * knows.
   */
  readonly variants: readonly Variant<Change>[];
}

/** The operations that a quirk is about. */
export interface OfOperations {
  /** At least one, all of the command `at`. */
  readonly operations: readonly OperationName[];
}

/** Operations that exist or do not. */
export interface AvailabilityQuirk
  extends QuirkBase<"availability", { readonly available: boolean }>,
    OfOperations {}

/** Other values of one parameter. */
export interface ParameterQuirk extends QuirkBase<"parameter", ParameterChange> {
  /** Name of the parameter in the API. */
  readonly param: string;
  /** Every operation with the parameter when absent. */
  readonly operations?: readonly OperationName[];
}

/** What of a parameter is different; what is left out is as in the descriptor. */
export interface ParameterChange {
  /** In place of the ranges of the descriptor. */
  readonly ranges?: readonly Range[];
  /** Taken besides the values of the descriptor. */
  readonly addsValues?: readonly (number | string)[];
  /** Values of the descriptor that these modules refuse. */
  readonly removesValues?: readonly (number | string)[];
  /** The module's command ends before this optional parameter. */
  readonly absent?: true;
}

/** A sub-key under another name. */
export interface RenamedKeyQuirk
  extends QuirkBase<"renamedKey", { readonly from: string; readonly to: string }>,
    OfOperations {}

/** Another answer to a test form. */
export interface TestAnswerQuirk extends QuirkBase<"testAnswer", TestAnswerChange>, OfOperations {}

/** What a test form answers instead. */
export type TestAnswerChange =
  /** In place of the lines of the descriptor. */
  | { readonly supports: readonly string[] }
  /**
   * `line` in the place of the line that begins with `key`, or at the end; without it that line is
   * not printed.
   */
  | { readonly lines: readonly { readonly key: string; readonly line?: string }[] };

/** Another number for one situation. */
export interface ErrorCodeQuirk extends QuirkBase<"errorCode", ErrorCodeChange>, OfOperations {}

/** The number that stands for a situation. */
export interface ErrorCodeChange {
  /** What has happened, whatever the number. */
  readonly situation: ErrorSituation;
  /** Id of the error table. */
  readonly table: string;
  /** What these modules answer behind `+CME ERROR:`. */
  readonly code: number;
}

/** An information line or URC with other fields. Decoders take every shape. */
export interface ReplyShapeQuirk extends QuirkBase<"replyShape", ReplyShapeChange> {
  /** Whose information lines are meant; absent when only URCs are. */
  readonly operations?: readonly OperationName[];
  /** Which URCs are meant; absent when only information lines are. */
  readonly urcs?: readonly UrcName[];
}

/** How a printed line differs from the one of the descriptor; fields by their name in the API. */
export interface ReplyShapeChange {
  /** Optional fields that are printed. */
  readonly appends?: readonly string[];
  /** Optional fields that are not printed. */
  readonly omits?: readonly string[];
  /** Fields that stand in quotes. */
  readonly quoted?: readonly string[];
  /** Fields that stand without quotes. */
  readonly unquoted?: readonly string[];
  /** Integers that may be negative. */
  readonly negative?: readonly string[];
  /** Text in front of a value; empty for none. */
  readonly valuePrefix?: { readonly param: string; readonly text: string };
  /** Whether a blank stands between prefix and colon; not when absent. */
  readonly blankBeforeColon?: boolean;
  /** Whether a blank stands behind the colon; it does when absent. */
  readonly blankBehindColon?: boolean;
}

/** A URC under another prefix. */
export interface LinePrefixQuirk extends QuirkBase<"linePrefix", { readonly prefix: string }> {
  /** Which URCs have the other prefix; their fields are the same. */
  readonly urcs: readonly UrcName[];
}

/** Another course of the conversation. */
export interface DialogueQuirk
  extends QuirkBase<"dialogue", { readonly behaviour: DialogueBehaviour }> {
  /** In whose course it happens; absent when it is about URCs alone. */
  readonly operations?: readonly OperationName[];
  /** Around which URCs it happens; absent when it is about operations alone. */
  readonly urcs?: readonly UrcName[];
}

/** Operations of a command as earlier editions of its manual have them. */
export interface EditionQuirk extends QuirkBase<"edition", EditionChange>, OfOperations {}

/** What an earlier edition of the manual says. */
export interface EditionChange {
  /** The whole descriptors, in place of those of today. */
  readonly operations: readonly OperationDescriptor[];
}

/** Values of `@qsmtp/protocol/facts` up to an edition, that one included. */
export interface EarlierFacts extends EditionScope {
  readonly facts: Facts;
}

/** Values of facts by their names in `@qsmtp/protocol/facts`. */
export type Facts = Readonly<Record<string, number | string | readonly (number | string)[]>>;

/** One point in which a family, model or firmware differs from the descriptors. */
export type Quirk =
  | AvailabilityQuirk
  | ParameterQuirk
  | RenamedKeyQuirk
  | TestAnswerQuirk
  | ErrorCodeQuirk
  | ReplyShapeQuirk
  | LinePrefixQuirk
  | DialogueQuirk
  | EditionQuirk;
