import { defineConfig } from "vitest/config";
import { resolveFromSource } from "./vitest.source.ts";

export default defineConfig({
  ...resolveFromSource,
  test: {
    include: ["packages/**/*.test.ts", "tools/**/*.test.ts", "tests/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/*.system.test.ts"],
  },
});
