import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { runProgram } from "./run-program.ts";

/** Root of the repository. */
export const repository: string = path.resolve(import.meta.dirname, "../../..");

/** A published package as a registry would get it. */
export interface PackedPackage {
  readonly name: string;
  /** Name below packages/. */
  readonly folder: string;
  readonly tarball: string;
  /** What a user may import: the package's name, and `NAME/ENTRY` for each other entry of code. */
  readonly imports: readonly string[];
  /** Entries that are data, such as a schema. */
  readonly data: readonly string[];
}

/** Builds all packages and packs those that are published, into a folder. */
export async function packAll(pnpm: string, into: string): Promise<PackedPackage[]> {
  await mkdir(into, { recursive: true });
  const search = [path.dirname(pnpm), process.env.PATH].join(path.delimiter);
  const env = { PATH: search, TURBO_TELEMETRY_DISABLED: "1" };
  await runProgram(pnpm, ["build"], repository, env);
  const packed: PackedPackage[] = [];
  for (const folder of (await readdir(path.join(repository, "packages"))).sort()) {
    const source = path.join(repository, "packages", folder);
    const manifest = JSON.parse(await readFile(path.join(source, "package.json"), "utf8"));
    if (manifest.private) continue;
    const tarball = path.join(into, `${folder}.tgz`);
    await runProgram(pnpm, ["pack", "--out", tarball], source, env);
    const exports: Record<string, unknown> = manifest.publishConfig.exports;
    const entries = (kind: "object" | "string"): string[] =>
      Object.entries(exports)
        .filter(([, target]) => typeof target === kind)
        .map(([entry]) => `${manifest.name}${entry.slice(1)}`);
    const [imports, data] = [entries("object"), entries("string")];
    packed.push({ name: manifest.name, folder, tarball, imports, data });
  }
  return packed;
}

/** Where npx keeps pnpm. */
export async function findPnpm(): Promise<string> {
  const found = await runProgram(
    "npx",
    ["-y", "-p", "pnpm@12", "-c", "command -v pnpm"],
    repository,
  );
  return found.trim().split("\n").at(-1) ?? "pnpm";
}
