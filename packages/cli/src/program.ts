import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addGlobalOptions, type OutputArguments } from "./arguments/output-options.ts";
import { addProbeCommand, type ProbeArguments } from "./commands/probe.ts";
import { addRecordCommand, type RecordArguments } from "./commands/record.ts";
import { addReplayCommand, type ReplayArguments } from "./commands/replay.ts";
import { addSendCommand, type SendArguments } from "./commands/send.ts";
import { addSimulateCommand, type SimulateArguments } from "./commands/simulate.ts";

/** What the commands do. */
export interface ProgramActions {
  send(args: SendArguments): Promise<void>;
  simulate(args: SimulateArguments): Promise<void>;
  probe(args: ProbeArguments): Promise<void>;
  record(args: RecordArguments): Promise<void>;
  replay(file: string, args: ReplayArguments): Promise<void>;
}

/** Where the parser writes help. */
export interface HelpOutput {
  /** Help that was asked for, and the version. */
  writeOut(text: string): void;
  /** Help for who named no command. */
  writeErr(text: string): void;
}

/** The whole command line, declared. */
export interface Program {
  /**
   * Parses, and runs the command.
   * @throws CommanderError for a wrong command line, and after help and version; what the action throws
   */
  run(args: readonly string[]): Promise<void>;
  /** The command that was recognised, or the program itself. */
  readonly reached: Command;
  readonly commandNames: readonly string[];
  /** Takes every value of an option as it stands from now on. */
  judgeNothing(): void;
}

/** Declares the program; it ends no process, and writes where it is told to. */
export function createProgram(actions: ProgramActions, output: HelpOutput): Program {
  const program = new Command("qsmtp")
    .description("Sends e-mail through the SMTP client of a cellular module.")
    .version(readVersion(), "--version")
    // So that a value of a command's option is never taken for an option of the program.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ ...output, outputError: () => {} });
  addGlobalOptions(program, "print results and errors as JSON");
  addSendCommand(program, actions.send);
  addSimulateCommand(program, actions.simulate);
  addProbeCommand(program, actions.probe);
  addRecordCommand(program, actions.record);
  addReplayCommand(program, actions.replay);
  let reached = program;
  program.hook("preSubcommand", (_, command) => {
    reached = command;
  });
  return {
    run: async (args) => {
      await program.parseAsync(args, { from: "user" });
    },
    get reached() {
      return reached;
    },
    commandNames: program.commands.map((command) => command.name()),
    judgeNothing: () => {
      for (const { options } of [program, ...program.commands]) {
        for (const option of options) {
          if (option.parseArg !== undefined) option.argParser((value) => value);
        }
      }
    },
  };
}

/** What a command line asks of the output. */
export interface OutputWishes {
  /** The command, or `undefined` before one was recognised. */
  readonly command: string | undefined;
  /** What to type before `--help`. */
  readonly usage: string;
  readonly json: boolean;
  readonly trace: boolean;
}

/**
 * Reads what a command line asks of the output, however wrong the rest of it is: the same options are
 * parsed, and no value of them is judged, so that a wrong one does not hide the options behind it.
 */
export async function readOutputWishes(args: readonly string[]): Promise<OutputWishes> {
  const nothing = async (): Promise<void> => {};
  const silent = { writeOut: () => {}, writeErr: () => {} };
  const actions = {
    send: nothing,
    simulate: nothing,
    probe: nothing,
    record: nothing,
    replay: nothing,
  };
  const program = createProgram(actions, silent);
  program.judgeNothing();
  await program.run(args).catch(() => {});
  const { reached } = program;
  const { json, trace } = reached.optsWithGlobals<OutputArguments & { readonly trace?: boolean }>();
  return {
    command: reached.parent === null ? undefined : reached.name(),
    usage: reached.parent === null ? reached.name() : `${reached.parent.name()} ${reached.name()}`,
    json: json === true,
    trace: trace === true,
  };
}

function readVersion(): string {
  const { version } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  ) as { readonly version: string };
  return version;
}
