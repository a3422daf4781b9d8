import type { Open, Range } from "../truth.ts";

/** The layouts of the vendor's manuals that are imitated. */
export const styles = ["smtp", "bg-file", "bg-tcp", "ec200u", "gsm"] as const;

export type Style = (typeof styles)[number];

/** What a manual of our own making says, and how. */
export interface Plan {
  readonly style: Style;
  /** `XZ90 LAMP`. */
  readonly product: string;
  readonly commands: readonly PlannedCommand[];
  readonly codes: readonly { readonly code: number; readonly meaning: string }[];
  /** How the number of a chapter stands before its title. */
  readonly chapters: "plain" | "dot" | "alone";
  /** Depth of the section numbers: 2.1 or 2.1.1. */
  readonly deep: boolean;
  readonly hasContents: boolean;
  readonly hasUrcs: boolean;
  readonly paging: Paging;
}

export interface Paging {
  /** Lines of a page without its header and footer. */
  readonly lines: number;
  readonly running: boolean;
  /** On which pages the form feed is kept. */
  readonly formFeeds: "all" | "some" | "none";
  /** Letters of a word that is printed across each page. */
  readonly watermark: string;
}

export interface PlannedCommand {
  readonly at: string;
  readonly title: string;
  readonly intro: readonly string[];
  readonly forms: readonly PlannedForm[];
  /** Rows of the list of parameters, in the order in which they are named. */
  readonly params: readonly PlannedParam[];
  readonly responseMs: { readonly value: number; readonly words: string } | undefined;
  readonly notes: readonly string[];
  readonly examples: readonly PlannedExample[];
  readonly look: Look;
}

/** How the sections of a command are printed. */
export interface Look {
  /** Blanks between the number, the name and the title of a heading. */
  readonly headingGap: number;
  readonly titleGap: number;
  readonly smallC: boolean;
  readonly leftWidth: number;
  readonly nameGap: number;
  readonly valueGap: number;
  readonly notesLabel: string;
  /** Plain text prints the heading around the last column of the section before. */
  readonly slides: boolean;
  /** The title begins with a dot, which is the vendor's slip. */
  readonly hasDot: boolean;
  /** The prefix of an answer stands on a line of its own. */
  readonly tornReplies: boolean;
  /** Keys in the syntax have typographic quotes. */
  readonly curlyKeys: boolean;
}

export interface PlannedForm {
  readonly form: "test" | "read" | "write" | "execute";
  /** One row stands for the read form and the form without a sign: `AT+X? or AT+X`. */
  readonly isBoth?: boolean;
  /** `AT+XLAMP=<lamp>[,<seconds>]`. */
  readonly syntax: string;
  readonly caption: string | undefined;
  /** Lines and sentences of the response cell, each a paragraph. */
  readonly response: readonly string[];
  /** Names of the parameters that it uses, for lists that stand in its own cell. */
  readonly uses: readonly string[];
  readonly truth: FormTruth;
}

/** What the form says, apart from what the response cell prints. */
export interface FormTruth {
  readonly args: string | Open<string> | undefined;
  readonly reply: readonly string[];
  readonly completion: string | undefined;
  readonly supports: readonly string[];
  readonly inWords: boolean;
  readonly data:
    | {
        readonly direction: "toModule" | "fromModule";
        readonly length: string | undefined;
        readonly opens?: "prompt";
      }
    | undefined;
}

export interface PlannedParam {
  readonly wire: string;
  /** What the row says in front of its values, as one paragraph. */
  readonly text: string;
  readonly values: readonly { readonly value: string; readonly meaning: string }[];
  readonly truth: ParamTruth;
}

export interface ParamTruth {
  readonly type: string;
  readonly fits: readonly string[];
  readonly ranges: readonly Range[] | Open<readonly Range[]> | undefined;
  readonly maxBytes: number | undefined;
  readonly unit: string | Open<string> | undefined;
  readonly default: number | string | Open<number | string> | undefined;
  readonly values: readonly (number | string)[];
  readonly others: boolean;
  readonly footnotes: Readonly<Record<string, string>>;
  readonly isError: boolean;
}

export interface PlannedExample {
  readonly sent: string;
  readonly received: readonly string[];
  readonly comment: string;
}
