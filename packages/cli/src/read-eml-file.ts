import type { MailAttachment } from "@qsmtp/client";
import type { CommandWarning } from "./command-warning.ts";
import { EmlError } from "./eml/eml-error.ts";
import { carriedHeaders } from "./eml/header-rules.ts";
import type { EmlAttachment } from "./eml/mail-content.ts";
import type { EmlMail } from "./eml/read-eml.ts";
import { readFileAtMost } from "./read-file-at-most.ts";
import { isStandardInput, type StandardInput } from "./standard-input.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line says of a message file. */
export interface EmlArguments {
  /** Path, or `-` for the standard input. */
  readonly eml?: string | undefined;
  /** What of it may be left out. */
  readonly drop?: readonly string[] | undefined;
}

/** No module stores so much; the whole file is held in memory. */
const mostEmlBytes = 64 * 1024 * 1024;

/**
 * Reads the message file, if one is given.
 * @throws UsageError when it cannot be read, is no whole mail, or holds what cannot be carried
 */
export async function readEmlFile(
  { eml, drop = [] }: EmlArguments,
  input: StandardInput,
): Promise<EmlMail | undefined> {
  if (eml === undefined) {
    if (drop.length > 0) throw new UsageError("--drop says nothing without --eml; leave it out");
    return undefined;
  }
  const kept = drop.find((name) => [...carriedHeaders, "text"].includes(name));
  if (kept !== undefined) {
    throw new UsageError(`--drop ${kept}: what is carried stays; --${kept} gives another one`);
  }
  const bytes = isStandardInput(eml)
    ? await input.readAll(`--eml ${eml}`, mostEmlBytes)
    : await readFileAtMost({
        option: "--eml",
        source: eml,
        mostBytes: mostEmlBytes,
        signal: input.signal,
      });
  const { readEml } = await import("./eml/read-eml.ts");
  try {
    return await readEml(bytes, drop);
  } catch (error) {
    if (!(error instanceof EmlError)) throw error;
    throw new UsageError(`--eml ${eml}: ${error.message}`, { cause: error });
  }
}

/** A file of a message file, as the client takes it. */
export function emlAttachment({ eml }: EmlArguments): (file: EmlAttachment) => MailAttachment {
  return ({ filename, content }) => {
    if (content.length > 0) return { filename, content };
    throw new UsageError(
      `--eml ${eml}: its attachment ${filename} is empty, and the module stores no empty files; --drop attachments leaves all of them out`,
    );
  };
}

/** What is to be said of a mail that was made of a message file. */
export function emlWarnings(eml: EmlMail, namesRecipients: boolean): CommandWarning[] {
  const warnings: CommandWarning[] = eml.dropped.map((name) => ({
    code: "LEFT_OUT",
    message: `${name} of the message file was left out, as --drop says`,
  }));
  const recipients = [...eml.to, ...eml.cc, ...eml.bcc];
  if (namesRecipients && recipients.length > 0) {
    warnings.push({
      code: "RECIPIENTS_REPLACED",
      message: `the recipients of the message file got nothing (${recipients.join(", ")}): --to, --cc and --bcc name others`,
    });
  }
  for (const { filename, isNameMadeUp } of eml.attachments) {
    if (!isNameMadeUp) continue;
    const message = `an attachment of the message file has no name and went as ${filename}`;
    warnings.push({ code: "NAME_MADE_UP", message });
  }
  return warnings;
}
