import type { Bump } from "@qsmtp/schema-diff";

/** Where manual and schema do not say the same. */
export type FindingKind =
  /** Both say it, but not the same. */
  | "mismatch"
  | "manual-only"
  | "schema-only"
  /** The manual says something that no rule can tell for certain. */
  | "undecided"
  /** Other words than those that were recorded. */
  | "words"
  /** A patch expects a text that is not there. */
  | "patch-failed"
  /** The vendor has corrected what a patch corrects. */
  | "patch-obsolete"
  /** The rules understand less of the manual than they did. */
  | "unparsed";

export interface ManualFinding {
  /** How `pnpm manual:accept` and `manual:judge` take it: command and path. */
  readonly id: string;
  readonly kind: FindingKind;
  /** `+QSMTPDST`; of an error table its id; empty for what belongs to no command. */
  readonly command: string;
  /** `params/emailaddr/size`, `write:account`, `codes/653`; empty for the whole command. */
  readonly path: string;
  /** What the manual says; null when it says nothing. */
  readonly manual: string | null;
  readonly schema: string | null;
  /** Line of the text; 0 when it stands nowhere. */
  readonly line: number;
  readonly section: string;
  /** Rule of `pnpm schema:diff` that accepting it falls under; `by-hand` when no rule can edit it. */
  readonly rule: string;
  readonly bump: Bump;
  /** One line for people. */
  readonly message: string;
  /** Of what both sides say: a judgement holds for exactly that. */
  readonly fingerprint: string;
}
