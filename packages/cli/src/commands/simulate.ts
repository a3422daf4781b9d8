import type { ModelId } from "@qsmtp/protocol/families";
import { type Command, InvalidArgumentError } from "commander";
import { parseBaudRate } from "../arguments/baud-rate.ts";
import { type Endpoint, parseEndpoint } from "../arguments/endpoint.ts";
import { parseModel } from "../arguments/model.ts";
import { addGlobalOptions, type OutputArguments } from "../arguments/output-options.ts";
import { wholeNumber } from "../arguments/whole-number.ts";

/** Where control is taken from: the standard input, or a port. */
export type ControlArgument = "stdin" | Endpoint;

/** What `qsmtp simulate` was told, each option checked by itself. */
export interface SimulateArguments extends OutputArguments {
  /** Where to listen; port 0 or none lets the system choose. Default: any port of 127.0.0.1. */
  readonly tcp?: Endpoint | undefined;
  readonly rfc2217?: boolean | undefined;
  /** Path of a link to a pseudo-terminal. */
  readonly pty?: string | undefined;
  readonly shared?: boolean | undefined;
  /** Bits per second. */
  readonly baud?: number | undefined;
  /** Which module is simulated. Default: that of the scenario, or EC25. */
  readonly model?: ModelId | undefined;
  /** Path of a file with the situation that every module is in. */
  readonly scenario?: string | undefined;
  /** From it follows what faults leave to chance. */
  readonly seed?: number | undefined;
  /** The server that gets every mail, whatever server the module is told to use. */
  readonly relay?: Required<Endpoint> | undefined;
  readonly control?: readonly ControlArgument[] | undefined;
  /** Path of a file that holds the token of the control port. */
  readonly tokenFile?: string | undefined;
  readonly maxConnections?: number | undefined;
  readonly showSecrets?: boolean | undefined;
  readonly allowRemote?: boolean | undefined;
}

const mostConnections = 10_000;
const mostSeed = 2 ** 32 - 1;

const epilogue = `
The first line on stdout is a JSON object with the host and port that it listens on, and with the
pty and the url and token of the control port where there are any. Then follows what happens: a line
for each mail and each change, or with --json every event as a JSON object, each with the number of
its connection. Without --relay mails go nowhere but there.

Each connection has a fresh module, and nothing of it is left for the next. With --shared all have the
same one, one connection at a time; a half line or data of the one before are dropped.

--scenario says what a module is, what goes wrong with it and what happens when, counted from when the
module was made: with its connection, or at the start with --shared. docs/scenarios.md tells what it holds.

--control takes JSON lines on the standard input (-), or opens an HTTP port that says at /openapi.json
what it can do: faults, state, restart, mails, events, assertions. Both may be given. With - the
program ends with its standard input.

SIGINT, SIGTERM or SIGHUP ends it; a second one ends it at once.

Example
  qsmtp simulate --tcp 127.0.0.1:7070 --relay smtp://127.0.0.1:1025
  qsmtp simulate --pty /tmp/module --json
  qsmtp simulate --scenario lost-result.yaml
  qsmtp simulate --rfc2217 --control 127.0.0.1:7071
  qsmtp send --port tcp://127.0.0.1:7070 ...`;

/** Adds `qsmtp simulate` to the program. */
export function addSimulateCommand(
  program: Command,
  action: (args: SimulateArguments) => Promise<void>,
): void {
  const command = program
    .command("simulate")
    .summary("serve simulated modules over TCP, RFC 2217 or a pseudo-terminal")
    .description("Serves simulated modules to programs in any language until it is interrupted.")
    .optionsGroup("Line:")
    .option("--tcp <host:port>", "where to listen (default: 127.0.0.1:0)", parseEndpoint)
    .option("--rfc2217", "speak RFC 2217 there: telnet with speed, DTR, RTS and breaks")
    .option("--pty <path>", "make a pseudo-terminal too, and a link to it; needs socat")
    .option(
      "--baud <rate>",
      "let bytes take the time of this speed (default: no time)",
      parseBaudRate,
    )
    .option("--shared", "one module for all connections, one at a time")
    .option(
      "--max-connections <number>",
      "most connections at a time (default: 64)",
      wholeNumber(1, mostConnections),
    )
    .optionsGroup("Module:")
    .option("--model <name>", "which module, e.g. EG91 (default: EC25)", parseModel)
    .option("--scenario <file>", "the situation that every module is in: a JSON or YAML file")
    .option(
      "--seed <number>",
      "what faults leave to chance follows from it",
      wholeNumber(0, mostSeed),
    )
    .option("--relay <url>", "smtp://HOST:PORT of the server that gets every mail", parseRelay)
    .optionsGroup("Run:")
    .option("--control [where]", "take control: HOST:PORT for HTTP, - for stdin", addControl)
    .option("--token-file <file>", "the token of the control port (default: a random one)")
    .option("--show-secrets", "show passwords and PINs in events and mails")
    .option("--allow-remote", "let other computers connect, and mails leave this one")
    .addHelpText("after", epilogue)
    .action(() => action(withPlainControl(command.optsWithGlobals())));
  addGlobalOptions(command, "print every event, and an error, as JSON");
}

/** An option without its value is `true`: the usual address. */
function withPlainControl(
  args: SimulateArguments & { readonly control?: SimulateArguments["control"] | true },
): SimulateArguments {
  const { control } = args as { readonly control?: SimulateArguments["control"] | true };
  return control === true ? { ...args, control: [usualControl] } : args;
}

const usualControl: Endpoint = { host: "127.0.0.1", port: 0 };

function addControl(text: string, before: SimulateArguments["control"] | true): ControlArgument[] {
  const others = before === true ? [usualControl] : (before ?? []);
  return [...others, text === "-" ? "stdin" : parseEndpoint(text)];
}

function parseRelay(text: string): Required<Endpoint> {
  if (!text.startsWith("smtp://")) throw new InvalidArgumentError("Write it as smtp://HOST:PORT.");
  const { host, port } = parseEndpoint(text.slice("smtp://".length).replace(/\/$/, ""));
  if (!port) throw new InvalidArgumentError("A TCP port is needed: smtp://HOST:PORT.");
  return { host, port };
}
