/** What of a published package's package.json is judged. */
export interface PublishedManifest {
  readonly name?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly license?: string;
  readonly author?: string;
  readonly homepage?: string;
  readonly bugs?: { readonly url?: string };
  readonly repository?: {
    readonly type?: string;
    readonly url?: string;
    readonly directory?: string;
  };
  readonly engines?: Readonly<Record<string, string>>;
  readonly sideEffects?: boolean | readonly string[];
  readonly type?: string;
  readonly files?: readonly string[];
  readonly exports?: Readonly<Record<string, Entry>>;
  readonly publishConfig?: { readonly access?: string; readonly exports?: Record<string, Entry> };
}

/** A file, or files by condition. */
type Entry = string | Readonly<Record<string, string>>;

/** Where this repository is published. */
export const repositoryUrl = "https://github.com/qsmtp/qsmtp";

/**
 * What a manifest lacks of what a registry shows and an installer needs.
 * @param folder name below packages/
 * @param engines what every package says of Node
 */
export function manifestProblems(
  folder: string,
  manifest: PublishedManifest,
  engines: string,
): string[] {
  const problems: string[] = [];
  const expectEqual = (what: string, actual: unknown, expected: unknown): void => {
    if (JSON.stringify(actual) === JSON.stringify(expected)) return;
    problems.push(`${what} is ${JSON.stringify(actual)}: write ${JSON.stringify(expected)}`);
  };
  const { description = "", keywords = [], files = [] } = manifest;
  const directory = `packages/${folder}`;
  expectEqual("name", manifest.name, `@qsmtp/${folder}`);
  expectEqual("license", manifest.license, "MIT");
  expectEqual("author", manifest.author, "The qsmtp authors");
  expectEqual("type", manifest.type, "module");
  expectEqual("homepage", manifest.homepage, `${repositoryUrl}/tree/main/${directory}#readme`);
  expectEqual("bugs", manifest.bugs, { url: `${repositoryUrl}/issues` });
  const repository = { type: "git", url: `git+${repositoryUrl}.git`, directory };
  expectEqual("repository", manifest.repository, repository);
  expectEqual("engines", manifest.engines, { node: engines });
  expectEqual("publishConfig.access", manifest.publishConfig?.access, "public");
  if (manifest.sideEffects === undefined)
    problems.push("sideEffects is missing: write false, or the files that have some");
  if (description.length < 40) problems.push("description is missing, or says too little");
  if (new Set(keywords).size < 5) problems.push("keywords: write five different ones or more");
  for (const file of ["dist", "CHANGELOG.md"]) {
    if (!files.includes(file)) problems.push(`files does not name ${file}`);
  }
  return [...problems, ...entryProblems(manifest)];
}

/** The published entries are those of the workspace without the way to the sources. */
function entryProblems({ exports = {}, publishConfig }: PublishedManifest): string[] {
  const published = publishConfig?.exports ?? {};
  const problems = Object.entries(published).flatMap(([entry, target]) => {
    if (typeof target === "string") return [];
    const order = Object.keys(target);
    if (order[0] === "types" && order.at(-1) === "default") return [];
    return [`publishConfig.exports["${entry}"]: types come first, default last`];
  });
  for (const [entry, target] of Object.entries(exports)) {
    const withoutSource = withoutSources(target);
    if (withoutSource === undefined) continue;
    if (JSON.stringify(published[entry]) === JSON.stringify(withoutSource)) continue;
    problems.push(`publishConfig.exports["${entry}"] is not what exports says`);
  }
  const unknown = Object.keys(published).filter((entry) => !(entry in exports));
  return [...problems, ...unknown.map((entry) => `exports does not have "${entry}"`)];
}

/** @returns `undefined` for an entry that the workspace has for itself */
function withoutSources(target: Entry): Entry | undefined {
  if (typeof target === "string") return target;
  const { "@qsmtp/source": _, ...others } = target;
  return Object.keys(others).length === 0 ? undefined : others;
}
