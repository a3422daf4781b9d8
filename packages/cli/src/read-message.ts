import type { MailAttachment, MailCharsetName, MailMessage } from "@qsmtp/client";
import { attachmentFile } from "./attachment-file.ts";
import { readGiven } from "./read-given.ts";
import { UsageError } from "./usage-error.ts";

/** The parts of a mail as the command line gives them. */
export interface MessageArguments {
  readonly from: string;
  readonly to?: readonly string[] | undefined;
  readonly cc?: readonly string[] | undefined;
  readonly bcc?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  readonly text?: string | undefined;
  /** A path, or `-` for the standard input. */
  readonly textFile?: string | undefined;
  /** Paths. */
  readonly attach?: readonly string[] | undefined;
  readonly charset?: MailCharsetName | undefined;
}

/**
 * Reads what a message names; attachments are looked at, and read when they are uploaded.
 * @throws UsageError when one cannot be read, or the text is not UTF-8
 */
export async function readMessage(
  given: MessageArguments,
  stdin: AsyncIterable<Uint8Array>,
): Promise<MailMessage> {
  const { from, to, cc, bcc, subject, charset } = given;
  const attachments: MailAttachment[] = [];
  for (const path of given.attach ?? []) {
    attachments.push(await attachmentFile("--attach", path));
  }
  const text = given.textFile === undefined ? given.text : await readText(given.textFile, stdin);
  return { from, to, cc, bcc, subject, text, charset, attachments };
}

async function readText(path: string, stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const bytes = path === "-" ? await readAll(stdin) : await readGiven("--text-file", path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    const message = `--text-file: ${path === "-" ? "the standard input" : path} is not UTF-8 text`;
    throw new UsageError(message, { cause: error });
  }
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
