import type { CommandGroup } from "@qsmtp/client/probe";
import { type Command, Option } from "commander";
import { type ModulePort, modulePortHelp, parseModulePort } from "../arguments/module-port.ts";
import { wholeNumber } from "../arguments/whole-number.ts";

/** What `qsmtp probe` was told, each option checked by itself. */
export interface ProbeArguments {
  readonly port: ModulePort;
  readonly baud?: number | undefined;
  readonly rtscts?: boolean | undefined;
  readonly group?: readonly CommandGroup[] | undefined;
  readonly json?: boolean | undefined;
  readonly quirks?: boolean | undefined;
  readonly trace?: boolean | undefined;
  /** Path of a file for the conversation. */
  readonly traceFile?: string | undefined;
}

const groups: readonly CommandGroup[] = ["smtp", "file", "pdp", "ssl", "base"];

const epilogue = `
Asks the module with every test form (AT+...=?) what it takes, and compares the answers with what this
package says. Test forms change nothing on the module, and no mail is sent.

PORT is
${modulePortHelp}
  sim:             a simulated module in this process

Exit codes
  0  the module answers as the package says, or as it says of this firmware
  1  there are differences that the package does not know
  2  the command line is wrong
  3  it is not known: the module could not be asked

Example
  qsmtp probe --port /dev/ttyUSB2
  qsmtp probe --port /dev/ttyUSB2 --quirks > differences.txt`;

/** Adds `qsmtp probe` to the program. */
export function addProbeCommand(
  program: Command,
  action: (args: ProbeArguments) => Promise<void>,
): void {
  program
    .command("probe")
    .summary("ask a module what it takes, and compare")
    .description("Tells where the firmware of a module differs from what this package knows.")
    .optionsGroup("Module:")
    .requiredOption("--port <port>", "where the module is, see below", parseModulePort)
    .option("--baud <rate>", "speed of the serial port (default: 115200)", wholeNumber(1, 4e6))
    .option("--rtscts", "flow control by RTS and CTS on the serial port")
    .optionsGroup("Run:")
    .addOption(
      new Option("--group <name...>", "commands to ask about (default: all)").choices(groups),
    )
    .option("--json", "print the report as one JSON object")
    .addOption(
      new Option("--quirks", "print the differences as files for schema/quirks").conflicts("json"),
    )
    .option("--trace", "show the conversation with the module, secrets masked")
    .option("--trace-file <file>", "write it to a file as JSON lines, readable by its owner only")
    .addHelpText("after", epilogue)
    .action(action);
}
