import type { MailCharsetName, MailSecurity } from "@qsmtp/client";
import { setSmtpContext, UrcPort } from "@qsmtp/protocol/commands";
import { defaultOf, mailCharsetEncodings, paramOf } from "@qsmtp/protocol/facts";
import { type Command, Option } from "commander";
import { type Endpoint, parseEndpoint } from "../arguments/endpoint.ts";
import { addNames } from "../arguments/names.ts";
import {
  addGlobalOptions,
  addTraceOptions,
  type OutputArguments,
  type TraceArguments,
} from "../arguments/output-options.ts";
import { addPortOptions, type PortArguments, portHelp } from "../arguments/port-options.ts";
import { wholeNumber } from "../arguments/whole-number.ts";
import { routineHeaders } from "../eml/header-rules.ts";
import type { MessageArguments } from "../read-message.ts";

/** What `qsmtp send` was told, each option checked by itself. */
export interface SendArguments
  extends MessageArguments,
    PortArguments,
    OutputArguments,
    TraceArguments {
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
}

const securities: readonly MailSecurity[] = ["none", "starttls", "implicit"];
const contexts = paramOf(setSmtpContext, "contextId").ranges;
const firstContext = Math.min(...contexts.map(([from]) => from));
const lastContext = Math.max(...contexts.map(([from, to]) => to ?? from));
const charsets: readonly MailCharsetName[] = Object.values(mailCharsetEncodings);
/** A week; a timer of the platform holds a little more than three. */
const longestTimeoutSeconds = 604_800;

const epilogue = `
The password of --user is read from the environment variable QSMTP_PASSWORD, and from nowhere else.

${portHelp(`a simulated module in this process, which delivers to --server for real;
                   the server must be on this computer`)}

The text comes from the standard input when that is no terminal and nothing else gives one; --text,
--text-file or --eml with - asks for it in so many words. A mail without text and attachments, and an
empty text where one was asked for, need --allow-empty.

A message file (--eml) gives sender, recipients, subject, text and attachments. --from, --subject and
--text replace its own; --to, --cc and --bcc replace all of its recipients; --attach adds to its files.
What the module cannot carry is refused by name, unless --drop names it: a header (reply-to, x-*), html,
inline (images of the HTML), signature, a part by its type (text/calendar); attachments drops the files.
These headers say nothing to a reader and are left out without a word:
${wrapped(routineHeaders.join(", "), 100)}

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
    --attach chart.png /var/log/today.csv:log.csv
  df -h | qsmtp send --port /dev/ttyUSB2 ... --subject Disks`;

/** Lines of words, none longer than the terminal of the help. */
function wrapped(words: string, columns: number): string {
  const width = columns - 2;
  const lines = [""];
  for (const word of words.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.map((line) => `  ${line}`).join("\n");
}

/** Adds `qsmtp send` to the program. */
export function addSendCommand(
  program: Command,
  action: (args: SendArguments) => Promise<void>,
): void {
  const command = program
    .command("send")
    .summary("send one mail through a module")
    .description("Sends one mail through a module and tells what became of it.");
  addPortOptions(command)
    .addOption(
      new Option(
        "--urc-port <port>",
        "port of the module that reports results, to be set if it is another one",
      ).choices(Object.values(UrcPort)),
    )
    .option("--apn <name>", "access point (default: as configured on the module)")
    .option(
      "--pdp-context <number>",
      `PDP context, ${firstContext} to ${lastContext}`,
      wholeNumber(firstContext, lastContext),
      defaultOf(setSmtpContext, "contextId"),
    )
    .option("--replace-files", "replace files on the module that have an attachment's name")
    .option("--no-ack-uploads", "upload without acknowledgements, for ports with flow control")
    .optionsGroup("Mail server:")
    .requiredOption(
      "--server <host:port>",
      "mail server (default port: the usual one of --tls)",
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
    .option("--from <address>", 'sender, "a@b" or "Name <a@b>"')
    .option("--to <address...>", "recipients")
    .option("--cc <address...>", "recipients of copies")
    .option("--bcc <address...>", "recipients whom no other sees")
    .option("--subject <text>", "subject")
    .option("--text <text>", "text of the mail, - for stdin")
    .addOption(
      new Option("--text-file <file>", "text of the mail from a UTF-8 file, - for stdin").conflicts(
        "text",
      ),
    )
    .option(
      "--attach <file...>",
      "files to attach; FILE:NAME sends one under another name, -:NAME stdin",
    )
    .option("--eml <file>", "a message file with all of this, - for stdin, see below")
    .option("--drop <names>", "what of --eml may be left out, separated by commas", addNames)
    .option("--allow-empty", "send a mail although it is empty")
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
    .addHelpText("after", epilogue)
    .action(() => action(command.optsWithGlobals()));
  addGlobalOptions(command, "print the result as one JSON object");
  addTraceOptions(command);
}
