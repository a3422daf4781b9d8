import type { Span } from "./spans.ts";
import type { Unit } from "./units.ts";

/** A member of a parameter that a row can say something about. */
export type RowMember = "type" | "ranges" | "size" | "unit" | "default" | "values" | "meaning";

/** The type words of rows. */
export type TypeWord = "string" | "integer" | "hexadecimal" | "boolean" | "decimal";

/** What one clause of a row states. */
export type Statement =
  | { readonly about: "type"; readonly type: TypeWord }
  | {
      /** Numbers that the parameter takes, or lengths of its text. */
      readonly about: "spans";
      readonly subject: "value" | "length";
      readonly spans: readonly Span[];
      readonly unit: Unit | undefined;
      readonly boundedBy: string | undefined;
      readonly isHex: boolean;
    }
  | {
      /** One end of them. */
      readonly about: "bound";
      readonly subject: "value" | "length";
      readonly bound: "atMost" | "atLeast";
      readonly value: number;
      readonly unit: Unit | undefined;
      /** The limit counts characters of ASCII, which are bytes. */
      readonly isAscii: boolean;
    }
  | { readonly about: "step"; readonly of: number }
  | {
      readonly about: "default";
      readonly value: number | string;
      /** True for a word without quotes, which may stand for a value. */
      readonly isWord: boolean;
      readonly unit: Unit | undefined;
    }
  /** The default is described and no value: `the length of the file`. */
  | { readonly about: "defaultInWords" }
  | { readonly about: "unit"; readonly unit: Unit }
  | { readonly about: "chapter"; readonly chapter: string }
  | { readonly about: "notation"; readonly notation: "hex" }
  /** `0 means no limit`: a value is explained in passing. */
  | { readonly about: "explained"; readonly value: number }
  /** Something that has to do with a member and was not understood. */
  | {
      readonly about: "left";
      readonly member: RowMember;
      readonly text: string;
      readonly reason: string;
    };

/** A statement with where it begins, and the condition under which it holds. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly offset: number;
  /** `If <charset> is 0`; left out when it holds always. */
  readonly when: string | undefined;
}
