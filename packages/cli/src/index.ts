export type { CliContext, CliOutput, InterruptSignal } from "./cli-context.ts";
export { ExitCode } from "./exit-code.ts";
export { runCli } from "./run-cli.ts";
