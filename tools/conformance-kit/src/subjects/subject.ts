import type { FarEnd } from "../far-end.ts";
import type { Question } from "../questions.ts";
import type { VirtualTime } from "../virtual-time.ts";

/** What a subject made of a question. */
export type Answer =
  | { readonly kind: "reply"; readonly lines: readonly string[] }
  /** The subject says that the module refused; `says` is all the text it gives. */
  | { readonly kind: "failed"; readonly says: string }
  /** The call ended at `CONNECT` and took no data. */
  | { readonly kind: "connect" }
  | { readonly kind: "timeout" }
  /** The subject says that the connection is gone. */
  | { readonly kind: "lost" }
  /** The subject refused the question itself. */
  | { readonly kind: "refused" };

/** A client with an open port. */
export interface OpenSubject {
  execute(question: Question, timeoutMs: number): Promise<Answer>;
  close(): Promise<void>;
}

/** A client of AT commands under test. */
export interface Subject {
  readonly name: string;
  /** Of the package as it was run; `undefined` for the one of this repository. */
  readonly version: string | undefined;
  /** For the page: the calls by which it is asked. */
  readonly asked: string;
  /** Opens a port to this module, with whatever the subject's documentation does first. */
  open(farEnd: FarEnd, time: VirtualTime): Promise<OpenSubject>;
}
