import { Command, type Operation } from "@qsmtp/protocol";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";

/** `ATI` leaves out the part of the name that tells one firmware from the next; this does not. */
const fullRevisionOperation: Operation<Record<never, never>, { readonly revision: string }> = {
  name: "getFullRevision",
  at: "+QGMR",
  form: "execute",
  reply: [{ prefix: "", fields: [{ name: "revision", wire: "revision", type: "text" }] }],
  maxResponseMs: 300,
};

/** Asks for the full name of the firmware; a module that does not tell it has the name of `ATI`. */
export async function readFirmwareName(
  channel: Pick<Channel, "execute">,
  revision: string,
  signal?: AbortSignal,
): Promise<string> {
  try {
    const full = await channel.execute(new Command(fullRevisionOperation, {}), { signal });
    return full.revision;
  } catch (error) {
    if (error instanceof CommandError || error instanceof UnexpectedReplyError) return revision;
    throw error;
  }
}
