import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { manifestProblems, type PublishedManifest, repositoryUrl } from "./manifest-problems.ts";
import { anchorsOf, destinationOf, linksOf } from "./markdown-links.ts";

const root = path.resolve(import.meta.dirname, "../../..");
/** The Node versions that every package is for; tests/packed runs on the oldest of them. */
const engines = ">=20.19";
const problems: string[] = [];

const folders = readdirSync(path.join(root, "packages")).filter((folder) =>
  existsSync(path.join(root, "packages", folder, "package.json")),
);
const published: string[] = [];
for (const folder of folders) {
  const file = `packages/${folder}/package.json`;
  const manifest = JSON.parse(read(file)) as PublishedManifest & { readonly private?: boolean };
  if (manifest.private) continue;
  published.push(folder);
  for (const problem of manifestProblems(folder, manifest, engines))
    problems.push(`${file}: ${problem}`);
  for (const name of ["README.md", "CHANGELOG.md", "LICENSE"]) {
    if (!existsSync(path.join(root, "packages", folder, name)))
      problems.push(`packages/${folder} has no ${name}`);
  }
  if (read(`packages/${folder}/LICENSE`) !== read("LICENSE"))
    problems.push(`packages/${folder}/LICENSE is not that of the repository`);
}

const markdown = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "*.md"],
  { cwd: root, encoding: "utf8" },
)
  .split("\0")
  .filter((file) => file !== "" && existsSync(path.join(root, file)));
let links = 0;
for (const file of markdown) {
  const folder = published.find((name) => path.dirname(file) === `packages/${name}`);
  for (const { line, target } of linksOf(read(file))) {
    links++;
    const problem = linkProblem(file, target, folder);
    if (problem !== undefined) problems.push(`${file}:${line}  ${target}\n  ${problem}`);
  }
}

if (problems.length === 0) {
  console.log(
    `${published.length} manifests are complete, ${links} links of ${markdown.length} files lead somewhere`,
  );
} else {
  for (const problem of problems) console.error(problem);
  process.exitCode = 1;
}

/** @param folder of the published package that the file is packed with */
function linkProblem(from: string, target: string, folder: string | undefined): string | undefined {
  const destination = destinationOf(from, target);
  if (destination.kind === "elsewhere") return undefined;
  const { file, anchor } = destination;
  const absolute = path.join(root, file);
  if (file.startsWith("../") || !existsSync(absolute)) return "leads nowhere";
  const isRelative = !target.startsWith(repositoryUrl);
  if (folder !== undefined && isRelative && !isPacked(file, folder)) {
    return `is not in the package: write ${repositoryUrl}/blob/main/${file}`;
  }
  if (anchor === undefined || anchor === "" || !file.endsWith(".md")) return undefined;
  if (statSync(absolute).isDirectory() || anchorsOf(read(file)).has(anchor)) return undefined;
  return `${file} has no heading of that name`;
}

/** Built files come into being later: nobody links to them. */
function isPacked(file: string, folder: string): boolean {
  const own = `packages/${folder}/`;
  if (!file.startsWith(own)) return false;
  const name = file.slice(own.length);
  const always = ["README.md", "CHANGELOG.md", "LICENSE", "package.json"];
  const { files = [] } = JSON.parse(read(`${own}package.json`)) as PublishedManifest;
  return [...always, ...files].some((entry) => name === entry || name.startsWith(`${entry}/`));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
