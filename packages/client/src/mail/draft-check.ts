import type { Command } from "@qsmtp/protocol";
import {
  getSubject,
  listAttachments,
  listRecipients,
  MailCharset,
  type RecipientType,
} from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import { isSameFile } from "../files/names.ts";

/** What the module must tell of its draft before the order to send. */
export interface ExpectedDraft {
  readonly recipients: readonly { readonly type: RecipientType; readonly address: string }[];
  /** The subject as the module prints it: the text, or hex digits of its bytes. */
  readonly subject: { readonly charset: MailCharset; readonly text: string };
  readonly attachments: readonly {
    readonly index: number;
    readonly fileName: string;
    readonly sizeBytes: number;
  }[];
}

interface DraftStep {
  readonly signal: AbortSignal;
  readonly batch: number;
}

/**
 * Reads the draft back and compares it: what the module has understood is what it sends.
 * @throws QsmtpError `NOT_AS_ASKED`
 */
export async function checkDraft(
  channel: Channel,
  expected: ExpectedDraft,
  step: DraftStep,
): Promise<void> {
  const { recipients } = await read(channel, listRecipients(), "recipients", step);
  const same = sameList(recipients, expected.recipients, (told, { type, address }) => {
    return told.type === type && told.address === address;
  });
  if (!same) throw notAsAsked("recipients");
  const { attachments } = await read(channel, listAttachments(), "attachments", step);
  const alike = sameList(attachments, expected.attachments, (told, wanted) => {
    return (
      told.index === wanted.index &&
      isSameFile(told.fileName, wanted.fileName) &&
      told.sizeBytes === wanted.sizeBytes
    );
  });
  if (!alike) throw notAsAsked("attachments");
  // Last, because its answer alone proves that nothing of the past can follow.
  if (!(await hasSubject(channel, expected, step))) throw notAsAsked("subject");
}

async function hasSubject(
  channel: Channel,
  { subject: { charset, text } }: ExpectedDraft,
  step: DraftStep,
): Promise<boolean> {
  try {
    const { output: told } = await channel.step(getSubject(), step);
    const digits = text.toLowerCase() === told.draftSubject.toLowerCase();
    const isEqual = charset === MailCharset.ascii ? told.draftSubject === text : digits;
    return told.draftCharset === charset && isEqual;
  } catch (error) {
    // Without a subject there may be no line that tells it.
    if (error instanceof UnexpectedReplyError) return text === "";
    throw refusal(error, "subject");
  }
}

async function read<Output>(
  channel: Channel,
  query: Command<Output>,
  what: string,
  step: DraftStep,
): Promise<Output> {
  try {
    return (await channel.step(query, step)).output;
  } catch (error) {
    throw refusal(error, what);
  }
}

function refusal(error: unknown, what: string): unknown {
  const unreadable = error instanceof CommandError || error instanceof UnexpectedReplyError;
  return unreadable ? notAsAsked(what, error) : error;
}

function sameList<Told, Wanted>(
  told: readonly Told[],
  wanted: readonly Wanted[],
  same: (told: Told, wanted: Wanted) => boolean,
): boolean {
  if (told.length !== wanted.length) return false;
  return wanted.every((one, at) => {
    const other = told[at];
    return other !== undefined && same(other, one);
  });
}

function notAsAsked(what: string, cause?: unknown): QsmtpError {
  return new QsmtpError("NOT_AS_ASKED", `the module does not have the ${what} that it was given`, {
    fault: "module",
    retryable: true,
    hint: "Send again; if it stays so, the line to the module loses or changes bytes, or another program uses its mail client.",
    cause,
  });
}
