import path from "node:path";
import { scanImports } from "./import-scan.ts";
import { judgeImports, type Violation } from "./judge-imports.ts";
import { packageRules, privateRules } from "./plan.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const violations: Violation[] = [];
let files = 0;
for (const rule of [...packageRules, ...privateRules]) {
  const imports = await scanImports(root, rule.folder);
  files += new Set(imports.map((found) => found.file)).size;
  violations.push(...judgeImports(rule, imports));
}
if (violations.length === 0) {
  console.log(`every import follows the plan (${files} files)`);
} else {
  for (const { file, line, specifier, problem } of violations) {
    console.error(`${file}:${line}  imports "${specifier}"\n  ${problem}`);
  }
  console.error(
    "\nTo mend it: import another package, or move the code. The arrows stand in docs/architecture.md and tools/repo-checks/src/plan.ts.",
  );
  process.exitCode = 1;
}
