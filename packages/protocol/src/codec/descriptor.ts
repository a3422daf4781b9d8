/**
 * The vocabulary in which generated files describe commands. Descriptors are plain literals: the
 * codec reads them in both directions, the client and the simulated module use one half each.
 */

/** How a caller addresses a command: `AT+X=?`, `AT+X?`, `AT+X=...`, `AT+X`, or `ATX<n>`. */
export type Form = "test" | "read" | "write" | "execute" | "basic";

/** Accepted integers, both ends included; `null` when only the module knows the upper end. */
export type Range = readonly [from: number, to: number | null];

/** How an integer is written on the wire. `ddd` is three decimal digits, `0Xhhhh` four hex digits. */
export type Notation = "decimal" | "hex" | "0Xhhhh" | "ddd";

interface ParamBase {
  /** Name in the API. */
  readonly name: string;
  /** The manual's placeholder, without angle brackets. */
  readonly wire: string;
  /** A secret: masked wherever a person may read it. */
  readonly sensitive?: true;
}

export interface IntegerParam extends ParamBase {
  readonly type: "integer";
  readonly ranges?: readonly Range[];
  readonly notation?: Notation;
}

export interface FlagParam extends ParamBase {
  readonly type: "flag";
}

export interface EnumParam extends ParamBase {
  readonly type: "enum";
  /** Numbers a caller may send. Others are accepted when decoding a reply. */
  readonly values: readonly number[];
  readonly notation?: Notation;
}

export interface KeywordParam extends ParamBase {
  readonly type: "keyword";
  /** Words a caller may send. Others are accepted when decoding a reply. */
  readonly values: readonly string[];
  /** `false` when the word stands without quotes. */
  readonly quoted?: false;
}

export interface StringParam extends ParamBase {
  readonly type: "string";
  /** Printable ASCII only. Without it any text without control characters. */
  readonly charset?: "ascii";
  readonly minBytes?: number;
  readonly maxBytes?: number;
}

/** Bytes, written as a quoted string of hex digits. */
export interface OctetsParam extends ParamBase {
  readonly type: "octets";
  readonly minBytes?: number;
  readonly maxBytes?: number;
}

/** Free text; as the last field it takes the rest of the line, commas included. */
export interface TextParam extends ParamBase {
  readonly type: "text";
  readonly quoted?: true;
  /** Decimal digits only, at least one: tells an answer without prefix from other lines. */
  readonly charset?: "digits";
}

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
  readonly const: string | number;
  readonly quoted?: false;
}

/** Fields that stand together or not at all. */
export interface OptionalFields {
  readonly optional: readonly Field[];
}

/** Zero or more values of one parameter up to the end of the line. */
export interface ListField {
  readonly list: Param;
  readonly as: string;
}

export type Field = ConstField | Param | OptionalFields | ListField;

export type Repeat = "zeroOrOne" | "zeroOrMore" | "oneOrMore";

/** One information line, or a run of like lines, before the final result. */
export interface ReplyLine {
  /** What stands before the colon; empty for a line without prefix. */
  readonly prefix: string;
  readonly fields: readonly Field[];
  /** Exactly one line when absent. */
  readonly repeat?: Repeat;
  /** Property of the output; without it the fields stand in the output itself. */
  readonly as?: string;
}

/** What ends a data phase besides its length. */
export type DataEnd = "length" | "idleTime" | "totalTime" | "escape" | "dtr";

/** What happens between `CONNECT` and the lines that end the command. */
export interface DataPhaseDescriptor {
  readonly direction: "toModule" | "fromModule";
  /** Parameter that announces the length, or the number behind `CONNECT`. */
  readonly length?: { readonly param: string } | { readonly connect: true };
  readonly endsOn: readonly DataEnd[];
  /** Parameter with the time limit in seconds. */
  readonly time?: string;
  readonly ack?: {
    readonly param: string;
    readonly value: number;
    readonly everyBytes: number;
    readonly byte: string;
  };
  /** Whether the result lines still come after leaving early. */
  readonly earlyExit: "result" | "aborted";
  /** Whether `ATO` can go back. */
  readonly resumable: boolean;
}

/**
 * Of an operation that is its reply and no more: nothing to send behind it, nothing to receive, no
 * outcome that comes later. Traits are types only, no value has them; they let a caller be asked for
 * a payload exactly where there is one.
 */
export interface PlainTraits {
  readonly kind: "plain";
}

/** Of an operation behind whose `CONNECT` the host sends bytes. */
export interface PayloadTraits {
  readonly kind: "payload";
}

/**
 * Of an operation behind whose `CONNECT` the module sends bytes. Their number is announced behind
 * `CONNECT`, or must be asked before, as for `downloadFile`.
 */
export interface DownloadTraits<Length extends "announced" | "asked" = "announced" | "asked"> {
  readonly kind: "download";
  readonly length: Length;
}

/** Of an operation whose outcome comes in a URC after `OK`. `Outcome` is that URC's value. */
export interface OutcomeTraits<Outcome = unknown> {
  readonly kind: "outcome";
  readonly outcome: Outcome;
}

/** Of an operation that opens a connection in both directions, without a length: `ATO`. */
export interface StreamTraits {
  readonly kind: "stream";
}

/** What the traits of an operation can be. */
export type Traits = PlainTraits | PayloadTraits | DownloadTraits | OutcomeTraits | StreamTraits;

/**
 * One thing a caller can ask of the module. `Input`, `Output` and `Traits` are types only; the
 * traits of a generated operation are one of {@link Traits}.
 */
export interface Operation<Input = unknown, Output = unknown, Traits = unknown> {
  readonly name: string;
  /** What follows `AT`, without the form's signs. */
  readonly at: string;
  readonly form: Form;
  readonly args?: readonly Field[];
  readonly reply?: readonly ReplyLine[];
  /** Of a test form: what the module prints behind the prefix, a line each. */
  readonly supports?: readonly string[];
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
  readonly name: string;
  readonly prefix: string;
  readonly fields: readonly Field[];
  /** What follows the line and is not the module's own word. */
  readonly tail?: UrcTail;
  /** Never present: carries the type. */
  readonly types?: { readonly value: Value };
}

/** One number of an error table. */
export interface ErrorEntry {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  readonly remedy?: string;
  readonly retryable?: true;
  /** Of a number of `+QSMTPPUT`: what it proves about the mail. */
  readonly mailOutcome?: "notSent" | "unknown";
  /** The words the module prints instead of the number under `AT+CMEE=2`. */
  readonly text?: string;
}

/** What numbers of a range prove about the mail that the table does not list, ends included. */
export interface UnlistedOutcome {
  readonly from: number;
  readonly to: number;
  readonly mailOutcome: "notSent" | "unknown";
}

export interface ErrorTable {
  readonly id: string;
  readonly title: string;
  /** Any other number that the table does not list leaves the mail's outcome unknown. */
  readonly unlisted?: readonly UnlistedOutcome[];
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
