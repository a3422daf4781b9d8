import type { CommandGroup } from "@qsmtp/client/probe";
import { commandGroups } from "@qsmtp/protocol/facts";
import { type Command, Option } from "commander";
import {
  addGlobalOptions,
  addTraceOptions,
  type OutputArguments,
  type TraceArguments,
} from "../arguments/output-options.ts";
import { addPortOptions, type PortArguments, portHelp } from "../arguments/port-options.ts";

/** What `qsmtp probe` was told, each option checked by itself. */
export interface ProbeArguments extends PortArguments, OutputArguments, TraceArguments {
  readonly group?: readonly CommandGroup[] | undefined;
}

const groups: readonly CommandGroup[] = [...new Set(Object.values(commandGroups))];

const epilogue = `
Asks the module with every test form (AT+...=?) what it takes, and compares the answers with what this
package says. Test forms change nothing on the module, and no mail is sent.

${portHelp("a simulated module in this process")}

Exit codes
  0  the module answers as the package says, or as it says of this firmware
  1  there are differences that the package does not know
  2  the command line is wrong
  3  it is not known: the module could not be asked

Example
  qsmtp probe --port /dev/ttyUSB2
  qsmtp probe --port /dev/ttyUSB2 --json > report.json`;

/** Adds `qsmtp probe` to the program. */
export function addProbeCommand(
  program: Command,
  action: (args: ProbeArguments) => Promise<void>,
): void {
  const command = program
    .command("probe")
    .summary("ask a module what it takes, and compare")
    .description("Tells where the firmware of a module differs from what this package knows.");
  addPortOptions(command)
    .optionsGroup("Run:")
    .addOption(
      new Option("--group <name...>", "commands to ask about (default: all)").choices(groups),
    )
    .addHelpText("after", epilogue)
    .action(() => action(command.optsWithGlobals()));
  addGlobalOptions(command, "print the report as one JSON object");
  addTraceOptions(command);
}
