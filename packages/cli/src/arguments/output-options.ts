import { type Command, Option } from "commander";
import { UsageError } from "../usage-error.ts";

/** What every command, and the program before it, is told of its output. */
export interface OutputArguments {
  readonly json?: boolean | undefined;
}

/** What a command that speaks to a module is told besides. */
export interface TraceArguments {
  /** Whether people read the conversation on stderr. */
  readonly trace?: boolean | undefined;
  /** Path of a file for it, as JSON lines. */
  readonly traceFile?: string | undefined;
}

/** Declares what may stand before the command and behind it. */
export function addGlobalOptions(command: Command, jsonHelp: string): Command {
  command.option("--json", jsonHelp);
  for (const name of ["password", "passwd", "pass", "pwd"]) {
    // Declared, so that its value is known to be one, and neither used nor repeated.
    const refused = new Option(`--${name} [value]`).hideHelp().preset("");
    command.addOption(
      refused.argParser(() => {
        throw passwordRefusal();
      }),
    );
  }
  return command;
}

/** Declares where the conversation with a module is shown. */
export function addTraceOptions(command: Command): Command {
  return command
    .option("--trace", "show the conversation with the module, secrets masked")
    .option("--trace-file <file>", "write it to a file as JSON lines, readable by its owner only");
}

/** The command line shows in process lists and shell histories, so no password is taken from it. */
export function passwordRefusal(): UsageError {
  return new UsageError(
    "a password on the command line is visible to every user of this computer; put it in the environment variable QSMTP_PASSWORD instead",
  );
}
