import { escapeSilenceAfterSeconds, escapeSilenceBeforeSeconds } from "@qsmtp/protocol/facts";
import type { Draft, Moment } from "./draft.ts";
import type { Escaping, Quarantined } from "./state.ts";

/** Silences that a module wants whose S12 is as it comes from the factory. */
const beforeMs = escapeSilenceBeforeSeconds * 1000;
const afterMs = escapeSilenceAfterSeconds * 1000;
/** Our clock and the module's do not agree to the millisecond. */
const guardMarginMs = 100;
/** From the end of the guard, or the DTR change, to the module's answer. */
const answerMs = 2000;

/**
 * Takes the module out of data mode: by DTR where the connection has it, because that needs no
 * silence, otherwise by `+++` with its guard times and no CR behind it. A module that was in command
 * mode answers neither. The quarantine goes on behind it.
 */
export function beginEscape(draft: Draft, behind: Quarantined): void {
  draft.emit({ type: "expectAcks", byte: undefined });
  draft.emit({ type: "expectData", lengthBytes: 0 });
  draft.enter({ kind: "escaping", step: { name: "drain" }, behind });
  continueEscape(draft, draft.wire as Escaping);
}

/** Does what is due. */
export function continueEscape(draft: Draft, escaping: Escaping): void {
  const { step } = escaping;
  // What was handed over must leave first, or a line change overtakes it and a guard time is none.
  if (draft.state.openWrites > 0) return;
  switch (step.name) {
    case "drain":
      if (draft.state.controlLines) {
        draft.enter({ ...escaping, step: { name: "dtr", untilMs: draft.nowMs + answerMs } });
        draft.emit({ type: "setDtr", asserted: false });
      } else {
        keepSilence(draft, escaping);
      }
      return;
    case "dtr":
      if (draft.nowMs < step.untilMs) return;
      draft.emit({ type: "setDtr", asserted: true });
      keepSilence(draft, escaping);
      return;
    case "silence":
      if (draft.nowMs < step.untilMs) return;
      draft.enter({
        kind: "escaping",
        step: { name: "plus", untilMs: draft.nowMs + afterMs + answerMs },
        // To a module in command mode they are the beginning of a line.
        behind: { ...escaping.behind, fresh: true },
      });
      draft.write({ type: "writeEscape" });
      return;
    case "plus":
      if (draft.nowMs >= escapeDueMs(draft, escaping)) leave(draft, escaping, true);
      return;
  }
}

/** The DTR line is de-asserted for at most so long, whoever answers. */
export function escapeDueMs(moment: Moment, { step }: Escaping): number {
  if (moment.state.openWrites > 0) return Number.POSITIVE_INFINITY;
  if (step.name === "drain") return moment.nowMs;
  return step.name === "plus" ? Math.max(step.untilMs, silentMs(moment, afterMs)) : step.untilMs;
}

/** The module has left data mode: the next byte too must keep its distance. */
export function shortenEscape(draft: Draft, escaping: Escaping): void {
  const { step } = escaping;
  if (step.name === "dtr") {
    draft.emit({ type: "setDtr", asserted: true });
    leave(draft, escaping, false);
  } else if (step.name === "plus") {
    const untilMs = silentMs(draft, afterMs);
    draft.enter({ ...escaping, step: { ...step, untilMs } });
  }
}

function keepSilence(draft: Draft, escaping: Escaping): void {
  const untilMs = silentMs(draft, beforeMs);
  draft.enter({ ...escaping, step: { name: "silence", untilMs } });
  continueEscape(draft, draft.wire as Escaping);
}

/** When the silence has been long enough since the last of our bytes left. */
function silentMs({ nowMs, state }: Moment, guardMs: number): number {
  return Math.max(nowMs, state.lastWriteMs + guardMs + guardMarginMs);
}

/** The quarantine goes on; `fresh` where the module may have half a line. */
function leave(draft: Draft, { behind }: Escaping, fresh: boolean): void {
  draft.enter({ ...behind, fresh, nextMs: draft.nowMs });
}
