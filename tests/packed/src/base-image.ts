import {
  chmod,
  copyFile,
  cp,
  mkdir,
  readFile,
  realpath,
  symlink,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { repository } from "./packer.ts";
import { runProgram } from "./run-program.ts";

/** What the Containerfile runs, beside Node and npm: a shell, what scripts are started by, the health check. */
const programs = ["/bin/sh", "/usr/bin/env", "/usr/bin/grep"];

/** The Containerfile of `qsmtp simulate`. */
export const containerfile: string = path.join(repository, "containers/simulate/Containerfile");

/**
 * Lays the files of an image from this machine's own programs, in the place of the one that the
 * Containerfile begins with, which comes from a registry of images: Node, npm and the user `node`.
 * @returns the name that the Containerfile gives to it
 */
export async function layBaseImage(root: string): Promise<string> {
  const text = await readFile(containerfile, "utf8");
  const [, version = ""] = /^ARG NODE_VERSION=(\d+)$/m.exec(text) ?? [];
  const [, name = ""] = /^FROM (\S+)$/m.exec(text) ?? [];
  const node = path.resolve(import.meta.dirname, `../node_modules/node-${version}/bin/node`);
  for (const folder of ["etc", "tmp", "root", "usr/local/bin", "usr/local/lib/node_modules"]) {
    await mkdir(path.join(root, folder), { recursive: true });
  }
  await copyFile(node, path.join(root, "usr/local/bin/node"));
  for (const program of programs) await layFile(program, root);
  const libraries = await runProgram("ldd", [node, ...programs], "/");
  for (const [, library = ""] of libraries.matchAll(/(?:^|\s)(\/\S+) \(0x/g)) {
    await layFile(library, root);
  }
  const which = await runProgram("sh", ["-c", "command -v npm"], "/");
  const npm = path.resolve(await realpath(which.trim()), "../..");
  const modules = "usr/local/lib/node_modules/npm";
  await cp(npm, path.join(root, modules), { recursive: true, dereference: true });
  await symlink(`/${modules}/bin/npm-cli.js`, path.join(root, "usr/local/bin/npm"));
  await writeFile(
    path.join(root, "etc/passwd"),
    "root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n",
  );
  await writeFile(path.join(root, "etc/group"), "root:x:0:\nnode:x:1000:\n");
  await chmod(path.join(root, "tmp"), 0o1777);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the Containerfile's.
  return name.replace("${NODE_VERSION}", version);
}

/** Copies a file, or what a link leads to, to the same path below a folder. */
async function layFile(file: string, root: string): Promise<void> {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(file, target);
}
