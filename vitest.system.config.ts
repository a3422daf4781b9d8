import { defineConfig } from "vitest/config";
import { resolveFromSource } from "./vitest.source.ts";

/** Real pseudo-terminals and sockets: needs socat; real time, one file after the other. */
export default defineConfig({
  ...resolveFromSource,
  test: {
    include: [
      "packages/**/*.system.test.ts",
      "tools/**/*.system.test.ts",
      "tests/**/*.system.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    fileParallelism: false,
    testTimeout: 60_000,
  },
});
