import { parseFinalResult } from "@qsmtp/protocol";
import type { Draft } from "./draft.ts";
import { shortenEscape } from "./escape.ts";
import { takeQuarantinedLine } from "./quarantine.ts";
import type { Escaping } from "./state.ts";

/**
 * Takes a line that comes while data mode is being left: what was asked before may be answered now,
 * and belongs to whom it belonged.
 */
export function takeEscapingLine(draft: Draft, escaping: Escaping, text: string): void {
  const { step, behind } = escaping;
  const isAnswer = behind.answering !== undefined;
  draft.enter(behind);
  takeQuarantinedLine(draft, behind, text);
  const { wire } = draft;
  if (wire.kind !== "quarantined") {
    // The last question has been answered, so the module was in command mode all along.
    if (step.name === "dtr") draft.emit({ type: "setDtr", asserted: true });
    return;
  }
  const now: Escaping = { ...escaping, behind: wire };
  draft.enter(now);
  // Digits too: a module may have been left under ATV0.
  const final = parseFinalResult(text, { numeric: true });
  if (final !== undefined && final.kind !== "connect" && !isAnswer) shortenEscape(draft, now);
}
