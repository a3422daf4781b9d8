import { bumpOf, compareBumps, highestBump } from "@qsmtp/schema-diff";
import type { ChangelogItem } from "./changelog-line.ts";
import { changelogList, isListed } from "./changelog-list.ts";
import {
  type ChangesetFile,
  changesetText,
  type ReleaseType,
  type Step,
} from "./changeset-file.ts";
import { shiftBump } from "./shift-bump.ts";

/** What changed in one package. */
export interface PackageChanges {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** What a changelog tells. */
  readonly items: readonly ChangelogItem[];
}

/** The changesets of one package as they should be, by file name; nothing for one to be deleted. */
export type PlannedFiles = ReadonlyMap<string, string | undefined>;

/** One changeset on its way: what it tells and what was there. */
interface Draft {
  readonly file: ChangesetFile | undefined;
  readonly name: string;
  readonly step: string;
  readonly prose: string;
  readonly items: readonly ChangelogItem[];
}

/** What the release of a package must be raised by, the shift below 1.0.0 included. */
export function bumpOfPackage({ items, version }: PackageChanges): ReleaseType {
  const bump = bumpOf(items.map(({ finding }) => finding));
  return bump === "undecidable" ? "major" : shiftBump(bump, version);
}

/**
 * Writes anew every changeset of the package that the tool wrote before, and tells what none of
 * them tells yet in that of the given step. People's words and higher bumps stay.
 */
export function planChangesets(
  changes: PackageChanges,
  existing: readonly ChangesetFile[],
  step: Step,
): PlannedFiles {
  const own = existing.filter(({ record, releases }) => record && releases.has(changes.name));
  const items = changes.items.filter(({ finding }) => finding.bump !== "none");
  const listed = items.filter(({ finding }) => isListed(finding));
  const others = own.filter(({ record }) => record?.step !== step.id);
  const isToldBy = (file: ChangesetFile, item: ChangelogItem) =>
    file.told.has(item.finding.fingerprint);

  const current = own.find(({ record }) => record?.step === step.id);
  const drafts: Draft[] = others.map((file) => ({
    file,
    name: file.name,
    step: file.record?.step ?? "",
    prose: file.prose,
    items: listed.filter((item) => isToldBy(file, item)),
  }));
  drafts.push({
    file: current,
    name: fileName(changes.folder, step),
    step: step.id,
    prose: current?.prose || step.headline,
    items: listed.filter((item) => !others.some((file) => isToldBy(file, item))),
  });

  // Changes of text are counted once, in the same file whichever step is told.
  drafts.sort((a, b) => (a.name < b.name ? -1 : 1));
  const texts = items.filter(({ finding }) => !isListed(finding));
  const teller =
    drafts.find((draft) => draft.items.length > 0) ??
    drafts.find((draft) => draft.file !== undefined) ??
    drafts[0];
  const planned = new Map<string, string | undefined>(own.map(({ name }) => [name, undefined]));
  for (const draft of drafts) {
    const told = draft === teller ? [...draft.items, ...texts] : draft.items;
    const bump = bumpOfPackage({ ...changes, items: told });
    if (bump === "none") continue;
    planned.set(
      draft.name,
      changesetText({
        packageName: changes.name,
        bump: raisedByHand(draft.file, changes.name, bump),
        prose: draft.prose,
        record: { step: draft.step, bump },
        told: draft.items.map(({ finding }) => finding),
        list: changelogList(told),
      }),
    );
  }
  return planned;
}

/** A person may raise the bump above the computed one; that stays when the file is written anew. */
function raisedByHand(
  file: ChangesetFile | undefined,
  name: string,
  computed: ReleaseType,
): ReleaseType {
  const written = file?.releases.get(name);
  const before = file?.record?.bump;
  if (written === undefined || before === undefined || compareBumps(written, before) <= 0)
    return computed;
  return highestBump([written, computed]) as ReleaseType;
}

function fileName(folder: string, { suffix }: Step): string {
  return `gen-${folder}${suffix === "" ? "" : `-${suffix}`}.md`;
}
