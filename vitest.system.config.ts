import { mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** Real pseudo-terminals and sockets: needs socat; real time, one file after the other. */
export default mergeConfig(base, {
  test: {
    include: ["packages/**/*.system.test.ts", "tests/**/*.system.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    fileParallelism: false,
    testTimeout: 60_000,
  },
});
