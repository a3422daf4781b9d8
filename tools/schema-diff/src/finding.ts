import type { Bump, Direction } from "./rule.ts";
import type { Statement } from "./sentence.ts";

/** What happened to the thing that a finding is about. */
export type ChangeKind = "added" | "removed" | "changed";

/** One difference and what it means for a release. Other tools report other kinds in this shape. */
export interface Finding<Kind extends string = ChangeKind> {
  /** Readable and unique in one report: `+QSMTPBODY/params/lengthBytes/ranges range-widened`. */
  readonly id: string;
  readonly kind: Kind;
  /** `+QSMTPBODY`; of an error table or family its id. */
  readonly command: string;
  /** Where in the schema, by names and not by positions: `params/lengthBytes/ranges`. */
  readonly path: string;
  /** Id of the rule that judged it. */
  readonly rule: string;
  readonly bump: Bump;
  /** Whose contract it touches; absent when the change has no direction. */
  readonly direction?: Direction | "both" | undefined;
  /** Families concerned; absent when it is all of them. */
  readonly families?: readonly string[] | undefined;
  /** JSON value before; `null` when there was none. */
  readonly was: unknown;
  /** JSON value after; `null` when there is none. */
  readonly now: unknown;
  /** One sentence for people, without its full stop. */
  readonly message: string;
  /** The parts of the message. */
  readonly said: Statement;
  /** What a person decided about it, where somebody did. */
  readonly note?: string | undefined;
  /** What a user of the package does about it. */
  readonly whatToDo?: string | undefined;
  /** Twelve hex digits over rule, place, was and now: a decision about it survives a rebase. */
  readonly fingerprint: string;
}
