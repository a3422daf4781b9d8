import { defineConfig } from "vitest/config";

/** Workspace imports resolve to source, so that tests need no build. */
const conditions = [
  "@qsmtp/source",
  "module",
  "node",
  "development|production",
  "import",
  "default",
];

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/**/*.test.ts", "tools/**/*.test.ts", "tests/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/*.system.test.ts"],
    unstubGlobals: true,
  },
});
