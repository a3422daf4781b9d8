import type { Command } from "commander";
import { parseBaudRate } from "./baud-rate.ts";
import { type ModulePort, modulePortHelp, parseModulePort } from "./module-port.ts";

/** The way to the module, as every command takes it that speaks to one. */
export interface PortArguments {
  readonly port: ModulePort;
  readonly baud?: number | undefined;
  readonly rtscts?: boolean | undefined;
}

/** Declares `--port`, which must be given, and what goes with it. */
export function addPortOptions(command: Command): Command {
  command.optionsGroup("Module:");
  command.requiredOption("--port <port>", "where the module is, see below", parseModulePort);
  return addSpeedOptions(command);
}

/** Declares what goes with `--port`. */
export function addSpeedOptions(command: Command): Command {
  return command
    .option("--baud <rate>", "speed of the serial port (default: 115200)", parseBaudRate)
    .option("--rtscts", "flow control by RTS and CTS on the serial port");
}

/**
 * What `--port` takes, for the help of a command.
 * @param simulated what the command does with a simulated module
 */
export function portHelp(simulated: string): string {
  return `PORT is\n${modulePortHelp}\n  sim:             ${simulated}`;
}
