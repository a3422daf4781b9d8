#!/usr/bin/env node
import process from "node:process";
import { runCli } from "./run-cli.ts";

// Whoever closes a pipe wants to read no more of it; that is no reason to stop in the middle.
for (const output of [process.stdout, process.stderr]) output.on("error", () => {});

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onInterrupt: (listener) => {
    process.on("SIGINT", listener);
    process.on("SIGTERM", listener);
    return () => {
      process.off("SIGINT", listener);
      process.off("SIGTERM", listener);
    };
  },
  exitNow: (exitCode) => process.exit(exitCode),
});
