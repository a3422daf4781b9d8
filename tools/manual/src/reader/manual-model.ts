import type { ClaimReason } from "./claims.ts";
import type { Layout } from "./clean.ts";
import type { JoinedText } from "./joined-text.ts";

/** A manual's text, understood as far as the rules go. */
export interface ReadManual {
  readonly layout: Layout;
  readonly pages: number;
  /** Lines that are not blank; each is counted in `claimed` or stands in `residue`. */
  readonly lines: number;
  /** Lines that no rule understood. */
  readonly residue: readonly { readonly line: number; readonly text: string }[];
  /** How many lines were understood as what. */
  readonly claimed: ReadonlyMap<ClaimReason, number>;
  readonly sections: readonly ReadSection[];
  /** Sections that the table of contents promises. */
  readonly promised: readonly string[];
  readonly flags: ManualFlags;
}

/** What a manual says of its own notation. */
export interface ManualFlags {
  /** Where it says that it underlines the default among the values, which no text shows. */
  readonly underlinedDefaults: { readonly line: number; readonly section: string } | undefined;
}

/** One section with everything that was understood in it. All lines below it belong to its `id`. */
export interface ReadSection {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly passages: readonly JoinedText[];
  /** The words of drawings, whose order means nothing. */
  readonly figures: readonly JoinedText[];
  /** The blocks of all command tables of the section, in their order. */
  readonly commandTable: CommandTable | undefined;
  /** Rows of the Parameter blocks that hold for all forms of the section. */
  readonly parameters: readonly ParameterRow[];
  readonly urcs: readonly UrcRow[];
  readonly examples: readonly ExampleExchange[];
  /** What stands behind `//` in examples. */
  readonly comments: readonly JoinedText[];
  readonly codeTables: readonly CodeTable[];
}

export interface CommandTable {
  readonly forms: readonly FormBlock[];
  /** `300 ms`, with its line. */
  readonly responseTime: { readonly text: string; readonly line: number } | undefined;
  /** What the row `Characteristics` says. */
  readonly characteristics: readonly JoinedText[];
}

export type Form = "test" | "read" | "write" | "execute";

/** One block of a command table: `Write Command`, its syntax and its response. */
export interface FormBlock {
  readonly form: Form;
  readonly line: number;
  /** What stands between the label and the syntax: `Query the settings`. */
  readonly title: JoinedText | undefined;
  /** Empty when the text has lost it. */
  readonly syntax: string;
  readonly syntaxLine: number;
  /** Sentences behind the syntax in its own cell. */
  readonly remarks: readonly JoinedText[];
  readonly answers: readonly AnswerLine[];
  /** Rows of a Parameter block that belongs to this form alone. */
  readonly parameters: readonly ParameterRow[];
  /** The form whose parameters are referred to in place of own ones: `See Write Command.` */
  readonly parametersOf: Form | undefined;
}

/**
 * What a line of a Response cell is: `final` ends the command, `prompt` is `>`, `data` stands for
 * bytes that travel, `condition` says when the next lines come, `sentence` says anything else.
 */
export type AnswerRole =
  | "final"
  | "error"
  | "connect"
  | "prompt"
  | "data"
  | "information"
  | "condition"
  | "sentence"
  | "or";

/** One line of a Response cell, joined again where the cell has wrapped it. */
export interface AnswerLine {
  readonly role: AnswerRole;
  readonly text: string;
  readonly line: number;
  /** How often it may come, as brackets and ellipses say. */
  readonly repeat: "one" | "zeroOrOne" | "zeroOrMore" | "oneOrMore";
  /** It describes what comes: `(range of supported <lamp>s)`. No module sends it. */
  readonly inWords: boolean;
}

/** One row of a Parameter block. */
export interface ParameterRow {
  /** As printed without angle brackets; a narrow cell may have torn it at a blank elsewhere. */
  readonly name: string;
  readonly line: number;
  readonly text: JoinedText;
  readonly values: readonly ParameterValue[];
  /** Whether text and values are certain to belong to the name. */
  readonly pairing: "proven" | { readonly unproven: string };
}

export interface ParameterValue {
  /** As it is printed: `0`, `"tcp"`, `1-10`, `0x05`, `Others`. */
  readonly value: string;
  readonly meaning: string;
  readonly line: number;
}

/** A line that the module sends of itself, and what it means. */
export interface UrcRow {
  readonly text: string;
  readonly line: number;
  readonly meaning: JoinedText;
}

/** A command that an example types, and what the module answers. */
export interface ExampleExchange {
  readonly sent: string;
  readonly line: number;
  readonly answers: readonly { readonly text: string; readonly line: number }[];
}

/** A table whose first column holds numbers. */
export interface CodeTable {
  /** Placeholder at the head of the numbers: `err`. */
  readonly parameter: string;
  readonly line: number;
  readonly rows: readonly CodeRow[];
}

export interface CodeRow {
  readonly code: number;
  /** Last number of a row that holds for several: `666-667`. */
  readonly upTo: number | undefined;
  readonly meaning: string;
  /** What stands in further columns. */
  readonly more: readonly string[];
  readonly line: number;
}
