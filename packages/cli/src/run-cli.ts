import { CommanderError } from "commander";
import { commandLineError } from "./arguments/command-line-error.ts";
import type { CliContext } from "./cli-context.ts";
import { probeFirmware } from "./commands/probe-firmware.ts";
import { recordSession } from "./commands/record-session.ts";
import { replaySession } from "./commands/replay-session.ts";
import { sendMail } from "./commands/send-mail.ts";
import { serveModule } from "./commands/serve-module.ts";
import { ExitCode } from "./exit-code.ts";
import { exitCodeOf, reportFailure } from "./failure-report.ts";
import { failedProbeExitCode, probeExitCode, probeText } from "./probe-text.ts";
import { createProgram, readOutputWishes } from "./program.ts";
import { failureText, receiptJson, receiptText, sentWarnings, stackText } from "./report-text.ts";

/**
 * Runs `qsmtp` with the arguments behind its name, and gives its exit code. Never rejects.
 *
 * `qsmtp simulate` runs until the context reports an interrupt.
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const { stdout, stderr } = context;
  let exitCode: ExitCode = ExitCode.success;
  let helpOnError = "";
  const program = createProgram(
    {
      send: async (given) => {
        const sent = await sendMail(given, context);
        if (given.json) {
          stdout.write(receiptJson(sent));
          return;
        }
        stdout.write(receiptText(sent.receipt));
        for (const warning of sentWarnings(sent)) stderr.write(`qsmtp: ${warning}\n`);
      },
      simulate: (given) => serveModule(given, context),
      probe: async (given) => {
        const report = await probeFirmware(given, context);
        if (given.json) stdout.write(`${JSON.stringify(report)}\n`);
        else stdout.write(probeText(report));
        exitCode = probeExitCode(report);
      },
      record: (given) => recordSession(given, context),
      replay: async (file, given) => {
        const outcome = await replaySession(file, given, context);
        stdout.write(given.json ? `${JSON.stringify(outcome)}\n` : outcome.text);
        if (!outcome.isSame) exitCode = ExitCode.failure;
      },
    },
    {
      writeOut: (text) => {
        stdout.write(text);
      },
      writeErr: (text) => {
        helpOnError += text;
      },
    },
  );
  try {
    await program.run(args);
    return exitCode;
  } catch (caught) {
    if (caught instanceof CommanderError && caught.exitCode === 0) return ExitCode.success;
    const { command, usage, json, trace } = await readOutputWishes(args);
    const isParseError = caught instanceof CommanderError;
    const error = isParseError ? commandLineError(caught, usage, program.commandNames) : caught;
    const report = reportFailure(error);
    if (json) {
      const told = command === "send" ? report : { error: report.error };
      stdout.write(`${JSON.stringify(told)}\n`);
    } else {
      stderr.write(`${helpOnError === "" ? "" : `${helpOnError}\n`}${failureText(report)}`);
    }
    if (trace || context.env.DEBUG) stderr.write(stackText(error));
    return command === "probe" ? failedProbeExitCode(report) : exitCodeOf(report);
  }
}
