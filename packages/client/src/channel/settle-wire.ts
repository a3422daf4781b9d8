import { type Command, parseFinalResult, ReplyDecoder } from "@qsmtp/protocol";
import { getErrorReporting, getSignalQuality } from "@qsmtp/protocol/commands";
import { leaveDataMode } from "../data-mode/leave-data-mode.ts";
import { WireStateError } from "../errors/wire-errors.ts";
import { type Wire, waitForFinalResult } from "./wire.ts";

const fenceTimeoutMs = 1500;
const fenceTries = 3;
/** A module that ignores the escape leaves data mode by its own time limit; longer ones are not waited for. */
const longestOwnLimitMs = 60_000;

/** What was abandoned and what of it may still come. */
export interface Abandoned {
  readonly command: Command;
  readonly wire: "late" | "data";
  /** How long the late final result is given before we ask, in milliseconds. */
  readonly graceMs: number;
}

/**
 * Makes the wire safe for the next command after one was given up. It is safe once the late final
 * result has come, or once a fence is answered: a query whose reply cannot be mistaken, because the
 * module answers in order and what comes before that reply is of the past.
 * @throws WireStateError when the module answers nothing
 */
export async function settleWire(
  wire: Wire,
  abandoned: Abandoned,
  signal: AbortSignal,
): Promise<void> {
  const { command } = abandoned;
  if (abandoned.wire === "late") {
    if (await waitForFinalResult(wire, abandoned.graceMs, signal)) return;
  } else {
    await leaveDataMode(wire, signal);
  }
  if (await fence(wire, command, signal)) return;
  await leaveDataMode(wire, signal);
  if (await fence(wire, command, signal)) return;
  const ownLimitMs = command.data?.timeLimitMs;
  if (ownLimitMs !== undefined && ownLimitMs <= longestOwnLimitMs) {
    await waitForFinalResult(wire, ownLimitMs + 1000, signal);
    if (await fence(wire, command, signal)) return;
  }
  throw new WireStateError(command.text);
}

/** Proves that the module is in command mode and that nothing of the past is left on the wire. */
export async function fence(
  wire: Wire,
  abandoned: Command | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  // The fence's reply must not be one that the abandoned command could still print.
  const asksTheSame = abandoned?.operation.at === "+CMEE";
  const query: Command = asksTheSame ? getSignalQuality() : getErrorReporting();
  for (let tries = 0; tries < fenceTries && !signal.aborted; tries++) {
    const answer = wire.waitForLine(answerOf(query), fenceTimeoutMs, signal);
    wire.note(query.text);
    await wire.write(query.bytes);
    if (await answer) return true;
  }
  return false;
}

/** Passes over everything until the query's own line and then the final result behind it. */
function answerOf(query: Command): (text: string) => boolean | undefined {
  const decoder = new ReplyDecoder(query.operation);
  let seen = false;
  return (text) => {
    if (!seen) {
      seen = decoder.accept(text);
      return undefined;
    }
    return parseFinalResult(text)?.kind === "ok" ? true : undefined;
  };
}
