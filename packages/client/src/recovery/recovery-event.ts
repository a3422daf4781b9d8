import { reasonOf } from "../errors/reason-of.ts";
/**
 * The steps that bring a module back, softest first. `fence`: it is asked what only it can answer.
 * `escape`: it is got out of data mode. `set-up`: its settings are made anew. `reopen`: the
 * connection is opened anew. `reset`: it is told to restart. `power`: the caller's hook.
 */
export type RecoveryStep = "fence" | "escape" | "set-up" | "reopen" | "reset" | "power";

/** What every event of a recovery tells. */
export interface RecoveryEventBase {
  /** Why anything is done, e.g. `the module answers nothing after AT+CSQ`. */
  readonly reason: string;
  /** Milliseconds on the clock of the module. */
  readonly atMs: number;
}

/** What is being done to bring a module back. */
export type RecoveryEvent =
  | (RecoveryEventBase & {
      readonly type: "step";
      readonly step: RecoveryStep;
      /** Which try of this step it is since the trouble began, from 1. */
      readonly attempt: number;
    })
  | (RecoveryEventBase & {
      readonly type: "failed";
      readonly step: RecoveryStep;
      readonly attempt: number;
      readonly error: unknown;
    })
  /** Nothing is done for so long. */
  | (RecoveryEventBase & { readonly type: "waiting"; readonly delayMs: number })
  /** The module can be used again. */
  | (RecoveryEventBase & { readonly type: "recovered"; readonly afterMs: number })
  /** Nothing more is done by itself; the next call that wants the module asks it again. */
  | (RecoveryEventBase & { readonly type: "given-up"; readonly error: unknown });

/** An event as the trace has it. */
export function recoveryText(event: RecoveryEvent): string {
  const { reason } = event;
  switch (event.type) {
    case "step":
      return `recovery: ${event.step}, try ${event.attempt}, because ${reason}`;
    case "failed":
      return `recovery: ${event.step} failed: ${reasonOf(event.error)}`;
    case "waiting":
      return `recovery: waiting for ${Math.round(event.delayMs)} ms`;
    case "recovered":
      return `recovery: the module can be used again after ${Math.round(event.afterMs)} ms`;
    case "given-up":
      return `recovery: given up: ${reasonOf(event.error)}`;
  }
}
