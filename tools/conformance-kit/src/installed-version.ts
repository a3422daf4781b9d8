import manifest from "../package.json" with { type: "json" };

/** Version of a peer, which the manifest gives exactly. */
export function versionOf(name: keyof typeof manifest.devDependencies): string {
  return manifest.devDependencies[name];
}
