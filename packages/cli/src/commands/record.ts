import type { Command } from "commander";
import { type ListenPlace, listenPlaceHelp, parseListenPlace } from "../arguments/listen-place.ts";
import { addGlobalOptions, type OutputArguments } from "../arguments/output-options.ts";
import { addPortOptions, type PortArguments, portHelp } from "../arguments/port-options.ts";

/** What `qsmtp record` was told, each option checked by itself. */
export interface RecordArguments extends PortArguments, OutputArguments {
  readonly listen: ListenPlace;
  /** Path of the file; without one the transcript goes to stdout. */
  readonly out?: string | undefined;
  readonly overwrite?: boolean | undefined;
  readonly showData?: boolean | undefined;
  readonly hide?: readonly string[] | undefined;
  readonly allowRemote?: boolean | undefined;
}

const epilogue = `
Stands between a program and a module: bytes and DTR go through unchanged both ways, and what passed is
written with its times. Passwords, PINs and the contents of mails and files are not in the transcript.
Other names and addresses are: --hide takes out what you name. SIGINT, SIGTERM or SIGHUP ends it.

With --out the first line on stdout is a JSON object with the host and port, or the pty, that it listens
on. Without --out the transcript is written to stdout, and stderr tells where it listens.
QSMTP_LOCKDOWN=1 in the environment forbids every recording.

${portHelp("a simulated module in this process")}

LISTEN is
${listenPlaceHelp}

Example
  qsmtp record --port /dev/ttyUSB2 --listen pty:./modem --out session.jsonl
  qsmtp replay session.jsonl --port tcp://127.0.0.1:7070`;

/** Adds `qsmtp record` to the program. */
export function addRecordCommand(
  program: Command,
  action: (args: RecordArguments) => Promise<void>,
): void {
  const command = program
    .command("record")
    .summary("record what passes between a program and a module")
    .description("Records a session with a module, as a file that can be replayed.");
  addPortOptions(command)
    .optionsGroup("Recording:")
    .requiredOption("--listen <listen>", "where the program connects, see below", parseListenPlace)
    .option("--out <file>", "the file, readable by its owner only (default: stdout)")
    .option("--overwrite", "write over a file that is there")
    .option("--show-data", "write the contents of mails and files as well")
    .option(
      "--hide <text>",
      "a text to take out wherever it stands in a line; may be given more than once",
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option("--allow-remote", "let other computers connect")
    .addHelpText("after", epilogue)
    .action(() => action(command.optsWithGlobals()));
  addGlobalOptions(command, "report an error as JSON");
}
