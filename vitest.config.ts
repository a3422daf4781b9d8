import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { suites } from "./vitest.suites.ts";

const testFiles = "{packages,tools,tests}/**/*.test.ts";
const systemTests = "{packages,tools,tests}/**/*.system.test.ts";

const root = import.meta.dirname;
/** They replace modules or load them afresh, which needs vitest's own loader. */
const alone = globSync(testFiles, { cwd: root, exclude: ["**/node_modules", "**/dist"] }).filter(
  (file) =>
    /\bvi\.(mock|doMock|hoisted|resetModules)\(/.test(readFileSync(path.join(root, file), "utf8")),
);

/** Those of them that belong to the faults: there they load the client hundreds of times. */
const aloneInFaults = alone.filter((file) => file.startsWith("tests/faults/"));

/** Tests of the suite, each file or folder of which has a line. */
function suite(name: string, files: readonly string[]): TestProjectInlineConfiguration {
  const include = files.map((where) => (where.endsWith("/**") ? `${where}/*.test.ts` : where));
  const exclude = [systemTests, ...alone];
  return { extends: true, test: { name, include, exclude, testTimeout: 1_800_000 } };
}

function loadedAnew(name: string, include: string[]): TestProjectInlineConfiguration {
  return {
    extends: true,
    ssr: { resolve: { conditions: ["@qsmtp/source", "module", "node", "import", "default"] } },
    test: { name, include, isolate: true, experimental: { viteModuleRunner: true } },
  };
}

export default defineConfig({
  test: {
    exclude: ["**/node_modules/**", "**/dist/**"],
    // For a test that hangs: a machine under load is no reason to fail.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // As the tools are run: Node reads the sources, and workspace imports resolve to sources.
    experimental: { viteModuleRunner: false },
    execArgv: ["--conditions=@qsmtp/source"],
    // A process for each file would take longer than the tests.
    isolate: false,
    // What a file leaves in the place of a global would be met by those behind it in its process.
    unstubGlobals: true,
    unstubEnvs: true,
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [testFiles],
          exclude: [systemTests, ...alone, ...Object.values(suites).flat()],
        },
      },
      loadedAnew(
        "alone",
        alone.filter((file) => !aloneInFaults.includes(file)),
      ),
      loadedAnew("faults-alone", aloneInFaults),
      ...Object.entries(suites).map(([name, files]) => suite(name, files)),
      {
        extends: true,
        test: {
          // Real pseudo-terminals, sockets and processes, in real time: one file after the other.
          name: "system",
          include: [systemTests],
          isolate: true,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
