/**
 * The command line as a function, for programs that run it in their own process.
 *
 * @packageDocumentation
 */

export type { CliContext, CliInput, CliOutput, InterruptSignal } from "./cli-context.ts";
export { ExitCode } from "./exit-code.ts";
export { runCli } from "./run-cli.ts";
