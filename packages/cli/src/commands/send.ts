import type { MailCharsetName, MailSecurity } from "@qsmtp/client";
import { UrcPort } from "@qsmtp/protocol/commands";
import { type Command, Option } from "commander";
import { type Endpoint, parseEndpoint } from "../arguments/endpoint.ts";
import { type ModulePort, modulePortHelp, parseModulePort } from "../arguments/module-port.ts";
import { wholeNumber } from "../arguments/whole-number.ts";
import type { MessageArguments } from "../read-message.ts";

/** What `qsmtp send` was told, each option checked by itself. */
export interface SendArguments extends MessageArguments {
  readonly port: ModulePort;
  readonly baud?: number | undefined;
  readonly rtscts?: boolean | undefined;
  readonly urcPort?: UrcPort | undefined;
  readonly apn?: string | undefined;
  readonly pdpContext: number;
  readonly server: Endpoint;
  readonly tls: MailSecurity;
  readonly user?: string | undefined;
  /** Path of a PEM file. */
  readonly ca?: string | undefined;
  readonly insecureTls?: boolean | undefined;
  readonly ignoreCertDates?: boolean | undefined;
  readonly replaceFiles?: boolean | undefined;
  readonly ackUploads: boolean;
  /** Seconds for the whole mail. */
  readonly timeout: number;
  readonly retry: boolean;
  readonly resendUnknown?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly trace?: boolean | undefined;
  /** Path of a file for the conversation. */
  readonly traceFile?: string | undefined;
}

const securities: readonly MailSecurity[] = ["none", "starttls", "implicit"];
const charsets: readonly MailCharsetName[] = ["ascii", "utf-8", "gb2312", "big5"];
/** A week; a timer of the platform holds a little more than three. */
const longestTimeoutSeconds = 604_800;

const epilogue = `
The password of --user is read from the environment variable QSMTP_PASSWORD, and from nowhere else.

PORT is
${modulePortHelp}
  sim:             a simulated module in this process, which delivers to --server for real;
                   the server must be on this computer

Exit codes
  0  the server has taken the mail
  1  the mail was not sent
  2  the command line, a file it names or the message itself is wrong; nothing was sent
  3  it is not known whether the mail was sent; ask the recipient before you send it again

--timeout counts from the start of the program. What was begun is cleaned up after it, which takes 25
seconds more at most. SIGINT, SIGTERM and SIGHUP give the mail up and clean up; a second one ends at once.

Example
  QSMTP_PASSWORD=... qsmtp send --port /dev/ttyUSB2 --server smtp.example.org --ca ca.pem \\
    --user pump7 --from pump7@example.org --to ops@example.org --subject Level --text "4.2 m" \\
    --attach chart.png log.csv`;

/** Adds `qsmtp send` to the program. */
export function addSendCommand(
  program: Command,
  action: (args: SendArguments) => Promise<void>,
): void {
  program
    .command("send")
    .summary("send one mail through a module")
    .description("Sends one mail through a module and tells what became of it.")
    .optionsGroup("Module:")
    .requiredOption("--port <port>", "where the module is, see below", parseModulePort)
    .option("--baud <rate>", "speed of the serial port (default: 115200)", wholeNumber(1, 4e6))
    .option("--rtscts", "flow control by RTS and CTS on the serial port")
    .addOption(
      new Option(
        "--urc-port <port>",
        "port of the module that reports results, to be set if it is another one",
      ).choices(Object.values(UrcPort)),
    )
    .option("--apn <name>", "access point (default: as configured on the module)")
    .option("--pdp-context <number>", "PDP context, 1 to 16", wholeNumber(1, 16), 1)
    .option("--replace-files", "replace files on the module that have an attachment's name")
    .option("--no-ack-uploads", "upload without acknowledgements, for ports with flow control")
    .optionsGroup("Mail server:")
    .requiredOption(
      "--server <host:port>",
      "mail server (default port: 25, 587 or 465, by --tls)",
      parseEndpoint,
    )
    .addOption(
      new Option("--tls <kind>", "protection of the connection to it")
        .choices(securities)
        .default("starttls"),
    )
    .option("--user <name>", "log in with this name and the password in QSMTP_PASSWORD")
    .option("--ca <file>", "CA certificate that verifies the server, as PEM")
    .option("--insecure-tls", "accept any server, also an impostor who learns the password")
    .option("--ignore-cert-dates", "accept certificates out of their dates")
    .optionsGroup("Mail:")
    .requiredOption("--from <address>", 'sender, "a@b" or "Name <a@b>"')
    .option("--to <address...>", "recipients")
    .option("--cc <address...>", "recipients of copies")
    .option("--bcc <address...>", "recipients whom no other sees")
    .option("--subject <text>", "subject")
    .option("--text <text>", "text of the mail")
    .addOption(
      new Option("--text-file <file>", "text of the mail from a UTF-8 file, - for stdin").conflicts(
        "text",
      ),
    )
    .option("--attach <file...>", "files to attach")
    .addOption(
      new Option(
        "--charset <name>",
        "character set (default: the first that holds the text)",
      ).choices(charsets),
    )
    .optionsGroup("Run:")
    .option(
      "--timeout <seconds>",
      "longest time for the whole mail",
      wholeNumber(1, longestTimeoutSeconds),
      600,
    )
    .option("--no-retry", "do not order a mail again that the server did not take and may later")
    .option("--resend-unknown", "send a mail again that may have gone out; it may arrive twice")
    .option("--json", "print the result as one JSON object")
    .option("--trace", "show the conversation with the module, secrets masked")
    .option("--trace-file <file>", "write it to a file as JSON lines, readable by its owner only")
    .addHelpText("after", epilogue)
    .action(action);
}
