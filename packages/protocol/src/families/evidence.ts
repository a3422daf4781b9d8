import type { Confidence } from "../words.gen.ts";

/** Where a fact was read. */
export interface Evidence {
  /** Id of the manual, fact sheet, standard or capture. */
  readonly id: string;
  /** Section of the source, e.g. `2.5`; absent when the whole of it is meant. */
  readonly section?: string;
  /** `stated` when absent. */
  readonly confidence?: Exclude<Confidence, "stated">;
  /** What of the fact the source is for, when it is not for all of it. */
  readonly note?: string;
}
