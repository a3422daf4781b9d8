/** Why an argument was refused before a byte was written. */
export type EncodeErrorCode =
  | "MISSING_PARAMETER"
  | "UNKNOWN_PARAMETER"
  | "WRONG_TYPE"
  | "OUT_OF_RANGE"
  | "NOT_ONE_OF"
  | "TOO_LONG"
  | "TOO_SHORT"
  | "FORBIDDEN_CHARACTER";

/** Why a line could not be read. */
export type DecodeErrorCode =
  | "UNKNOWN_COMMAND"
  | "SYNTAX"
  | "BAD_PARAMETER"
  | "MISSING_LINE"
  | "MALFORMED_LINE"
  | "UNEXPECTED_LINE";

/** Marks our errors so that two copies of the package know each other's. */
const brand = Symbol.for("@qsmtp/protocol/error");

/** Where in a command or line the fault is. */
export interface EncodeErrorDetails {
  /** The command as written in manuals, e.g. `AT+QSMTPDST`. */
  readonly command: string;
  /** Parameter name in the API. */
  readonly param: string;
  /** The rule that was broken, in words. */
  readonly rule: string;
  /** The refused value as text, `***` for a secret. */
  readonly value: string;
}

/**
 * An argument that the command cannot carry. Thrown by every encoder before a byte exists;
 * nothing was sent.
 */
export class EncodeError extends Error {
  /**
   * For people; {@link isEncodeError} knows the error, also that of another copy of the package.
   */
  override readonly name = "EncodeError";
  /** Which kind of rule was broken; `rule` says it in words. */
  readonly code: EncodeErrorCode;
  /** The command as written in manuals, e.g. `AT+QSMTPDST`. */
  readonly command: string;
  /** Name of the parameter in the API; `input` when the arguments are no object. */
  readonly param: string;
  /** The rule that was broken, in words, e.g. `must be in 1-16`. */
  readonly rule: string;
  /** The refused value as text, `***` for a secret. */
  readonly value: string;

  constructor(code: EncodeErrorCode, details: EncodeErrorDetails) {
    const { command, param, rule, value } = details;
    super(`${command}: ${param} ${rule}, got ${value}`);
    this.code = code;
    this.command = command;
    this.param = param;
    this.rule = rule;
    this.value = value;
    Object.defineProperty(this, brand, { value: "encode" });
  }
}

/** A line that does not read as the schema says. */
export class DecodeError extends Error {
  /**
   * For people; {@link isDecodeError} knows the error, also that of another copy of the package.
   */
  override readonly name = "DecodeError";
  /** What is wrong with the line; the message says where. */
  readonly code: DecodeErrorCode;
  /** What was being read, e.g. `reply to AT+QSMTPDST`. */
  readonly what: string;
  /** Parameter or line that failed, when one did. */
  readonly part: string | undefined;

  constructor(code: DecodeErrorCode, what: string, problem: string, part?: string) {
    super(`${what}: ${problem}`);
    this.code = code;
    this.what = what;
    this.part = part;
    Object.defineProperty(this, brand, { value: "decode" });
  }
}

/** Tells whether a caught value is an {@link EncodeError}, across copies of the package. */
export function isEncodeError(error: unknown): error is EncodeError {
  return hasBrand(error, "encode");
}

/** Tells whether a caught value is a {@link DecodeError}, across copies of the package. */
export function isDecodeError(error: unknown): error is DecodeError {
  return hasBrand(error, "decode");
}

function hasBrand(error: unknown, kind: string): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    (error as Record<symbol, unknown>)[brand] === kind
  );
}
