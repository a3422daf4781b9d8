import type { Statement } from "./statements.ts";
import type { TokenReader } from "./token-reader.ts";

/** What a rule made of the tokens that it took. */
export interface RuleHit {
  /** Nothing where the clause speaks of another parameter, or is an example. */
  readonly statement: Statement | undefined;
  /**
   * What may stand before it in its clause: `any` words, those that mean the parameter itself
   * (`subject`), or nothing.
   */
  readonly head: "any" | "subject" | "start";
  /** True when nothing behind it can change what it says. */
  readonly isClosed?: true;
}

/** The row that a clause belongs to. */
export interface RowContext {
  /** Its placeholder, without angle brackets. */
  readonly own: string;
  /** What stands in quotes anywhere in it, such as the format of a time. */
  readonly quoted: string;
  /** Words of its name and of what it is for, in small letters. */
  readonly subject: ReadonlySet<string>;
}

/** One form of clause. */
export type RowRule = (reader: TokenReader, row: RowContext) => RuleHit | undefined;
