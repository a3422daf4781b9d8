import type { Channel } from "../channel/channel.ts";
import type { Restart } from "../channel/events.ts";
import { ModuleRestartedError } from "../errors/wire-errors.ts";
import { type Deadline, follow } from "../time/deadline.ts";

/** The deadline's signal, which a restart of the module fires too: what was written is gone. */
export function onceRestarted(
  channel: Channel,
  deadline: Deadline,
  counts: (restart: Restart) => boolean,
): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const controller = new AbortController();
  const stopFollowing = follow(controller, [deadline.signal]);
  const stopListening = channel.onRestart((restart) => {
    if (counts(restart)) controller.abort(new ModuleRestartedError());
  });
  const dispose = (): void => {
    stopFollowing();
    stopListening();
  };
  return { signal: controller.signal, dispose };
}
