import type { ImportFound } from "./import-scan.ts";
import { type PackageRule, reservedEntries } from "./plan.ts";

/** An import that the plan does not draw. */
export interface Violation extends ImportFound {
  readonly problem: string;
}

/** Judges the imports of one package. Tests inside a package may use `node:`, `@qsmtp/cases`, and nothing more. */
export function judgeImports(rule: PackageRule, imports: readonly ImportFound[]): Violation[] {
  return imports.flatMap((found) => {
    const problem = judge(rule, found);
    return problem === undefined ? [] : [{ ...found, problem }];
  });
}

function judge(rule: PackageRule, { file, specifier }: ImportFound): string | undefined {
  if (specifier.startsWith("node:")) {
    if (rule.node || isTest(file)) return undefined;
    return `${rule.folder} must run outside Node: no node: modules`;
  }
  if (specifier.startsWith(".")) {
    const target = resolve(file, specifier);
    return target.startsWith(`${rule.folder}/`)
      ? undefined
      : `leaves ${rule.folder}: import the package by its name`;
  }
  const name = /^@qsmtp\/([^/]+)/.exec(specifier)?.[1];
  if (name === undefined) return undefined;
  if (name === "cases" && isTest(file)) return undefined;
  if (!rule.workspace.includes(name)) {
    const allowed = rule.workspace.map((item) => `@qsmtp/${item}`).join(", ");
    return `${rule.folder} may import ${allowed === "" ? "no package of ours" : `only ${allowed}`}`;
  }
  const reserved = reservedEntries.find((entry) => entry.specifier === specifier);
  if (reserved !== undefined && !reserved.allowed.includes(rule.folder)) {
    return `${specifier} is for ${reserved.allowed.join(", ")} only`;
  }
  return undefined;
}

function isTest(file: string): boolean {
  return /\.(test|contract)\.ts$/.test(file);
}

function resolve(file: string, specifier: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
