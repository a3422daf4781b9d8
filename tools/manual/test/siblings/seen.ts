/** What a draft says, in one form for the objects of the drafting code and for the files it writes. */
export interface SeenParam {
  readonly wire: string;
  readonly line: number | undefined;
  readonly type: string | undefined;
  readonly ranges: readonly (readonly [number, number | null])[] | undefined;
  readonly minBytes: number | undefined;
  readonly maxBytes: number | undefined;
  readonly unit: string | undefined;
  readonly default: number | string | boolean | undefined;
  readonly values: readonly (number | string)[];
  /** Words of the values, to find what became of footnotes. */
  readonly meanings: string;
  /** Members that are said to be undecided; `all` for the whole parameter. */
  readonly open: ReadonlySet<string>;
}

export interface SeenOperation {
  readonly form: string;
  readonly line: number | undefined;
  readonly args: string;
  readonly reply: readonly string[];
  readonly completion: readonly string[];
  readonly supports: readonly { readonly text: string; readonly inWords: boolean }[];
  readonly data: { readonly direction: string; readonly length: string | undefined } | undefined;
  readonly maxResponseMs: number | undefined;
  readonly open: ReadonlySet<string>;
}

export interface SeenCommand {
  readonly at: string;
  readonly line: number | undefined;
  readonly params: readonly SeenParam[];
  readonly operations: readonly SeenOperation[];
  /** Words of all that is open about the command as a whole. */
  readonly open: readonly string[];
}

export interface SeenDraft {
  readonly commands: readonly SeenCommand[];
  readonly codes: ReadonlySet<number>;
  /** Words of all that is open about error tables. */
  readonly openCodes: readonly string[];
  /** The draft says that the PDF shows something that the text does not. */
  readonly saysUnseen: boolean;
}
