import type { Channel } from "../channel/channel.ts";
import type { ModuleFiles } from "../files/module-files.ts";
import { unlessOver } from "../time/deadline.ts";
import type { DraftKeeper } from "./draft-keeper.ts";

/** What is on the module and ours. */
export interface Remains {
  readonly channel: Channel;
  readonly files: ModuleFiles;
  readonly draft: DraftKeeper;
}

/**
 * Clears the draft and deletes our files. What is told of them afterwards must be so: the deletions
 * run as one batch that is proven at its end, and if a result came that nobody asked for they run
 * again, each with its proof. What cannot be cleaned stays known.
 * @throws the error of the signal when its time is over
 */
export async function cleanUp(remains: Remains, signal: AbortSignal): Promise<void> {
  const { channel, files, draft } = remains;
  if (!draft.isLeft && files.own.length === 0) return;
  const hadDraft = draft.isLeft;
  const had = files.claims();
  let disturbed = false;
  const stop = channel.onStray(() => {
    disturbed = true;
  });
  try {
    await runThrough(remains, { signal, batch: channel.newBatch() });
    await channel.prove(signal);
  } finally {
    stop();
  }
  if (!disturbed) return;
  if (hadDraft) draft.touch();
  files.claim(had);
  await runThrough(remains, { signal });
}

async function runThrough(
  { draft, files }: Remains,
  step: { readonly signal: AbortSignal; readonly batch?: number | undefined },
): Promise<void> {
  if (draft.isLeft) await draft.clear(step).catch(unlessOver(step.signal));
  await files.clear(step);
}
