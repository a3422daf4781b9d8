import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { CliContext } from "./cli-context.ts";
import { addProbeCommand } from "./commands/probe.ts";
import { probeFirmware } from "./commands/probe-firmware.ts";
import { addSendCommand } from "./commands/send.ts";
import { sendMail } from "./commands/send-mail.ts";
import { serveModule } from "./commands/serve-module.ts";
import { addSimulateCommand } from "./commands/simulate.ts";
import { ExitCode } from "./exit-code.ts";
import { exitCodeOf, reportFailure } from "./failure-report.ts";
import { failedProbeExitCode, probeExitCode, probeText, quirksText } from "./probe-text.ts";
import { failureText, receiptText, receiptWarnings, stackText } from "./report-text.ts";
import { sentences } from "./sentences.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs `qsmtp` with the arguments behind its name, and gives its exit code. Never rejects.
 *
 * `qsmtp simulate` runs until the context reports an interrupt.
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const { stdout, stderr } = context;
  const json = args.includes("--json");
  const [command] = args;
  try {
    refusePassword(args);
    let exitCode: ExitCode = ExitCode.sent;
    const end = (code: ExitCode): void => {
      exitCode = code;
    };
    await createProgram(context, json, end).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (caught) {
    if (caught instanceof CommanderError && caught.exitCode === 0) return ExitCode.sent;
    const error = caught instanceof CommanderError ? commandLineError(caught, args) : caught;
    const report = reportFailure(error);
    if (json && command === "send") stdout.write(`${JSON.stringify(report)}\n`);
    else if (json && command === "probe")
      stdout.write(`${JSON.stringify({ error: report.error })}\n`);
    else stderr.write(failureText(report));
    if (args.includes("--trace") || context.env.DEBUG) stderr.write(stackText(error));
    return command === "probe" ? failedProbeExitCode(report) : exitCodeOf(report);
  }
}

/** @param end tells with which exit code the program shall end when all went well */
function createProgram(
  context: CliContext,
  json: boolean,
  end: (exitCode: ExitCode) => void,
): Command {
  const { stdout, stderr } = context;
  const program = new Command("qsmtp")
    .description("Sends e-mail through the SMTP client of a cellular module.")
    .version(readVersion(), "--version")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => {},
    });
  addSendCommand(program, async (args) => {
    const receipt = await sendMail(args, context);
    stdout.write(json ? `${JSON.stringify(receipt)}\n` : receiptText(receipt));
    for (const warning of json ? [] : receiptWarnings(receipt)) {
      stderr.write(`qsmtp: ${warning}\n`);
    }
  });
  addSimulateCommand(program, (args) => serveModule(args, context));
  addProbeCommand(program, async (args) => {
    const report = await probeFirmware(args, context);
    if (json) stdout.write(`${JSON.stringify(report)}\n`);
    else stdout.write(args.quirks ? quirksText(report) : probeText(report));
    end(probeExitCode(report));
  });
  return program;
}

/** The command line shows in process lists and shell histories, so no password is taken from it. */
function refusePassword(args: readonly string[]): void {
  if (!args.some((arg) => /^--?pass/i.test(arg))) return;
  throw new UsageError(
    "a password on the command line is visible to every user of this computer; put it in the environment variable QSMTP_PASSWORD instead",
  );
}

function commandLineError(error: CommanderError, args: readonly string[]): UsageError {
  const help = ["send", "simulate", "probe"].includes(args[0] ?? "") ? `qsmtp ${args[0]}` : "qsmtp";
  // An option that is not ours may carry a secret that was meant for another one.
  const message = error.message
    .replace(/^error: /, "")
    .replace(/^(unknown option '(?:--[^=']*|-.)).*?'/s, "$1'");
  const problem = error.code === "commander.help" ? "a command is needed" : message;
  return new UsageError(sentences(problem, `See "${help} --help"`));
}

function readVersion(): string {
  const { version } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  ) as { readonly version: string };
  return version;
}
