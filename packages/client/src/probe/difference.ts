import type { OperationDescriptor } from "@qsmtp/protocol";
import type { ProbeFindingKind, ProbeSubject } from "./probe-report.ts";

/** One point in which an answer differs from a view of the schema. */
export interface Difference {
  readonly kind: ProbeFindingKind;
  readonly what: ProbeSubject;
  readonly path: string;
  readonly schema: string | null;
  readonly device: string | null;
  /** A line of the answer behind its prefix, or the result that refused it. */
  readonly line: string | null;
  readonly change: RecordedChange;
}

/** What a quirk must say to hold a difference. */
export type RecordedChange =
  | {
      readonly kind: "availability";
      readonly operations: readonly OperationDescriptor[];
      readonly available: boolean;
    }
  | {
      readonly kind: "parameter";
      readonly param: string;
      readonly operations: readonly OperationDescriptor[];
      readonly change: object;
    }
  | {
      readonly kind: "testAnswer";
      readonly change:
        | { readonly supports: readonly string[] }
        | { readonly lines: readonly AnswerLine[] };
    };

/** A line that stands in the place of the one that begins with the key, or at the end. */
interface AnswerLine {
  readonly key: string;
  readonly line?: string;
}
