import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { transform } from "esbuild";

const repository = path.resolve(import.meta.dirname, "../..");

/** What a program gets that installs the packages: each with what it depends on. */
const dependencies: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  transport: [],
  client: ["email-addresses"],
  testing: ["nodemailer", "yaml"],
};

/**
 * Lays the packages into a project's `node_modules` as npm would: JavaScript, the published entries, and
 * nothing of the repository's own.
 */
export async function layPackages(project: string): Promise<void> {
  const modules = path.join(project, "node_modules");
  for (const [name, needed] of Object.entries(dependencies)) {
    const source = path.join(repository, "packages", name);
    const target = path.join(modules, "@qsmtp", name);
    await mkdir(target, { recursive: true });
    const manifest = JSON.parse(await readFile(path.join(source, "package.json"), "utf8"));
    manifest.exports = manifest.publishConfig.exports;
    await writeFile(path.join(target, "package.json"), JSON.stringify(manifest));
    await translate(path.join(source, "src"), path.join(target, "dist"));
    for (const dependency of needed) {
      await symlink(path.join(source, "node_modules", dependency), path.join(modules, dependency));
    }
  }
}

/** Writes the JavaScript of a folder, without its tests. */
async function translate(from: string, to: string): Promise<void> {
  const files = await readdir(from, { recursive: true });
  for (const file of files.filter((name) => isShipped(name))) {
    const target = path.join(to, file.replace(/\.ts$/, ".js"));
    await mkdir(path.dirname(target), { recursive: true });
    if (!file.endsWith(".ts")) {
      await cp(path.join(from, file), target);
      continue;
    }
    const { code } = await transform(await readFile(path.join(from, file), "utf8"), {
      loader: "ts",
      target: "es2022",
    });
    await writeFile(target, code.replace(/(from |import |import\()("\.[^"]*)\.ts"/g, '$1$2.js"'));
  }
}

function isShipped(file: string): boolean {
  return /\.(ts|json)$/.test(file) && !/\.(test|contract|fixture)\.ts$/.test(file);
}
