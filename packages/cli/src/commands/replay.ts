import { type Command, InvalidArgumentError, Option } from "commander";
import { type ListenPlace, listenPlaceHelp, parseListenPlace } from "../arguments/listen-place.ts";
import { modulePortHelp, parseModulePort } from "../arguments/module-port.ts";
import { addGlobalOptions, type OutputArguments } from "../arguments/output-options.ts";
import { addSpeedOptions, type PortArguments } from "../arguments/port-options.ts";
import { wholeNumber } from "../arguments/whole-number.ts";

/** What `qsmtp replay` was told, each option checked by itself. */
export interface ReplayArguments extends Partial<PortArguments>, OutputArguments {
  readonly listen?: ListenPlace | undefined;
  readonly compare?: "shape" | "exact" | undefined;
  readonly pace?: "fast" | "recorded" | undefined;
  readonly patience?: number | undefined;
  readonly looseReads?: boolean | undefined;
  readonly secret?: readonly NamedSource[] | undefined;
  readonly data?: readonly NamedSource[] | undefined;
  readonly allowRemote?: boolean | undefined;
}

/** Where something that the transcript hides is to be had. */
export interface NamedSource {
  /** Its number in the transcript: 1 of `secret 1`. */
  readonly number: number;
  /** A variable of the environment, or the path of a file. */
  readonly source: string;
}

const epilogue = `
With --port the host's side is played to a module, and what it answers is compared: mails are sent and
files deleted as they were then. With --listen the module's side is played to a program, which must send
what was sent then; the first host that connects is served, and it ends with it.

PORT is
${modulePortHelp}
  sim:             a simulated module in this process

LISTEN is
${listenPlaceHelp}

Exit codes
  0  the session went as it was recorded
  1  it went another way: stdout tells where, "-" as recorded, "+" as it was now
  2  the command line or the transcript is wrong, or something that it hides is needed

Example
  qsmtp replay session.jsonl --port tcp://127.0.0.1:7070 --secret 1=QSMTP_PASSWORD
  qsmtp replay session.jsonl --listen pty:./modem --loose-reads`;

/** Adds `qsmtp replay` to the program. */
export function addReplayCommand(
  program: Command,
  action: (file: string, args: ReplayArguments) => Promise<void>,
): void {
  const command = program
    .command("replay")
    .summary("play a recorded session to a module, or to a program")
    .description("Plays one side of a recorded session, and compares the other.")
    .argument("<file>", "what qsmtp record has written")
    .optionsGroup("Module:")
    .option("--port <port>", "play the host to this module, see below", parseModulePort);
  addSpeedOptions(command)
    .optionsGroup("Program:")
    .option("--listen <listen>", "play the module to a program, see below", parseListenPlace)
    .option("--allow-remote", "let other computers connect")
    .option("--loose-reads", "take what qsmtp asks to find its place anywhere, or nowhere")
    .optionsGroup("Run:")
    .addOption(
      new Option("--compare <how>", "answers of the module (default: shape)").choices([
        "shape",
        "exact",
      ]),
    )
    .addOption(
      new Option("--pace <pace>", "time between records (default: fast)").choices([
        "fast",
        "recorded",
      ]),
    )
    .option(
      "--patience <seconds>",
      "how much longer than then an answer may take (default: 5)",
      wholeNumber(1, 86_400),
    )
    .option("--secret <number=variable>", "environment variable with secret NUMBER", parseSource)
    .option("--data <number=file>", "file with the bytes of data NUMBER", parseSource)
    .addHelpText("after", epilogue)
    .action((file: string) => action(file, command.optsWithGlobals()));
  addGlobalOptions(command, "print the result, or an error, as JSON");
}

function parseSource(
  text: string,
  before: readonly NamedSource[] | undefined,
): readonly NamedSource[] {
  const [, number, source] = /^(\d+)=(.+)$/.exec(text) ?? [];
  if (source === undefined) {
    throw new InvalidArgumentError("Write it as NUMBER=SOURCE, with the number in the transcript.");
  }
  return [...(before ?? []), { number: Number(number), source }];
}
