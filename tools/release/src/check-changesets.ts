import { compareBumps, highestBump } from "@qsmtp/schema-diff";
import type { ChangesetFile } from "./changeset-file.ts";
import type { Git } from "./git.ts";
import { bumpOfPackage, type PackageChanges, type PlannedFiles } from "./plan-changesets.ts";

/** A package's changes, and the changesets that tell them as they should be. */
export interface PackagePlan {
  readonly changes: PackageChanges;
  readonly files: PlannedFiles;
}

/**
 * What the pending changesets lack. Those that the tool wrote must be what it would write now; for
 * a package without any, one of a person's own with a bump that is high enough will do. Changesets
 * that the base had already tell other changes.
 */
export async function checkChangesets(
  plans: readonly PackagePlan[],
  existing: readonly ChangesetFile[],
  git: Git,
  revision: string,
): Promise<string[]> {
  const fresh: ChangesetFile[] = [];
  for (const file of existing) {
    if ((await git.fileAt(revision, `.changeset/${file.name}`)) !== file.text) fresh.push(file);
  }
  return plans.flatMap(({ changes, files }) => {
    const written = existing.filter(({ record, releases }) => record && releases.has(changes.name));
    if (written.length > 0) return outdated(files, existing);
    const needed = bumpOfPackage(changes);
    const given = highestBump(fresh.map(({ releases }) => releases.get(changes.name) ?? "none"));
    if (compareBumps(given, needed) >= 0) return [];
    const found = given === "none" ? "has none" : `has one for ${given}`;
    return [
      `${changes.name} needs a changeset for ${needed} at least, and ${found}: ${reason(changes)}`,
    ];
  });
}

function outdated(files: PlannedFiles, existing: readonly ChangesetFile[]): string[] {
  return [...files].flatMap(([name, text]) => {
    const before = existing.find((file) => file.name === name);
    if (before?.text === text) return [];
    if (text === undefined) return [`.changeset/${name} tells nothing that is still so`];
    return [`.changeset/${name} ${before === undefined ? "is missing" : "is out of date"}`];
  });
}

/** The change that weighs most. */
function reason({ items }: PackageChanges): string {
  const [worst] = items.toSorted((a, b) => compareBumps(b.finding.bump, a.finding.bump));
  return worst === undefined ? "" : worst.finding.message;
}
