import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Git } from "./git.ts";
import type { Manifest } from "./manifest.ts";

/** One state of a published package: its manifest and its API reports. */
export interface PackageState {
  readonly manifest: Manifest;
  /** Text of each report by its file name: `index.api.md`. */
  readonly reports: ReadonlyMap<string, string>;
}

/** A published package as it lies here, and as it was. */
export interface PublishedPackage {
  /** Name of the folder below packages/. */
  readonly folder: string;
  readonly now: PackageState;
  readonly before: PackageState | undefined;
}

/** Every package that is published from here, by folder, with its state at a revision. */
export async function readPackages(git: Git, revision: string): Promise<PublishedPackage[]> {
  const packages: PublishedPackage[] = [];
  for (const folder of await publishedFolders(git.root)) {
    const now = await readHere(path.join(git.root, "packages", folder));
    const before = await readAt(git, revision, `packages/${folder}`);
    packages.push({ folder, now, before });
  }
  return packages;
}

/** Folders below packages/ whose manifest is not private. */
export async function publishedFolders(root: string): Promise<string[]> {
  const entries = await readdir(path.join(root, "packages"), { withFileTypes: true });
  const folders: string[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory()).sort(byName)) {
    const file = path.join(root, "packages", name, "package.json");
    if (!existsSync(file)) continue;
    const manifest = JSON.parse(await readFile(file, "utf8")) as Manifest;
    if (!manifest.private) folders.push(name);
  }
  return folders;
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

async function readHere(folder: string): Promise<PackageState> {
  const manifest = JSON.parse(
    await readFile(path.join(folder, "package.json"), "utf8"),
  ) as Manifest;
  const reports = new Map<string, string>();
  const etc = path.join(folder, "etc");
  for (const name of existsSync(etc) ? (await readdir(etc)).filter(isReport).sort() : [])
    reports.set(name, await readFile(path.join(etc, name), "utf8"));
  return { manifest, reports };
}

async function readAt(
  git: Git,
  revision: string,
  folder: string,
): Promise<PackageState | undefined> {
  const text = await git.fileAt(revision, `${folder}/package.json`);
  if (text === undefined) return undefined;
  const reports = new Map<string, string>();
  for (const name of (await git.namesAt(revision, `${folder}/etc`)).filter(isReport).sort()) {
    const report = await git.fileAt(revision, `${folder}/etc/${name}`);
    if (report !== undefined) reports.set(name, report);
  }
  return { manifest: JSON.parse(text) as Manifest, reports };
}

function isReport(name: string): boolean {
  return name.endsWith(".api.md");
}
