/**
 * Prints as JSON what is wrong with the types of the tarball that it is given. A program of its own:
 * vitest runs under the condition `development`, under which the judge would be read from sources.
 */
import { readFile } from "node:fs/promises";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";

const [, , tarball = ""] = process.argv;
const bytes = Uint8Array.from(await readFile(tarball));
const analysis = await checkPackage(createPackageFromTarballData(bytes));
if (!analysis.types) throw new Error(`${tarball} has no types`);
// The packages are ESM, which require() of Node takes since 20.19, and have no entry for Node 10.
const problems = analysis.problems.filter((problem) => {
  const isNode10 = "resolutionKind" in problem && problem.resolutionKind === "node10";
  return !(isNode10 || problem.kind === "CJSResolvesToESM");
});
console.log(JSON.stringify(problems, null, 2));
