import type { MailAttachment, MailCharsetName, MailMessage } from "@qsmtp/client";
import { attachGiven } from "./attach-argument.ts";
import type { CommandWarning } from "./command-warning.ts";
import type { EmlMail } from "./eml/read-eml.ts";
import { type EmlArguments, emlAttachment, emlWarnings, readEmlFile } from "./read-eml-file.ts";
import { type GivenText, readPipedText, readText, type TextArguments } from "./read-text.ts";
import { isStandardInput, type StandardInput } from "./standard-input.ts";
import { UsageError } from "./usage-error.ts";

/** The parts of a mail as the command line gives them. */
export interface MessageArguments extends TextArguments, EmlArguments {
  readonly from?: string | undefined;
  readonly to?: readonly string[] | undefined;
  readonly cc?: readonly string[] | undefined;
  readonly bcc?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  /** Paths, perhaps with the name behind a colon. */
  readonly attach?: readonly string[] | undefined;
  readonly charset?: MailCharsetName | undefined;
  readonly allowEmpty?: boolean | undefined;
}

/** A mail, and what is to be said of it. */
export interface ReadMessage {
  readonly message: MailMessage;
  readonly warnings: readonly CommandWarning[];
}

/**
 * Reads what a message names; attachments are looked at, and read when they are uploaded.
 * @param tell gets a note while the standard input is waited for
 * @throws UsageError when something cannot be read, or is empty and should not be
 */
export async function readMessage(
  given: MessageArguments,
  input: StandardInput,
  tell: (text: string) => void,
): Promise<ReadMessage> {
  const files: MailAttachment[] = [];
  for (const path of given.attach ?? []) files.push(await attachGiven(path, input));
  const eml = await readEmlFile(given, input);
  const from = given.from ?? eml?.from;
  if (from === undefined) {
    throw new UsageError("--from ADDRESS is needed, the sender of the mail");
  }
  const attachments = [...(eml?.attachments.map(emlAttachment(given)) ?? []), ...files];
  refuseSameNames(attachments);
  const text = judgeText(await textOf(given, input, eml, tell), attachments.length, given);
  const namesRecipients = [given.to, given.cc, given.bcc].some((list) => list !== undefined);
  const { to, cc, bcc } = eml === undefined || namesRecipients ? given : eml;
  const subject = given.subject ?? eml?.subject;
  return {
    message: { from, to, cc, bcc, subject, text, charset: given.charset, attachments },
    warnings: eml === undefined ? [] : emlWarnings(eml, namesRecipients),
  };
}

async function textOf(
  given: MessageArguments,
  input: StandardInput,
  eml: EmlMail | undefined,
  tell: (text: string) => void,
): Promise<GivenText | undefined> {
  const text = await readText(given, input);
  if (text !== undefined) return text;
  if (eml === undefined) return await readPipedText(input, tell);
  const source = isStandardInput(given.eml ?? "") ? "the mail on the standard input" : given.eml;
  return { text: eml.text ?? "", source: source ?? "", isAskedFor: false };
}

/** An empty text is mostly what a failed command before a pipe has left. */
function judgeText(
  given: GivenText | undefined,
  attachments: number,
  { allowEmpty }: MessageArguments,
): string | undefined {
  const isEmpty = given === undefined || given.text.trim() === "";
  if (!isEmpty || allowEmpty) return given?.text;
  if (given?.isAskedFor) {
    throw new UsageError(
      `${given.source} gives an empty text, as a command does that failed; --allow-empty sends the mail all the same`,
    );
  }
  if (attachments > 0) return undefined;
  const why = given === undefined ? "" : `; ${given.source} holds no text`;
  throw new UsageError(
    `the mail has neither text nor attachments${why}; give it one with --text, --text-file or --attach, or send it empty with --allow-empty`,
  );
}

/** On the module, capital letters make no other file. */
function refuseSameNames(attachments: readonly MailAttachment[]): void {
  const names = attachments.map(({ filename }) => filename.toLowerCase());
  const twice = attachments.find(({ filename }, index) =>
    names.includes(filename.toLowerCase(), index + 1),
  );
  if (twice === undefined) return;
  throw new UsageError(
    `two attachments have the name ${twice.filename}; send one of them under another: --attach PATH:NAME`,
  );
}
