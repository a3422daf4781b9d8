import { type Command, InvalidArgumentError } from "commander";
import { type Endpoint, parseEndpoint } from "../arguments/endpoint.ts";

/** What `qsmtp simulate` was told, each option checked by itself. */
export interface SimulateArguments {
  /** Where to listen; port 0 or none lets the system choose. Default: any port of 127.0.0.1. */
  readonly tcp?: Endpoint | undefined;
  /** The server that gets every mail, whatever server the module is told to use. */
  readonly relay?: Required<Endpoint> | undefined;
  readonly allowRemote?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const epilogue = `
The first line on stdout is a JSON object with the host and port that it listens on. Then follows
one line for each mail that the module sends. Without --relay the mails go nowhere but into that line.

The module keeps its state between connections; it takes one at a time. SIGINT, SIGTERM or SIGHUP
ends it.

Example
  qsmtp simulate --tcp 127.0.0.1:7070 --relay smtp://127.0.0.1:1025
  qsmtp send --port tcp://127.0.0.1:7070 ...`;

/** Adds `qsmtp simulate` to the program. */
export function addSimulateCommand(
  program: Command,
  action: (args: SimulateArguments) => Promise<void>,
): void {
  program
    .command("simulate")
    .summary("serve a simulated module over TCP")
    .description(
      "Serves a simulated EC25 over TCP, without control lines, until it is interrupted.",
    )
    .option("--tcp <host:port>", "where to listen (default: 127.0.0.1:0)", parseEndpoint)
    .option("--relay <url>", "smtp://HOST:PORT of the server that gets every mail", parseRelay)
    .option("--allow-remote", "let other computers connect, and mails leave this one")
    .option("--json", "report mails as JSON")
    .addHelpText("after", epilogue)
    .action(action);
}

function parseRelay(text: string): Required<Endpoint> {
  if (!text.startsWith("smtp://")) throw new InvalidArgumentError("Write it as smtp://HOST:PORT.");
  const { host, port } = parseEndpoint(text.slice("smtp://".length).replace(/\/$/, ""));
  if (!port) throw new InvalidArgumentError("A TCP port is needed: smtp://HOST:PORT.");
  return { host, port };
}
