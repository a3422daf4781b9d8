import { type FamilyId, families } from "../generated/families.gen.ts";

/** A module that the schema knows. */
export interface FoundModel {
  /** Id of its family, which `resolveFamily` takes. */
  readonly family: FamilyId;
  /** Id of the model, e.g. `EG25-G`. */
  readonly model: string;
}

/**
 * Finds a module by what `ATI` or `AT+CGMM` prints, or by its full order name: `EC25`, `EG25`,
 * `EC21-J`. Capitals do not matter.
 * @returns `undefined` for a module that no family lists
 */
export function findModel(name: string): FoundModel | undefined {
  const wanted = name.trim().toUpperCase();
  let found: FoundModel | undefined;
  let matched = 0;
  for (const family of families) {
    for (const { id, reportedAs = [] } of family.models) {
      for (const known of [id, ...reportedAs]) {
        const fits = wanted === known.toUpperCase() || wanted.startsWith(`${known.toUpperCase()}-`);
        if (!fits || known.length <= matched) continue;
        found = { family: family.id, model: id };
        matched = known.length;
      }
    }
  }
  return found;
}
