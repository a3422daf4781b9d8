import type { Confidence, Form } from "../words.gen.ts";

/**
 * What a line is. `command`: asked by the host. `echo`: the same, repeated by the module. `reply`:
 * information line of a command. `testAnswer`: answer to `=?`. `urc`: unsolicited. `result`: ends a
 * command. `error`: ends it with a failure. `prompt`: asks for data. `escape`: leaves data mode.
 * `acknowledgement`: blocks of data that arrived. `unknown`: all else.
 */
export type ExplanationKind =
  | "command"
  | "echo"
  | "reply"
  | "testAnswer"
  | "urc"
  | "result"
  | "error"
  | "prompt"
  | "escape"
  | "acknowledgement"
  | "unknown";

/** One value of a line. */
export interface ExplainedField {
  /** Name in the API; of a fixed word the word itself. */
  readonly name: string;
  /** The manual's placeholder, without angle brackets. */
  readonly wire: string;
  /** The value: octets as hex digits, a secret as `***`, of a test form what is supported. */
  readonly value: number | string | boolean;
  /** Name and words of the value, its unit, and what the parameter is for. */
  readonly meaning: string;
  /** Manual and section; empty where no source is known. */
  readonly source: string;
}

/** What an error number means in one table. */
export interface ExplainedError {
  /** Id of the table. */
  readonly table: string;
  /** The number on the wire. */
  readonly code: number;
  /** Stable name of the error; `undefined` for a number that the table does not list. */
  readonly name: string | undefined;
  /** What happened, in English and without a full stop. */
  readonly meaning: string;
  /** What a person can do; absent when there is no advice. */
  readonly remedy?: string | undefined;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  /** Manual and section; empty where no source is known. */
  readonly source: string;
}

/** A line in structure and in words. Secrets are masked in every part of it. */
export interface Explanation {
  /** The line without its line end. */
  readonly line: string;
  /** What the line is; `unknown` where nothing fits. */
  readonly kind: ExplanationKind;
  /** The command that the line is or belongs to, e.g. `AT+QSMTPDST`. */
  readonly command?: string | undefined;
  /** Name of the operation, which is the function that makes the command. */
  readonly operation?: string | undefined;
  /** Name of the unsolicited line. */
  readonly urc?: string | undefined;
  /** How the command is asked; absent for a line that belongs to none. */
  readonly form?: Form | undefined;
  /** The values of the line in order; empty where it has none. */
  readonly fields: readonly ExplainedField[];
  /** What the error number means; several while the command is not known. */
  readonly errors?: readonly ExplainedError[] | undefined;
  /** Names of other operations and unsolicited lines that the line could belong to. */
  readonly alternatives?: readonly string[] | undefined;
  /** The commands of a line that holds several. */
  readonly parts?: readonly Explanation[] | undefined;
  /** What the line says, in a sentence or two. */
  readonly meaning: string;
  /** What to do, where something is wrong. */
  readonly remedy?: string | undefined;
  /** Manual and section; empty where no source is known. */
  readonly source: string;
  /** The firmest mark of the sources; `inferred` where there is none. */
  readonly confidence: Confidence;
  /** All of it for people, a paragraph of several lines. */
  readonly text: string;
}

/** An explanation before its text is written. */
export type Findings = Omit<Explanation, "text">;
