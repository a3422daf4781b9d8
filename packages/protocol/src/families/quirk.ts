import type { Range } from "../codec/descriptor.ts";
import type { FamilyId, OperationName, UrcName } from "../generated/families.gen.ts";
import type { Evidence } from "./evidence.ts";

/** The modules that a variant is about. */
export interface Scope {
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
  readonly applies: readonly Scope[];
  readonly change: Change;
  readonly evidence: readonly Evidence[];
}

interface QuirkBase<Kind extends string, Change> {
  /** Stable name, e.g. `missing-file-on-delete`. */
  readonly id: string;
  readonly title: string;
  /** What follows for a program. */
  readonly description?: string;
  readonly kind: Kind;
  /** What follows `AT` in the command that the quirk is about. */
  readonly at: string;
  readonly variants: readonly Variant<Change>[];
}

interface OfOperations {
  readonly operations: readonly OperationName[];
}

/** Operations that exist or do not. */
export interface AvailabilityQuirk
  extends QuirkBase<"availability", { readonly available: boolean }>,
    OfOperations {}

/** Other values of one parameter. */
export interface ParameterQuirk extends QuirkBase<"parameter", ParameterChange> {
  readonly param: string;
  /** Every operation with the parameter when absent. */
  readonly operations?: readonly OperationName[];
}

export interface ParameterChange {
  /** In place of the ranges of the descriptor. */
  readonly ranges?: readonly Range[];
  readonly addsValues?: readonly (number | string)[];
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

export interface ErrorCodeChange {
  readonly situation: "fileMissing";
  /** Id of the error table. */
  readonly table: string;
  readonly code: number;
}

/** An information line or URC with other fields. Decoders take every shape. */
export interface ReplyShapeQuirk extends QuirkBase<"replyShape", ReplyShapeChange> {
  readonly operations?: readonly OperationName[];
  readonly urcs?: readonly UrcName[];
}

/** How a printed line differs from the one of the descriptor; fields by their name in the API. */
export interface ReplyShapeChange {
  /** Optional fields that are printed. */
  readonly appends?: readonly string[];
  /** Optional fields that are not printed. */
  readonly omits?: readonly string[];
  readonly quoted?: readonly string[];
  readonly unquoted?: readonly string[];
  /** Integers that may be negative. */
  readonly negative?: readonly string[];
  /** Text in front of a value; empty for none. */
  readonly valuePrefix?: { readonly param: string; readonly text: string };
  readonly blankBeforeColon?: boolean;
  readonly blankBehindColon?: boolean;
}

/** A URC under another prefix. */
export interface LinePrefixQuirk extends QuirkBase<"linePrefix", { readonly prefix: string }> {
  readonly urcs: readonly UrcName[];
}

/** Another course of the conversation. */
export interface DialogueQuirk extends QuirkBase<"dialogue", { readonly behaviour: Behaviour }> {
  readonly operations?: readonly OperationName[];
  readonly urcs?: readonly UrcName[];
}

export type Behaviour =
  /** `OK` and a blank line stand in front of `CONNECT`. */
  | "okBeforeConnect"
  /** Data whose size is a multiple of the block end with an acknowledgement too. */
  | "finalBlockAcknowledged"
  /** After input that stopped, the result line with the short count comes before the error. */
  | "resultBeforeTimeout"
  /** The ready line comes while commands still fail. */
  | "readyBeforeUsable"
  /** The line that announces the end may not come. */
  | "endUnannounced";

/** One point in which a family, model or firmware differs from the descriptors. */
export type Quirk =
  | AvailabilityQuirk
  | ParameterQuirk
  | RenamedKeyQuirk
  | TestAnswerQuirk
  | ErrorCodeQuirk
  | ReplyShapeQuirk
  | LinePrefixQuirk
  | DialogueQuirk;
