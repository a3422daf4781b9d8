#!/usr/bin/env node
import process from "node:process";
import type { InterruptSignal } from "./cli-context.ts";
import { runCli } from "./run-cli.ts";

const interruptSignals: readonly InterruptSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

// Whoever closes a pipe, or a terminal, wants to read no more of it; that is no reason to stop in the middle.
for (const output of [process.stdout, process.stderr]) output.on("error", () => {});

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onInterrupt: (listener) => {
    for (const signal of interruptSignals) process.on(signal, listener);
    return () => {
      for (const signal of interruptSignals) process.off(signal, listener);
    };
  },
  exitNow: (exitCode) => process.exit(exitCode),
});
