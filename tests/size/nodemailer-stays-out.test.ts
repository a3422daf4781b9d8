import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const folder = path.resolve(import.meta.dirname, "../../packages/testing");
const { exports } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
};
const sources = new Map(
  Object.entries(exports).flatMap(([entry, conditions]) =>
    typeof conditions === "string" ? [] : [[entry, conditions["@qsmtp/source"] ?? ""] as const],
  ),
);

/** The packages that an entry loads with it; what is imported on demand is not among them. */
async function packagesOf(source: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [source],
    absWorkingDir: folder,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@qsmtp/source"],
    packages: "bundle",
    external: ["vitest", "jest", "@jest/globals", "expect", "*.node"],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { path: next, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (!external && kind !== "dynamic-import") visit(next);
    }
  };
  visit(path.posix.normalize(source));
  return [...loaded].flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(file)?.[1] ?? [],
  );
}

describe("nodemailer", () => {
  it.each([...sources].filter(([entry]) => entry !== "./relay"))(
    "is not loaded by %s of @qsmtp/testing",
    async (_, source) => {
      expect(await packagesOf(source)).not.toContain("nodemailer");
    },
  );

  it("comes with ./relay", async () => {
    expect(await packagesOf(sources.get("./relay") ?? "")).toContain("nodemailer");
  });
});
