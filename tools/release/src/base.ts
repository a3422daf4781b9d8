import type { Git } from "./git.ts";

/** What a release is compared with. */
export interface Base {
  readonly revision: string;
  /** For people: `the last release, @qsmtp/protocol@0.2.0`. */
  readonly name: string;
}

/** Releases are tagged per package; this one moves with every release of the group. */
const releaseTags = "@qsmtp/protocol@*";
const branches = ["origin/main", "main"];

/**
 * The last release before HEAD; before the first one, where this branch left main.
 * @returns nothing when the clone holds neither, as a shallow one may
 */
export async function findBase(git: Git): Promise<Base | undefined> {
  const tag = await git.lastTag(releaseTags);
  if (tag !== undefined) return { revision: tag, name: `the last release, ${tag}` };
  for (const branch of branches) {
    const revision = await git.mergeBase(branch);
    if (revision !== undefined)
      return { revision, name: `${revision.slice(0, 10)}, in common with ${branch}` };
  }
  return undefined;
}
