/** What of a package.json this tool reads. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly sideEffects?: boolean | readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly exports?: Exports;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly publishConfig?: { readonly exports?: Exports };
}

/** Entries by sub-path, each a file or files by condition. */
export type Exports = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** The entries that a user of the package sees: the published map, not the one of the workspace. */
export function publishedExports(manifest: Manifest): Exports {
  return manifest.publishConfig?.exports ?? manifest.exports ?? {};
}
