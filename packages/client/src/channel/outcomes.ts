import type { DecodedUrc } from "@qsmtp/protocol";
import { ModuleRestartedError } from "../errors/wire-errors.ts";
import type { Call } from "./call.ts";
import type { Draft } from "./draft.ts";
import type { ChannelState } from "./state.ts";
import { timeoutError } from "./timeout.ts";

/**
 * How long the outcome of a call that nobody waits for may still come, in milliseconds. It is this
 * call's, and no later one's: a mail that is told to be sent because another was is worse than one
 * of which nobody knows.
 */
const lateMs = 1_800_000;

/** The module has taken a command whose outcome comes in a URC; the wire is free meanwhile. */
export function awaitOutcome(draft: Draft, call: Call, output: unknown): void {
  draft.emit({ type: "accepted", id: call.id });
  const untilMs = Math.min(draft.nowMs + call.timing.outcomeMs, call.endByMs);
  const waits = { call, output, abandoned: false, untilMs, forgetMs: Number.POSITIVE_INFINITY };
  draft.set({ outcomes: [...draft.state.outcomes, waits] });
}

/** A call ends that may have been taken all the same: its outcome may come. */
export function keepOutcome(draft: Draft, call: Call): void {
  const { outcomes } = draft.state;
  if (call.command.completion === undefined || outcomes.some((one) => one.call.id === call.id)) {
    return;
  }
  const forgetMs = draft.nowMs + lateMs;
  const kept = { call, output: undefined, abandoned: true, untilMs: forgetMs, forgetMs };
  draft.set({ outcomes: [...outcomes, kept] });
}

/** Gives a URC to the call whose outcome it is: the oldest. @returns whether there is one */
export function claimOutcome(draft: Draft, urc: DecodedUrc): boolean {
  const { outcomes } = draft.state;
  const owner = outcomes.find(({ call }) => call.command.completion?.urc === urc.name);
  if (owner === undefined) return false;
  draft.set({ outcomes: outcomes.filter((one) => one !== owner) });
  draft.emit({ type: "outcome", id: owner.call.id, urc });
  if (!owner.abandoned) {
    draft.settle(owner.call.id, { ok: true, output: owner.output, outcome: urc });
  }
  return true;
}

/** @returns whether the call waits for its outcome */
export function giveUpOutcome(draft: Draft, id: number, error: unknown): boolean {
  const { outcomes } = draft.state;
  const waits = outcomes.find(({ call, abandoned }) => call.id === id && !abandoned);
  if (waits === undefined) return false;
  draft.fail(id, error);
  abandon(draft, [waits]);
  return true;
}

/** The outcome cannot come any more, as somebody has found out. */
export function forgetOutcome(draft: Draft, id: number): void {
  const { outcomes } = draft.state;
  const waits = outcomes.some(({ call, abandoned }) => call.id === id && !abandoned);
  draft.set({ outcomes: outcomes.filter(({ call }) => call.id !== id) });
  // Nothing but a restart takes an outcome away that somebody still waits for.
  if (waits) draft.fail(id, new ModuleRestartedError());
}

/** Ends the waits whose time is over, and forgets what cannot come any more. */
export function expireOutcomes(draft: Draft): void {
  const { nowMs } = draft;
  const over = draft.state.outcomes.filter(({ abandoned, untilMs }) => {
    return !abandoned && nowMs >= untilMs;
  });
  for (const { call } of over) {
    const limitMs = nowMs >= call.endByMs ? call.limitMs : call.timing.outcomeMs;
    draft.fail(call.id, timeoutError(draft, `the outcome of ${call.command.text}`, limitMs));
  }
  if (over.length > 0) abandon(draft, over);
  const { outcomes } = draft.state;
  const left = outcomes.filter(({ forgetMs }) => nowMs < forgetMs);
  if (left.length < outcomes.length) draft.set({ outcomes: left });
}

/** When the next wait is over. */
export function outcomesDueMs({ outcomes }: ChannelState): number {
  let dueMs = Number.POSITIVE_INFINITY;
  for (const { abandoned, untilMs, forgetMs } of outcomes) {
    dueMs = Math.min(dueMs, abandoned ? forgetMs : untilMs);
  }
  return dueMs;
}

/** No outcome can come any more, of any call. */
export function endOutcomes(draft: Draft, error: () => unknown): void {
  for (const { call, abandoned } of draft.state.outcomes) {
    if (!abandoned) draft.fail(call.id, error());
  }
  draft.set({ outcomes: [] });
}

/** Nobody waits any more; the outcomes may still come, on another connection. */
export function abandonOutcomes(draft: Draft, error: unknown): void {
  const waits = draft.state.outcomes.filter((one) => !one.abandoned);
  for (const { call } of waits) draft.fail(call.id, error);
  abandon(draft, waits);
}

export function outcomesAfterRestart(draft: Draft): void {
  endOutcomes(draft, () => new ModuleRestartedError());
}

function abandon(draft: Draft, given: readonly { readonly call: Call }[]): void {
  const ids = given.map(({ call }) => call.id);
  const forgetMs = draft.nowMs + lateMs;
  draft.set({
    outcomes: draft.state.outcomes.map((one) => {
      return ids.includes(one.call.id) ? { ...one, abandoned: true, forgetMs } : one;
    }),
  });
}
