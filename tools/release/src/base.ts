import type { Git } from "./git.ts";

/** What a release is compared with. */
export interface Base {
  readonly revision: string;
  /** For people: `the last release, @qsmtp/protocol@0.2.0`. */
  readonly name: string;
}

/** Releases are tagged per package; this one moves with every release of the group. */
const releaseTags = "@qsmtp/protocol@*";
const changelog = "packages/protocol/CHANGELOG.md";
const branches = ["origin/main", "main"];

/**
 * What this clone is compared with when nobody says otherwise: the last release before HEAD; before
 * the first one, where this branch left main; on main itself what the last commit brought, or what
 * is not committed yet.
 * @returns nothing when the clone holds none of these, as a shallow one may
 */
export async function findBase(git: Git): Promise<Base | undefined> {
  return (await lastRelease(git)) ?? (await beginOfWork(git));
}

/** Tagged, or only versioned: a clone may be without tags, and a tag is set after its commit. */
async function lastRelease(git: Git): Promise<Base | undefined> {
  const tag = await git.lastTag(releaseTags);
  const versioned = await git.lastChange("^## [0-9]", changelog);
  if (versioned === undefined || (tag !== undefined && (await git.isAncestor(versioned, tag))))
    return tag === undefined ? undefined : { revision: tag, name: `the last release, ${tag}` };
  return { revision: versioned, name: `the last release, of ${versioned.slice(0, 10)}` };
}

async function beginOfWork(git: Git): Promise<Base | undefined> {
  const head = await git.commit("HEAD");
  for (const branch of branches) {
    const revision = await git.mergeBase(branch);
    if (revision === undefined) continue;
    if (revision !== head)
      return { revision, name: `${revision.slice(0, 10)}, in common with ${branch}` };
    const before = (await git.isDirty()) ? undefined : await git.commit("HEAD^");
    return before === undefined
      ? { revision, name: `HEAD, ${revision.slice(0, 10)}` }
      : { revision: before, name: `${before.slice(0, 10)}, the commit before HEAD` };
  }
  return undefined;
}
