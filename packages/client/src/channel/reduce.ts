import {
  ConnectionLostError,
  ModuleRestartedError,
  WireStateError,
} from "../errors/wire-errors.ts";
import type { Call } from "./call.ts";
import { Draft, type Moment } from "./draft.ts";
import type { ChannelInput, Step } from "./effects.ts";
import { continueEscape, escapeDueMs } from "./escape.ts";
import { takeEscapingLine } from "./escaping-line.ts";
import { takeForeignLine } from "./foreign-line.ts";
import {
  abandonOutcomes,
  endOutcomes,
  expireOutcomes,
  forgetOutcome,
  giveUpOutcome,
  outcomesAfterRestart,
  outcomesDueMs,
} from "./outcomes.ts";
import {
  continueQuarantine,
  endPending,
  proofError,
  quarantine,
  quarantineDueMs,
  resetModule,
  restartQuarantine,
  takeQuarantinedLine,
} from "./quarantine.ts";
import { readFinal, takeText } from "./read-line.ts";
import {
  abandon,
  endRunning,
  lastByteDueMs,
  sendBlocks,
  startCall,
  stopData,
  takeAck,
  takePayload,
  takeReceived,
  takeRunningLine,
  takeTimeout,
  takeWritten,
} from "./running.ts";
import { type ChannelState, leftOver, quarantineOf } from "./state.ts";
import { timeoutError } from "./timeout.ts";

/** A module that restarts prints several lines; those of one start count once. */
const oneStartMs = 20_000;
/** A module that says that it starts is given a moment before it is asked. */
const restartPauseMs = 200;

/**
 * Every decision of the channel: whose a line is, when the wire is free, what is asked to find out,
 * whose turn it is. Pure; time comes with the input, and {@link dueMs} says when to come back.
 */
export function reduce(state: ChannelState, input: ChannelInput, nowMs: number): Step {
  const draft = new Draft(state, nowMs);
  if (draft.wire.kind === "lost" || draft.wire.kind === "detached") takeApart(draft, input);
  else take(draft, input);
  expire(draft);
  proceed(draft);
  giveTurn(draft);
  return draft;
}

/** When time alone brings the next step; infinite when only others can. */
export function dueMs(state: ChannelState, nowMs: number): number {
  const { wire } = state;
  const proofMs = quarantineOf(wire)?.pending?.untilMs ?? Number.POSITIVE_INFINITY;
  let dueMs = Math.min(outcomesDueMs(state), proofMs, wireDueMs({ state, nowMs }));
  for (const call of state.waiting) dueMs = Math.min(dueMs, call.turnByMs, call.endByMs);
  return dueMs;
}

function wireDueMs(moment: Moment): number {
  const { wire } = moment.state;
  switch (wire.kind) {
    case "running":
      return Math.min(wire.untilMs, lastByteDueMs(wire));
    case "quarantined":
      return quarantineDueMs(moment, wire);
    case "escaping":
      return escapeDueMs(moment, wire);
    case "idle":
    case "detached":
    case "lost":
      return Number.POSITIVE_INFINITY;
  }
}

/** What can happen to a channel without a connection. */
function takeApart(draft: Draft, input: ChannelInput): void {
  const { wire } = draft;
  switch (input.type) {
    case "call":
      if (wire.kind === "lost") draft.fail(input.call.id, wire.error);
      else draft.set({ waiting: [...draft.state.waiting, input.call] });
      return;
    case "giveUp":
      giveUp(draft, input.id, input.error);
      return;
    case "forgetOutcome":
      forgetOutcome(draft, input.id);
      return;
    case "lost":
      lose(draft, input.error, input.final);
      return;
    case "attached":
      attach(draft, input.controlLines);
  }
}

/** Nothing is known of the module on the new connection but what it was told to do before. */
function attach(draft: Draft, controlLines: boolean): void {
  draft.set({
    openWrites: 0,
    lastWriteMs: Number.NEGATIVE_INFINITY,
    text: undefined,
    doubt: false,
    controlLines,
  });
  const left = leftOver(draft.wire);
  // The time without a connection says nothing of how slow the module is.
  const askedMs = left.askedMs.map(() => draft.nowMs);
  quarantine(draft, { after: "opening the port anew", unset: true, left: { ...left, askedMs } });
}

function take(draft: Draft, input: ChannelInput): void {
  const { wire } = draft;
  switch (input.type) {
    case "call":
      draft.set({ waiting: [...draft.state.waiting, input.call] });
      return;
    case "giveUp":
      giveUp(draft, input.id, input.error);
      return;
    case "line":
      takeLine(draft, input.text);
      return;
    case "ack":
      if (wire.kind === "running") takeAck(draft, wire);
      return;
    case "received":
      if (wire.kind === "running") takeReceived(draft, wire, input.remaining);
      return;
    case "payloadReady":
      if (wire.kind === "running") takePayload(draft, wire, input.id, input.bytes);
      return;
    case "written":
      draft.set({ openWrites: draft.state.openWrites - 1, lastWriteMs: draft.nowMs });
      if (wire.kind === "running") takeWritten(draft, wire);
      return;
    case "writeFailed":
      draft.set({ openWrites: draft.state.openWrites - 1, lastWriteMs: draft.nowMs });
      if (wire.kind === "running") abandon(draft, wire, new ConnectionLostError(input.error));
      return;
    case "forgetOutcome":
      forgetOutcome(draft, input.id);
      return;
    case "tick":
      return;
    case "reset":
      reset(draft);
      return;
    case "replaced":
      forgetModule(draft, { told: true });
      return;
    case "detached":
      detach(draft);
      return;
    case "lost":
      lose(draft, input.error, input.final);
      return;
    case "attached":
  }
}

function takeLine(draft: Draft, text: string): void {
  if (takeText(draft, text)) return;
  const { wire } = draft;
  switch (wire.kind) {
    case "running":
      takeRunningLine(draft, wire, text);
      break;
    case "quarantined":
      takeQuarantinedLine(draft, wire, text);
      break;
    case "escaping":
      takeEscapingLine(draft, wire, text);
      break;
    case "idle":
      takeIdleLine(draft, text);
      break;
    case "detached":
    case "lost":
      return;
  }
  if (draft.restartTold) restart(draft);
  if (draft.silentRestart) forgetModule(draft, { told: false });
}

function takeIdleLine(draft: Draft, text: string): void {
  const final = readFinal(text);
  if (final !== undefined) {
    draft.emit({ type: "report", meaning: "final", text });
    draft.emit({ type: "stray", text });
    quarantine(draft, { after: `a result that nobody asked for (${text})` });
  } else if (takeForeignLine(draft, text, undefined) === "text") {
    quarantine(draft, { after: "the text of a message", pauseMs: 20 });
  }
}

/** The module says that it restarts: what ran in it is gone, and what it was told. */
function restart(draft: Draft): void {
  const isNew = draft.nowMs - draft.state.restartedMs > oneStartMs;
  const { wire } = draft;
  // Lines of one start come one after the other; a command that runs between them is not hit again.
  if (!isNew && wire.kind !== "running") {
    draft.set({ restartedMs: draft.nowMs });
    return;
  }
  forgetModule(draft, { told: true });
  draft.set({ restartedMs: draft.nowMs });
  const error = new ModuleRestartedError();
  switch (wire.kind) {
    case "running":
      stopData(draft, wire);
      if (wire.outcome === undefined) draft.fail(wire.call.id, error);
      else draft.settle(wire.call.id, { ok: true, output: undefined, outcome: wire.outcome });
      quarantine(draft, {
        after: "a restart",
        abandoned: wire.call.command,
        pauseMs: restartPauseMs,
        unset: true,
      });
      return;
    case "quarantined":
      restartQuarantine(draft, wire, restartPauseMs);
      return;
    case "escaping":
      if (wire.step.name === "dtr") draft.emit({ type: "setDtr", asserted: true });
      restartQuarantine(draft, wire.behind, restartPauseMs);
      return;
    case "idle":
      quarantine(draft, { after: "a restart", pauseMs: restartPauseMs, unset: true });
      return;
    case "detached":
    case "lost":
  }
}

/** Everything volatile in the module is gone, also what it was doing for somebody. */
function forgetModule(draft: Draft, { told }: { readonly told: boolean }): void {
  // What nobody told may be no restart: an outcome that comes all the same is its call's.
  if (told) outcomesAfterRestart(draft);
  draft.set({ echo: "unknown" });
  draft.emit({ type: "restarted", told });
}

function giveUp(draft: Draft, id: number, error: unknown): void {
  const { wire, waiting } = draft.state;
  const waits = waiting.find((call) => call.id === id);
  if (waits !== undefined) {
    draft.set({ waiting: waiting.filter((call) => call !== waits) });
    draft.fail(id, error);
  } else if (wire.kind === "running" && wire.call.id === id) {
    abandon(draft, wire, error);
  } else if (quarantineOf(wire)?.pending?.call.id === id) {
    endPending(draft, () => error);
  } else {
    giveUpOutcome(draft, id, error);
  }
}

/** Whoever has something on the wire, or waits for it, learns at once that it is gone. */
function lose(draft: Draft, error: unknown, final: boolean): void {
  const { wire, waiting } = draft.state;
  if (wire.kind === "running") endRunning(draft, wire, error);
  endPending(draft, () => error);
  if (final) endOutcomes(draft, () => error);
  else abandonOutcomes(draft, error);
  for (const { id } of waiting) draft.fail(id, error);
  draft.set({ wire: { kind: "lost", error, left: leftOver(wire) }, waiting: [] });
}

function reset(draft: Draft): void {
  const { wire } = draft;
  const quarantined = quarantineOf(wire);
  if (quarantined === undefined || draft.state.openWrites > 0) return;
  if (wire.kind === "escaping" && wire.step.name === "dtr") {
    draft.emit({ type: "setDtr", asserted: true });
  }
  resetModule(draft, quarantined);
}

/** The connection goes, who waits for a turn stays. */
function detach(draft: Draft): void {
  const { wire } = draft;
  const after = quarantineOf(wire)?.after ?? "giving the port up";
  if (wire.kind === "running") endRunning(draft, wire, new ConnectionLostError(undefined));
  endPending(draft, () => new WireStateError(after));
  draft.enter({ kind: "detached", after, left: leftOver(wire) });
}

/** Ends the calls whose time is over, whatever they wait for. */
function expire(draft: Draft): void {
  const { nowMs } = draft;
  if (draft.state.waiting.length > 0) expireWaiting(draft);
  const proofMs = quarantineOf(draft.wire)?.pending?.untilMs ?? Number.POSITIVE_INFINITY;
  if (nowMs >= proofMs) endPending(draft, (pending) => proofError(draft, pending));
  if (draft.state.outcomes.length > 0) expireOutcomes(draft);
}

function expireWaiting(draft: Draft): void {
  const { nowMs } = draft;
  const { waiting } = draft.state;
  const late = waiting.filter((call) => nowMs >= Math.min(call.turnByMs, call.endByMs));
  if (late.length === 0) return;
  for (const call of late) draft.fail(call.id, turnError(draft, call));
  draft.set({ waiting: waiting.filter((call) => !late.includes(call)) });
}

function turnError(draft: Draft, call: Call): Error {
  const { wire, openWrites } = draft.state;
  const limitMs = draft.nowMs >= call.endByMs ? call.limitMs : 0;
  const after = wire.kind === "detached" ? wire.after : quarantineOf(wire)?.after;
  if (after === undefined || openWrites > 0) {
    return timeoutError(draft, `the turn of ${call.command.text}`, limitMs);
  }
  return new WireStateError(after);
}

/** Does what time has brought on. */
function proceed(draft: Draft): void {
  const { wire } = draft;
  if (wire.kind === "running" && draft.nowMs >= wire.untilMs) takeTimeout(draft, wire);
  else if (wire.kind === "running" && draft.nowMs >= lastByteDueMs(wire)) sendBlocks(draft);
  else if (wire.kind === "quarantined") continueQuarantine(draft, wire);
  else if (wire.kind === "escaping") continueEscape(draft, wire);
}

/** Gives the wire to who has waited longest, or proves it clean first where that is not known. */
function giveTurn(draft: Draft): void {
  const { wire, waiting } = draft.state;
  const next = waiting[0];
  if (wire.kind !== "idle" || next === undefined) return;
  const { proof } = wire;
  if (proof === "proven" || (proof.batch === next.batch && !next.needsProof)) {
    draft.set({ waiting: waiting.slice(1) });
    startCall(draft, next);
  } else {
    quarantine(draft, { after: "a result that nothing proves" });
    proceed(draft);
  }
}
