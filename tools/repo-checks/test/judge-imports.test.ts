import { expect, test } from "vitest";
import { judgeImports } from "../src/judge-imports.ts";
import { packageRules } from "../src/plan.ts";

function judge(folder: string, file: string, specifier: string): string[] {
  const rule = packageRules.find((candidate) => candidate.folder === folder);
  if (rule === undefined) throw new Error(`no rule for ${folder}`);
  return judgeImports(rule, [{ file: `${folder}/${file}`, line: 1, specifier }]).map(
    ({ problem }) => problem,
  );
}

test.each([
  ["packages/protocol", "src/index.ts", "@qsmtp/transport"],
  ["packages/transport", "src/index.ts", "@qsmtp/protocol"],
  ["packages/client", "src/index.ts", "@qsmtp/testing"],
  ["packages/client", "src/a.ts", "@qsmtp/transport/serial"],
  ["packages/testing", "src/index.ts", "@qsmtp/client"],
  ["packages/protocol", "src/index.ts", "node:buffer"],
  ["packages/client", "src/mail/a.ts", "node:fs"],
  ["packages/client", "src/a.ts", "../../protocol/src/index.ts"],
  ["packages/protocol", "src/codec/a.ts", "@qsmtp/cases"],
])("%s refuses %s importing %s", (folder, file, specifier) => {
  expect(judge(folder, file, specifier)).toHaveLength(1);
});

test.each([
  ["packages/client", "src/index.ts", "@qsmtp/protocol/commands"],
  ["packages/testing", "src/a/b.ts", "../c.ts"],
  ["packages/protocol", "src/codec/a.test.ts", "node:fs"],
  ["packages/protocol", "src/codec/a.test.ts", "@qsmtp/cases"],
  ["packages/cli", "src/main.ts", "@qsmtp/transport/serial"],
  ["packages/transport", "src/tcp/index.ts", "node:net"],
])("%s allows %s importing %s", (folder, file, specifier) => {
  expect(judge(folder, file, specifier)).toEqual([]);
});
