import { getStorageSpace, Storage } from "@qsmtp/protocol/commands";
import { fileErrorNumber } from "@qsmtp/protocol/facts";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { UnexpectedReplyError } from "../errors/wire-errors.ts";

interface SpaceStep {
  readonly signal: AbortSignal;
  readonly batch?: number | undefined;
}

/** Free bytes of the module's RAM. Firmware that cannot tell is no reason not to try. */
export async function freeRam(channel: Channel, step: SpaceStep): Promise<number | undefined> {
  try {
    return (await channel.step(getStorageSpace({ storage: Storage.ram }), step)).output.freeBytes;
  } catch (error) {
    if (error instanceof CommandError || error instanceof UnexpectedReplyError) return undefined;
    throw error;
  }
}

export function storageFull(problem: string, cause?: unknown): QsmtpError {
  const hint = "Send fewer or smaller attachments in one mail.";
  return new QsmtpError("STORAGE_FULL", problem, { fault: "caller", hint, cause });
}

const { storageFull: full, noSpace, fileTooLarge } = fileErrorNumber;
const fullErrors: readonly number[] = [full, noSpace, fileTooLarge];

/** Whether the module has refused a file for want of room. */
export function tellsFull(error: unknown): boolean {
  const code = error instanceof CommandError ? error.moduleError?.code : undefined;
  return code !== undefined && fullErrors.includes(code);
}
