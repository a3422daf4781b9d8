/**
 * How far a fact can be trusted, the firmest first. `stated`: by the manual of the modules in
 * question. `device`: seen on one of them. `sibling`: by the manual of another product line.
 * `third-party`: in somebody's code or log. `recalled` and `inferred`: not verified.
 */
export type Confidence = "stated" | "device" | "sibling" | "third-party" | "recalled" | "inferred";

/** Where a fact was read. */
export interface Evidence {
  /** Id of the manual, fact sheet, standard or capture. */
  readonly id: string;
  readonly section?: string;
  /** `stated` when absent. */
  readonly confidence?: Exclude<Confidence, "stated">;
  /** What of the fact the source is for, when it is not for all of it. */
  readonly note?: string;
}
