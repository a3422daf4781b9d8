/**
 * The vocabulary in which generated files describe commands. Descriptors are plain literals: the
 * codec reads them in both directions, the client and the simulated module use one half each.
 */

import type {
  Charset,
  DataDirection,
  DataEnd,
  EarlyExit,
  Form,
  MailOutcome,
  MailVerdict,
  Notation,
  Repeat,
} from "../words.gen.ts";

/** Accepted integers, both ends included; `null` when only the module knows the upper end. */
export type Range = readonly [from: number, to: number | null];

/** What all parameters have. */
export interface ParamBase {
  /** Name in the API. */
  readonly name: string;
  /** The manual's placeholder, without angle brackets. */
  readonly wire: string;
  /** What the module assumes when it is left out or was never set; never written by itself. */
  readonly default?: number | string | boolean;
  /** A secret: masked wherever a person may read it. */
  readonly sensitive?: true;
}

/** A decimal number, unless the notation says otherwise. */
export interface IntegerParam extends ParamBase {
  /** The value is a whole `number` in the API. */
  readonly type: "integer";
  /**
   * Numbers a caller may send, every whole one when absent. Others are accepted when decoding a
   * reply.
   */
  readonly ranges?: readonly Range[];
  /** `decimal` when absent. */
  readonly notation?: Notation;
}

/** 0 or 1 on the wire, a boolean in the API. */
export interface FlagParam extends ParamBase {
  /** The value is a `boolean` in the API; a number above 1 in a reply reads as `true`. */
  readonly type: "flag";
}

/** One of several numbers that have names. */
export interface EnumParam extends ParamBase {
  /** The value is a `number` in the API; one that nobody has named stays the number it is. */
  readonly type: "enum";
  /** Numbers a caller may send. Others are accepted when decoding a reply. */
  readonly values: readonly number[];
  /** `decimal` when absent. */
  readonly notation?: Notation;
}

/** One of several words. */
export interface KeywordParam extends ParamBase {
  /** The value is a `string` in the API, without its quotes; capitals count. */
  readonly type: "keyword";
  /** Words a caller may send. Others are accepted when decoding a reply. */
  readonly values: readonly string[];
  /** `false` when the word stands without quotes. */
  readonly quoted?: false;
}

/** Text in double quotes. */
export interface StringParam extends ParamBase {
  /**
   * The value is a `string` in the API, without its quotes. It can hold no quote: there is no
   * escape.
   */
  readonly type: "string";
  /** Printable ASCII only. Without it any text without control characters. */
  readonly charset?: Extract<Charset, "ascii">;
  /** Least length in UTF-8 bytes, quotes not counted; 0 when absent. */
  readonly minBytes?: number;
  /** Greatest length in UTF-8 bytes, quotes not counted; no limit when absent. */
  readonly maxBytes?: number;
}

/** Bytes, written as a quoted string of hex digits. */
export interface OctetsParam extends ParamBase {
  /** The value is a `Uint8Array` in the API. */
  readonly type: "octets";
  /** Least number of bytes, which are two digits each on the wire; 0 when absent. */
  readonly minBytes?: number;
  /** Greatest number of bytes, which are two digits each on the wire; no limit when absent. */
  readonly maxBytes?: number;
}

/** Free text; as the last field it takes the rest of the line, commas included. */
export interface TextParam extends ParamBase {
  /** The value is a `string` in the API; unquoted it loses the blanks at its end. */
  readonly type: "text";
  /** `true` when it stands in quotes; then it ends with them, and other fields may follow. */
  readonly quoted?: true;
  /** Decimal digits only, at least one: tells an answer without prefix from other lines. */
  readonly charset?: Extract<Charset, "digits">;
}

/** A parameter of a command line or of a line of the module. */
export type Param =
  | IntegerParam
  | FlagParam
  | EnumParam
  | KeywordParam
  | StringParam
  | OctetsParam
  | TextParam;

/** A fixed field. Strings are quoted unless `quoted` is false. */
export interface ConstField {
  /** What is written; a line that has something else there does not fit. Capitals do not matter. */
  readonly const: string | number;
  /** `false` when a string stands without quotes; of no meaning for a number. */
  readonly quoted?: false;
}

/** Fields that stand together or not at all. */
export interface OptionalFields {
  /** A group among them may be left out by itself; a comma holds its place when more follows. */
  readonly optional: readonly Field[];
}

/** Zero or more values of one parameter up to the end of the line. */
export interface ListField {
  /** What each of the values is; its own name is not used. */
  readonly list: Param;
  /** Property that holds the values as an array, in the order of the line. */
  readonly as: string;
}

/** What stands between the commas of a line. */
export type Field = ConstField | Param | OptionalFields | ListField;

/** One information line, or a run of like lines, before the final result. */
export interface ReplyLine {
  /** What stands before the colon; empty for a line without prefix. */
  readonly prefix: string;
  /** What stands behind the prefix. What a line has beyond them is kept in `extraFields`. */
  readonly fields: readonly Field[];
  /** Exactly one line when absent. */
  readonly repeat?: Exclude<Repeat, "one">;
  /** Property of the output; without it the fields stand in the output itself. */
  readonly as?: string;
}

/** What happens between `CONNECT` and the lines that end the command. */
export interface DataPhaseDescriptor {
  /** Whether a caller gives the bytes (`toModule`) or gets them (`fromModule`). */
  readonly direction: DataDirection;
  /** Parameter that announces the length, or the number behind `CONNECT`. */
  readonly length?: { readonly param: string } | { readonly connect: true };
  /** Whatever comes first. `idleTime` and `totalTime` tell what the seconds of `time` count. */
  readonly endsOn: readonly DataEnd[];
  /** Parameter with the time limit in seconds. */
  readonly time?: string;
  /**
   * The module sends `byte` after every `everyBytes` bytes if argument `param` is `value`; absent
   * when it never does.
   */
  readonly ack?: {
    readonly param: string;
    readonly value: number;
    readonly everyBytes: number;
    readonly byte: string;
  };
  /** Whether the result lines still come after leaving early. */
  readonly earlyExit: EarlyExit;
  /** Whether `ATO` can go back. */
  readonly resumable: boolean;
}

/**
 * Of an operation that is its reply and no more: nothing to send behind it, nothing to receive, no
 * outcome that comes later. Traits are types only, no value has them; they let a caller be asked for
 * a payload exactly where there is one.
 */
export interface PlainTraits {
  /** Tells it from other {@link Traits}: the command is given and its reply awaited, no more. */
  readonly kind: "plain";
}

/** Of an operation behind whose `CONNECT` the host sends bytes. */
export interface PayloadTraits {
  /** Tells it from other {@link Traits}: a caller must give a payload. */
  readonly kind: "payload";
}

/**
 * Of an operation behind whose `CONNECT` the module sends bytes. Their number is announced behind
 * `CONNECT`, or must be asked before, as for `downloadFile`.
 */
export interface DownloadTraits<Length extends "announced" | "asked" = "announced" | "asked"> {
  /** Tells it from other {@link Traits}: a caller gets bytes besides the reply. */
  readonly kind: "download";
  /** `announced`: the module tells it. `asked`: the caller must know it beforehand. */
  readonly length: Length;
}

/** Of an operation whose outcome comes in a URC after `OK`. `Outcome` is that URC's value. */
export interface OutcomeTraits<Outcome = unknown> {
  /** Tells it from other {@link Traits}: the reply is not the outcome. */
  readonly kind: "outcome";
  /** What the URC tells, e.g. the two numbers of `+QSMTPPUT`. */
  readonly outcome: Outcome;
}

/** Of an operation that opens a connection in both directions, without a length: `ATO`. */
export interface StreamTraits {
  /** Tells it from other {@link Traits}: neither side announces an end. */
  readonly kind: "stream";
}

/** What the traits of an operation can be. */
export type Traits = PlainTraits | PayloadTraits | DownloadTraits | OutcomeTraits | StreamTraits;

/** `Input` of an operation that has no arguments. */
export type NoInput = Readonly<Record<string, never>>;

/**
 * One thing a caller can ask of the module, as data. `Input`, `Output` and `Traits` are types only;
 * the traits of a generated operation are one of {@link Traits}.
 */
export interface OperationDescriptor<Input = unknown, Output = unknown, Traits = unknown> {
  /** Name of the export of `@qsmtp/protocol/commands`, e.g. `addRecipient`; unique. */
  readonly name: string;
  /** What follows `AT`, without the form's signs. */
  readonly at: string;
  /** Decides the signs behind the name on the wire: `=?`, `?`, `=` or none. */
  readonly form: Form;
  /** What stands behind the sign of the form, in order; absent when nothing does. */
  readonly args?: readonly Field[];
  /** Lines in front of the final result, in order; absent when there are none. */
  readonly reply?: readonly ReplyLine[];
  /** Of a test form: what the module prints behind the prefix, a line each. */
  readonly supports?: readonly string[];
  /** Absent when no `CONNECT` comes. */
  readonly data?: DataPhaseDescriptor;
  /** The outcome comes after `OK`, in a URC, within the seconds that parameter `within` holds. */
  readonly completion?: { readonly urc: string; readonly within?: string };
  /** Error tables in which a `+CME ERROR` number is looked up, in order. */
  readonly errors?: readonly string[];
  /** Longest time to the final result, or to `CONNECT`; `null` when no source gives one. */
  readonly maxResponseMs: number | null;
  /** Never present: carries the types. */
  readonly types?: { readonly input: Input; readonly output: Output; readonly traits: Traits };
}

/**
 * Text of third parties that follows an unsolicited line: a number of lines at least, a text in
 * quotes that may have line breaks, or as many bytes as the parameter says.
 */
export type UrcTail =
  | { readonly lines: number }
  | { readonly quoted: true }
  | { readonly bytes: string };

/** An unsolicited line. `Value` is a type only. */
export interface Urc<Value = unknown> {
  /** Name of its export of `@qsmtp/protocol/commands` without `Urc`, e.g. `moduleReady`; unique. */
  readonly name: string;
  /** What stands before the colon, or the whole line when it has no fields, e.g. `RDY`. */
  readonly prefix: string;
  /**
   * What stands behind the prefix, in order. What a line has beyond them is kept in `extraFields`.
   */
  readonly fields: readonly Field[];
  /** What follows the line and is not the module's own word. */
  readonly tail?: UrcTail;
  /** Never present: carries the type. */
  readonly types?: { readonly value: Value };
}

/** One number of an error table. */
export interface ErrorEntry {
  /** The number on the wire, e.g. of `+CME ERROR`; unique in its table only. */
  readonly code: number;
  /** What programs may compare, e.g. `fileNotFound`: it stays, and is unique in its table. */
  readonly name: string;
  /** What happened, in English and without a full stop. For people: the wording may change. */
  readonly meaning: string;
  /** What a person or program can do, one or two sentences; absent when there is no advice. */
  readonly remedy?: string;
  /** `true` when the same call may succeed later without a change by the caller. */
  readonly retryable?: true;
  /** Of a number of `+QSMTPPUT`: what it proves about the mail. */
  readonly mailOutcome?: MailVerdict;
  /** The words the module prints for the number: instead of it under `AT+CMEE=2`, or behind it. */
  readonly text?: string;
}

/** What is known of numbers of a range that the table does not list, ends included. */
export interface UnlistedOutcome {
  /** Smallest number of the range. */
  readonly from: number;
  /** Greatest number of the range. */
  readonly to: number;
  /** `sent` where the server says that it has the mail. */
  readonly mailOutcome: MailOutcome;
  /** What all of them say, in English and without a full stop; absent when nothing is known. */
  readonly meaning?: string;
  /** What a person or program can do; absent when there is no advice. */
  readonly remedy?: string;
  /** `true` when the same call may succeed later without a change by the caller. */
  readonly retryable?: true;
}

/** The numbers of one kind of errors, with what they mean. */
export interface ErrorTable {
  /** What `errors` of an operation names, e.g. `smtp`. */
  readonly id: string;
  /** What the numbers are about, in a few English words. */
  readonly title: string;
  /** Any other number that the table does not list leaves the mail's outcome unknown. */
  readonly unlisted?: readonly UnlistedOutcome[];
  /** Every number that a source lists, in rising order. A module may answer others. */
  readonly entries: readonly ErrorEntry[];
}

/** What every decoded line may carry beyond the fields that the schema knows. */
export interface Extensible {
  /** Fields behind the known ones, as they stood on the wire; absent when there were none. */
  readonly extraFields?: readonly string[];
}

/** Narrows a field to a parameter. */
export function isParam(field: Field): field is Param {
  return "type" in field;
}
