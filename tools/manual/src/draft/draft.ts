import type { SchemaDataPhase, SchemaField, SchemaUnit } from "@qsmtp/codegen/schema-types";

/** Where a text says something. */
export interface Place {
  readonly line: number;
  readonly section: string;
}

/** A fact with its place. */
export interface Stated<Value> extends Place {
  readonly value: Value;
}

/** Something that the text says about an element and the rules cannot decide. Never accepted unseen. */
export interface Undecided extends Place {
  /** Which member of the element it is about. */
  readonly about:
    | "name"
    | "type"
    | "ranges"
    | "size"
    | "unit"
    | "default"
    | "values"
    | "syntax"
    | "reply"
    | "supports"
    | "data"
    | "time"
    | "meaning";
  /** What the line says, for the report; it is not written into the schema. */
  readonly text: string;
  /** One sentence: why it cannot be decided. */
  readonly reason: string;
}

export interface DraftValue extends Place {
  readonly value: number | string;
  readonly meaning: string;
}

/** A parameter of a drafted command, known by the vendor's placeholder. */
export interface DraftParam extends Place {
  readonly wire: string;
  readonly type?: Stated<"integer" | "flag" | "enum" | "keyword" | "string" | "octets" | "text">;
  readonly ranges?: Stated<readonly (readonly [number, number | null])[]>;
  readonly minBytes?: Stated<number>;
  readonly maxBytes?: Stated<number>;
  readonly unit?: Stated<SchemaUnit>;
  readonly default?: Stated<number | string>;
  readonly notation?: Stated<"hex">;
  readonly values: readonly DraftValue[];
  /** What holds under a condition only; the members above hold always. */
  readonly cases: readonly DraftCase[];
  /** All words of the row, joined. */
  readonly meaning: string;
  readonly undecided: readonly Undecided[];
}

/** What a row states for one case: at most 100 bytes if another parameter is 0. */
export interface DraftCase extends Place {
  /** In the vendor's words: `If <charset> is 0`. */
  readonly when: string;
  readonly ranges?: readonly (readonly [number, number | null])[];
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly unit?: SchemaUnit;
  readonly default?: number | string;
  /** The number, or the length of the text, is a multiple of it. */
  readonly multipleOf?: number;
}

/** One line of an answer; parameters by their wire names. */
export interface DraftLine extends Place {
  readonly prefix: string;
  readonly fields: readonly SchemaField[];
  readonly repeat: "one" | "zeroOrOne" | "zeroOrMore" | "oneOrMore";
}

/** One form of a drafted command. Two forms of one kind are two operations. */
export interface DraftOperation extends Place {
  readonly form: "test" | "read" | "write" | "execute" | "basic";
  /** What stands between the label and the syntax, such as "Query the settings". */
  readonly title?: string;
  /** `AT+X=<a>[,<b>]`, blanks taken out. */
  readonly syntax: string;
  /** Parameters by their wire names. */
  readonly args: readonly SchemaField[];
  readonly reply: readonly DraftLine[];
  /** Of a test form: what is printed behind the prefix; words are no literal answer. */
  readonly supports: readonly (Stated<string> & { readonly inWords: boolean })[];
  readonly data?: Stated<Partial<SchemaDataPhase> & Pick<SchemaDataPhase, "direction">>;
  /** The line behind OK that tells the outcome. */
  readonly completion?: DraftLine;
  /** Placeholder of the error number, and the chapter or table that explains it. */
  readonly errors?: Stated<string>;
  readonly maxResponseMs?: Stated<number>;
  readonly undecided: readonly Undecided[];
}

/** A limit or time that a sentence states. */
export interface DraftFact extends Place {
  /** The vendor's noun: `recipients`. */
  readonly about: string;
  readonly bound: "atMost" | "atLeast" | "is";
  readonly value: number;
  readonly unit?: string;
}

export interface DraftCommand extends Place {
  /** What follows AT: `+QFLDS`. */
  readonly at: string;
  readonly title: string;
  readonly params: readonly DraftParam[];
  readonly operations: readonly DraftOperation[];
  readonly facts: readonly DraftFact[];
  readonly examples: readonly {
    readonly sent: Stated<string>;
    readonly received: readonly Stated<string>[];
  }[];
  readonly undecided: readonly Undecided[];
}

/** A line that the module sends of itself, described in a section of its own. */
export interface DraftUrc extends Place {
  readonly title: string;
  readonly lines: readonly DraftLine[];
  readonly params: readonly DraftParam[];
  readonly undecided: readonly Undecided[];
}

export interface DraftErrorTable extends Place {
  /** Placeholder that the numbers stand for: `err`. */
  readonly parameter: string;
  readonly codes: readonly (Place & { readonly code: number; readonly meaning: string })[];
  readonly undecided: readonly Undecided[];
}

/** The words about one element, to be fingerprinted: compared between editions and kept nowhere. */
export interface Words extends Place {
  /** `+QSMTPATT/params/mode/values/0`, `codes/662`, `sections/1.3`. */
  readonly path: string;
  readonly text: string;
}

/** A family that a manual says it holds for, with the models that it names. */
export interface DraftModules extends Place {
  readonly family: string;
  readonly models: readonly string[];
}

/** What a manual says, in the elements of the schema. Names are the vendor's. */
export interface Draft {
  readonly commands: readonly DraftCommand[];
  readonly urcs: readonly DraftUrc[];
  readonly errorTables: readonly DraftErrorTable[];
  /** Limits and times that no command's section states. */
  readonly facts: readonly DraftFact[];
  /** The modules that the manual holds for; empty when it lists none. */
  readonly modules: readonly DraftModules[];
  /** Lines that no rule understood, those of the reader included. */
  readonly notUnderstood: readonly (Place & { readonly text: string })[];
  /** What stands in the PDF and in no text, with the place that says so. */
  readonly unseen: readonly (Place & { readonly what: string })[];
  readonly words: readonly Words[];
}
