import path from "node:path";
import { folderCircles } from "./folder-circles.ts";
import { scanImports, workspaceFolders } from "./import-scan.ts";
import { judgeImports, type Violation } from "./judge-imports.ts";
import { packageRules, privateRules } from "./plan.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const violations: Violation[] = [];
let files = 0;
const rules = [...packageRules, ...privateRules];
for (const folder of await workspaceFolders(root)) {
  if (rules.some((rule) => rule.folder === folder)) continue;
  const problem = "has no rule: say in plan.ts which packages it may import";
  violations.push({ file: folder, line: 1, specifier: "", problem });
}
for (const rule of rules) {
  const imports = await scanImports(root, rule.folder);
  files += new Set(imports.map((found) => found.file)).size;
  violations.push(...judgeImports(rule, imports));
  if (rule.layered) violations.push(...folderCircles(imports));
}
if (violations.length === 0) {
  console.log(`every import follows the plan (${files} files)`);
} else {
  for (const { file, line, specifier, problem } of violations) {
    const what = specifier === "" ? file : `${file}:${line}  imports "${specifier}"`;
    console.error(`${what}\n  ${problem}`);
  }
  console.error(
    "\nTo fix it: import another package, or move the code. The arrows stand in docs/architecture.md and tools/repo-checks/src/plan.ts.",
  );
  process.exitCode = 1;
}
