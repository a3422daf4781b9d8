import { closeFile, listOpenFiles } from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";
import { isSameFile } from "./names.ts";

interface CloseStep {
  readonly signal: AbortSignal;
  readonly batch?: number | undefined;
}

/**
 * Closes what is open of a file: as long as it is, the file cannot be deleted. A module that does not
 * tell its handles is believed to have none but the one that is known.
 */
export async function closeHandles(
  channel: Channel,
  fileName: string,
  known: number | undefined,
  step: CloseStep,
): Promise<void> {
  const handles = known === undefined ? await handlesOf(channel, fileName, step) : [known];
  for (const handle of handles) {
    await channel.step(closeFile({ handle }), step).catch(unlessRefused);
  }
}

async function handlesOf(
  channel: Channel,
  fileName: string,
  step: CloseStep,
): Promise<readonly number[]> {
  const open = await channel.step(listOpenFiles(), step).catch(unlessRefused);
  const files = open?.output.files ?? [];
  return files.filter(({ name }) => isSameFile(name, fileName)).map(({ handle }) => handle);
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof CommandError || error instanceof UnexpectedReplyError)) throw error;
}
