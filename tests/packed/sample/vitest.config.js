import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["test/*.vitest.js"], testTimeout: 300_000 } });
