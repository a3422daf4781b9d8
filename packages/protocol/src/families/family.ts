import type { FamilyId } from "../generated/families.gen.ts";
import type { Evidence } from "./evidence.ts";

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
