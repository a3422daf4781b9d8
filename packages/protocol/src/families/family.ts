import type { FamilyId } from "../generated/families.gen.ts";

/** How far a fact can be trusted, the firmest first. */
export type Confidence = "stated" | "device" | "sibling" | "third-party" | "recalled" | "inferred";

/** Where a fact was read. */
export interface Evidence {
  /** Id of the manual, fact sheet, standard or capture. */
  readonly id: string;
  readonly section?: string;
  /** `stated` when absent: by the manual of the modules in question. */
  readonly confidence?: Exclude<Confidence, "stated">;
  /** What of the fact the source is for, when it is not for all of it. */
  readonly note?: string;
}

/**
 * `described`: the schema is written for the family. `relative`: it shares manuals with a described
 * one. `sibling`: another product line, of which only the differences are known.
 */
export type Relation = "described" | "relative" | "sibling";

/** One module of a family. */
export interface Model {
  readonly id: string;
  /** What `ATI` and `AT+CGMM` print, where it is not the id. */
  readonly reportedAs?: readonly string[];
}

/** A product line of the vendor. */
export interface Family {
  readonly id: FamilyId;
  readonly title: string;
  readonly relation: Relation;
  readonly description?: string;
  readonly models: readonly Model[];
  readonly evidence: readonly Evidence[];
}
