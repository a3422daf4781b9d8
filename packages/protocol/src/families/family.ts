import type { FamilyId } from "../generated/families.gen.ts";
import type { Relation } from "../words.gen.ts";
import type { Evidence } from "./evidence.ts";

/** One module of a family. */
export interface Model {
  /** Name as the vendor writes it, e.g. `EG25-G`. */
  readonly id: string;
  /** What `ATI` and `AT+CGMM` print, where it is not the id. */
  readonly reportedAs?: readonly string[];
  /** Names of firmwares that were seen on modules, a typical one first; absent when none is known. */
  readonly revisions?: readonly Revision[];
}

/** The name of a firmware. */
export interface Revision {
  /** What `ATI` prints behind `Revision:`, e.g. `EC25EFAR06A17M4G`. */
  readonly name: string;
  /** What `AT+QGMR` prints, e.g. `EC25EFAR06A17M4G_20.200.20.200`; absent when nobody has told. */
  readonly full?: string;
  /** Where it was read. */
  readonly evidence: readonly Evidence[];
}

/**
 * What was seen of the storages of a family. It depends on the firmware: `AT+QFLDS` tells a program
 * what its module has.
 */
export interface FamilyStorage {
  /** Size of UFS in bytes; absent when nobody has told. */
  readonly flashBytes?: number;
  /** Bytes in which UFS is given out, so that a file costs a multiple of it; absent when not known. */
  readonly blockBytes?: number;
  /** Where it was read. */
  readonly evidence: readonly Evidence[];
}

/** A product line of the vendor. */
export interface Family {
  /** Name of the family as the vendor writes it, e.g. `EC2x`. */
  readonly id: FamilyId;
  /** Its modules in a few English words. */
  readonly title: string;
  /** How much is known of it: of a `sibling` nothing but its quirks. */
  readonly relation: Relation;
  /** What a reader must know beyond the title; mostly absent. */
  readonly description?: string;
  /** At least one. `findModel` finds them by what a module prints. */
  readonly models: readonly Model[];
  /** Sizes that were seen; absent when none were. */
  readonly storage?: FamilyStorage;
  /** Where it was read that the modules belong together. */
  readonly evidence: readonly Evidence[];
}
