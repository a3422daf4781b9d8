import type { DecodedUrc } from "@qsmtp/protocol";
import type { Draft } from "./draft.ts";
import { claimOutcome } from "./outcomes.ts";
import { readTextHeader, readUrc, tellsRestart } from "./read-line.ts";

/**
 * Takes a line that is no reply to what runs: a URC, the head of a third party's text, or nothing
 * that is known. `running` is the command on the wire, as `+CFUN`.
 *
 * @returns the URC unless it is the outcome of an earlier call, or `text` where lines of others follow
 */
export function takeForeignLine(
  draft: Draft,
  text: string,
  running: string | undefined,
): DecodedUrc | "text" | undefined {
  const urc = readUrc(text);
  draft.emit({ type: "report", meaning: urc === undefined ? "unknown" : "urc", text });
  const follows = readTextHeader(text);
  if (follows !== undefined) {
    draft.set({ text: follows, doubt: true });
    if (urc !== undefined) draft.emit({ type: "urc", urc });
    return "text";
  }
  if (urc === undefined) return undefined;
  // What may be somebody's words is shown to nobody as the module's.
  if (draft.state.doubt) return undefined;
  const isClaimed = claimOutcome(draft, urc);
  draft.emit({ type: "urc", urc });
  if (tellsRestart(urc, running)) draft.restartTold = true;
  return isClaimed ? undefined : urc;
}
