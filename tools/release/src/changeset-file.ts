import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** What a changeset may raise a package by. */
export type ReleaseType = "major" | "minor" | "patch" | "none";

/** Which step a written changeset tells: a manual, or everything else. */
export interface Step {
  /** Id of the manual, or `changes`. */
  readonly id: string;
  /** End of the file's name: `smtp-manual-1.0-to-1.1`; empty for `changes`. */
  readonly suffix: string;
  /** First line for a new file; people write a better one. */
  readonly headline: string;
}

/** What the tool wrote into a changeset and must find again. */
export interface Marker {
  readonly step: string;
  readonly bump: ReleaseType;
}

/** One file of `.changeset/`. */
export interface ChangesetFile {
  readonly name: string;
  readonly text: string;
  readonly releases: ReadonlyMap<string, ReleaseType>;
  /** Text above the marker, or all of it: people's own words. */
  readonly prose: string;
  /** Absent in changesets that people wrote. */
  readonly marker: Marker | undefined;
  /** Fingerprints of the findings it tells. */
  readonly told: ReadonlySet<string>;
}

/** A file in `.changeset/` is no changeset. */
export class ChangesetError extends Error {
  override readonly name = "ChangesetError";
  readonly code = "CHANGESET_INVALID";
}

const frontMatter = /^---\n([\s\S]*?)\n?---\n([\s\S]*)$/;
const release = /^\s*["']?([^"':]+)["']?\s*:\s*(major|minor|patch|none)\s*$/;
const markerLine = /^<!-- release:prepare step=(\S+) bump=(major|minor|patch|none)\b.*-->$/m;
const fingerprint = /\[[a-z-]+, ([0-9a-f]{12})\]$/gm;

/** Reads every pending changeset, by name. @throws ChangesetError */
export async function readChangesets(root: string): Promise<ChangesetFile[]> {
  const folder = path.join(root, ".changeset");
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith(".md") && name !== "README.md",
  );
  const texts = names
    .sort()
    .map(async (name) => [name, await readFile(path.join(folder, name), "utf8")] as const);
  return (await Promise.all(texts)).map(([name, text]) => parseChangeset(name, text));
}

export function parseChangeset(name: string, text: string): ChangesetFile {
  const match = frontMatter.exec(text.replaceAll("\r\n", "\n"));
  if (match === null)
    throw new ChangesetError(
      `.changeset/${name} has no front matter: begin it with --- and a line "package": bump`,
    );
  const [, head = "", body = ""] = match;
  const releases = new Map<string, ReleaseType>();
  for (const line of head.split("\n").filter((item) => item.trim() !== "")) {
    const [, packageName = "", bump] = release.exec(line) ?? [];
    if (bump === undefined)
      throw new ChangesetError(`.changeset/${name}: "${line}" names no package and bump`);
    releases.set(packageName, bump as ReleaseType);
  }
  const found = markerLine.exec(body);
  const marker =
    found === null ? undefined : { step: found[1] ?? "", bump: found[2] as ReleaseType };
  const prose = (found === null ? body : body.slice(0, found.index)).trim();
  const told = new Set([...body.matchAll(fingerprint)].map((hit) => hit[1] ?? ""));
  return { name, text, releases, prose, marker, told };
}

export interface ChangesetContent {
  readonly packageName: string;
  readonly bump: ReleaseType;
  readonly prose: string;
  readonly marker: Marker;
  readonly list: string;
}

/** The text of a written changeset. */
export function changesetText({
  packageName,
  bump,
  prose,
  marker,
  list,
}: ChangesetContent): string {
  return `---
"${packageName}": ${bump}
---

${prose}

<!-- release:prepare step=${marker.step} bump=${marker.bump}: the list below is written anew, the text above is yours -->

${list}
`;
}
