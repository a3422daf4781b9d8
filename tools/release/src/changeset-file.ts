import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Finding } from "@qsmtp/schema-diff";

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

/** What the tool writes into the front matter of a changeset and must find again. */
export interface StepRecord {
  readonly step: string;
  readonly bump: ReleaseType;
}

/** One file of `.changeset/`. */
export interface ChangesetFile {
  readonly name: string;
  readonly text: string;
  readonly releases: ReadonlyMap<string, ReleaseType>;
  /** Text above the list, or all of it: people's own words. */
  readonly prose: string;
  /** Everything below the front matter: what a changelog prints. */
  readonly body: string;
  /** Absent in changesets that people wrote. */
  readonly record: StepRecord | undefined;
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
// Comments of the front matter: they travel with the file, and no changelog prints them.
const recordLine = /^# release:prepare, step (\S+), computed (major|minor|patch|none)$/;
const toldLine = /^#\s+([a-z-]+) ([0-9a-f]{12})$/;
/** What a written changeset has between people's words and the list. */
const listHead = "In detail:";

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
  const told = new Set<string>();
  let record: StepRecord | undefined;
  for (const line of head.split("\n").filter((item) => item.trim() !== "")) {
    if (line.startsWith("#")) {
      const [, step, bump] = recordLine.exec(line) ?? [];
      if (step !== undefined) record = { step, bump: bump as ReleaseType };
      const fingerprint = toldLine.exec(line)?.[2];
      if (fingerprint !== undefined) told.add(fingerprint);
      continue;
    }
    const [, packageName = "", bump] = release.exec(line) ?? [];
    if (bump === undefined)
      throw new ChangesetError(`.changeset/${name}: "${line}" names no package and bump`);
    releases.set(packageName, bump as ReleaseType);
  }
  const lines = body.split("\n");
  const end = record === undefined ? -1 : lines.findIndex((line) => line.trim() === listHead);
  if (record !== undefined && end < 0)
    throw new ChangesetError(
      `.changeset/${name} has lost its line "${listHead}", below which the list is written anew: put it back above the list, or delete the file`,
    );
  const prose = (end < 0 ? lines : lines.slice(0, end)).join("\n").trim();
  return { name, text, releases, prose, body: body.trim(), record, told };
}

export interface ChangesetContent {
  readonly packageName: string;
  readonly bump: ReleaseType;
  readonly prose: string;
  readonly record: StepRecord;
  /** The findings that the list names one by one. */
  readonly told: readonly Pick<Finding, "rule" | "fingerprint">[];
  readonly list: string;
}

/** The text of a written changeset. */
export function changesetText(content: ChangesetContent): string {
  const { packageName, bump, prose, record, told, list } = content;
  const findings = told.map(({ rule, fingerprint }) => `#   ${rule} ${fingerprint}`);
  return [
    "---",
    `"${packageName}": ${bump}`,
    `# release:prepare, step ${record.step}, computed ${record.bump}`,
    `# Above "${listHead}" the text is yours; what stands below is written anew. Findings told:`,
    ...findings,
    "---",
    "",
    prose,
    "",
    listHead,
    "",
    list,
    "",
  ].join("\n");
}
