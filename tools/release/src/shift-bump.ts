import type { Bump } from "@qsmtp/schema-diff";
import type { ReleaseType } from "./changeset-file.ts";

/**
 * What a changeset must say for a bump of the rule table. Below 1.0.0 a minor may break and a patch
 * may add: changesets would take a major for 1.0.0.
 */
export function shiftBump(bump: Exclude<Bump, "undecidable">, version: string): ReleaseType {
  if (!version.startsWith("0.")) return bump;
  if (bump === "major") return "minor";
  return bump === "minor" ? "patch" : bump;
}
