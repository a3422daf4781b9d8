import { getFullRevision } from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { TimeoutError, UnexpectedReplyError } from "../errors/wire-errors.ts";

/**
 * Asks for the full name of the firmware, of which `ATI` leaves out the part that tells one from the
 * next. A module that does not tell it has the name of `ATI`.
 */
export async function readFirmwareName(
  channel: Pick<Channel, "execute">,
  revision: string,
  signal?: AbortSignal,
): Promise<string> {
  try {
    return (await channel.execute(getFullRevision(), { signal })).revision;
  } catch (error) {
    const odd = error instanceof CommandError || error instanceof UnexpectedReplyError;
    if (odd || (error instanceof TimeoutError && signal?.aborted !== true)) return revision;
    throw error;
  }
}
