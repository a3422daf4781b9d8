import { delay } from "../channel/clock.ts";
import { type Wire, waitForFinalResult } from "../channel/wire.ts";

/** Silence that the module wants before and after `+++`; S12 is at its default of 50 x 20 ms. */
const guardMs = 1000;
/** Our clock and the module's do not agree to the millisecond. */
const guardMarginMs = 100;
/** From the end of the guard, or the DTR change, to the module's answer. */
const answerMs = 2000;

const escapeSequence = new Uint8Array([0x2b, 0x2b, 0x2b]);

/**
 * Takes the module out of data mode: by DTR where the connection has it, because that needs no
 * silence, otherwise by `+++` with its guard times and no CR behind it.
 * @returns whether the module answered; a module that was in command mode does not
 */
export async function leaveDataMode(wire: Wire, signal: AbortSignal): Promise<boolean> {
  if (wire.connection.capabilities.controlLines && (await leaveByDtr(wire, signal))) return true;
  return leaveByEscape(wire, signal);
}

/** "From low to high" in the manual is the level of an active-low pin: asserted to de-asserted. */
async function leaveByDtr(wire: Wire, signal: AbortSignal): Promise<boolean> {
  const answer = waitForFinalResult(wire, answerMs, signal);
  wire.note("<DTR off>");
  const left = await wire.setDtr(false);
  const answered = left && (await answer);
  await wire.setDtr(true);
  return answered;
}

async function leaveByEscape(wire: Wire, signal: AbortSignal): Promise<boolean> {
  const missing = guardMs + guardMarginMs - wire.silenceMs();
  if (missing > 0) await delay(wire.clock, missing, signal);
  const answer = waitForFinalResult(wire, guardMs + answerMs, signal);
  wire.note("+++");
  await wire.write(escapeSequence);
  const answered = await answer;
  // The next byte too must keep its distance, also when an early result ended the wait.
  const rest = guardMs + guardMarginMs - wire.silenceMs();
  if (rest > 0) await delay(wire.clock, rest, signal);
  return answered;
}
